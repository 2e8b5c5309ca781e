import type { Rule } from '../rule.ts';
import { instanceTable } from '../sources.ts';
import { meantType } from '../instance-name.ts';

export const instanceTypeMisspelt: Rule = {
  id: 'instance-type-misspelt',
  severity: 'error',
  summary: 'The instance type is a known one in another spelling.',
  why: 'instanceType is compared with the node label node.kubernetes.io/instance-type letter by letter. In another spelling it matches no node, and the pod stays Pending. Sizes are nano to large, xlarge with a number before it, metal, and metal with a size behind it (metal-48xl); SageMaker HyperPod writes ml. before the whole name. A family or size that could be newer than our list is left alone.',
  sources: [instanceTable],
  *check({ config: { instanceType, known } }) {
    if (instanceType === undefined || known.machine !== undefined) return;
    const meant = meantType(instanceType.value);
    if (meant === undefined) return;
    yield {
      at: instanceType,
      message: `No node is labelled ${instanceType.value}: the type is spelt ${meant.name}. As written it matches no node, and the pod stays Pending.`,
      fixes: [
        {
          title: `Set instanceType to ${meant.name}`,
          isSafe: !meant.isGuess,
          edits: [{ kind: 'set', path: instanceType.path, value: meant.name }],
        },
      ],
    };
  },
  examples: {
    bad: [
      {
        text: `
          inference:
            modelServer:
              deployment:
                instanceType: G6e-12xlarge # four L40S
          #                   ^^^^^^^^^^^^ instance-type-misspelt
        `,
        fixed: `
          inference:
            modelServer:
              deployment:
                instanceType: g6e.12xlarge # four L40S
        `,
      },
      {
        text: `
          inference:
            modelServer:
              deployment:
                instanceType: g6e.2xl
          #                   ^^^^^^^ instance-type-misspelt
        `,
        fixed: `
          inference:
            modelServer:
              deployment:
                instanceType: g6e.2xlarge
        `,
      },
      {
        text: `
          # inference-charts: chart=../inference-charts-0.2
          inference:
            accelerator: graviton
            framework: llama-cpp
            modelServer:
              deployment:
                instanceType: m8g.4xlrge
          #                   ^^^^^^^^^^ instance-type-misspelt
        `,
        fixed: `
          # inference-charts: chart=../inference-charts-0.2
          inference:
            accelerator: graviton
            framework: llama-cpp
            modelServer:
              deployment:
                instanceType: m8g.4xlarge
        `,
      },
      {
        text: `
          inference:
            modelServer:
              deployment:
                instanceType: ml.g5-12xlarge
          #                   ^^^^^^^^^^^^^^ instance-type-misspelt
        `,
        fixed: `
          inference:
            modelServer:
              deployment:
                instanceType: ml.g5.12xlarge
        `,
      },
    ],
    good: [
      `
        inference:
          modelServer:
            deployment:
              instanceType: g6e.12xlarge
      `,
      `
        inference:
          modelServer:
            deployment:
              instanceType: ml.g6e.2xlarge
      `,
      `
        inference:
          modelServer:
            deployment:
              instanceType: g9x.2xlarge
      `,
      `
        inference:
          modelServer:
            deployment:
              instanceType: g6e.112xlarge
      `,
    ],
  },
};
