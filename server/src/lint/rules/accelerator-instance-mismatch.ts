import { instanceFamily } from '../../catalog/instance-types.ts';
import { architectureOf } from '../../catalog/machines.ts';
import type { InferenceConfig } from '../../model/inference-config.ts';
import { blame } from '../blame.ts';
import { servesOnGraviton } from '../graviton.ts';
import type { Rule } from '../rule.ts';
import { publishedChart027, instanceTable } from '../sources.ts';

export const acceleratorInstanceMismatch: Rule = {
  id: 'accelerator-instance-mismatch',
  severity: 'error',
  summary: 'The instance type is made for another accelerator.',
  why: 'instanceType becomes a node selector. A node of that type never offers the resource that the pod asks for under this accelerator, so the pod stays Pending and Karpenter reports that no instance type satisfied its resources. For accelerator graviton the chart asks for arm64 nodes, which excludes every x86 type.',
  sources: [instanceTable, publishedChart027],
  *check({ config }) {
    const { accelerator, instanceType } = config;
    if (accelerator === undefined || instanceType === undefined) return;
    const clash =
      accelerator.value === 'graviton'
        ? clashWithGraviton(instanceType.value, config)
        : clashWithDevices(instanceType.value, accelerator.value);
    const at = blame(instanceType, accelerator);
    if (clash === undefined || at === undefined) return;
    yield {
      at,
      message: clash,
      related: [
        { at: accelerator, message: `accelerator is ${accelerator.value} here.` },
        { at: instanceType, message: `instanceType is ${instanceType.value} here.` },
      ].filter((place) => place.at !== at),
    };
  },
  examples: {
    bad: [
      {
        text: `
          inference:
            accelerator: gpu
          #              ^^^ related accelerator-instance-mismatch
            modelServer:
              deployment:
                instanceType: inf2.48xlarge
          #                   ^^^^^^^^^^^^^ accelerator-instance-mismatch
        `,
      },
      {
        text: `
          inference:
            modelServer:
              deployment:
                instanceType: g4ad.xlarge
          #                   ^^^^^^^^^^^ accelerator-instance-mismatch
        `,
      },
      {
        text: `
          # inference-charts: chart=../inference-charts-0.2
          inference:
            accelerator: graviton
          #              ^^^^^^^^ related accelerator-instance-mismatch
            framework: llama-cpp
            modelServer:
              deployment:
                instanceType: g6e.2xlarge
          #                   ^^^^^^^^^^^ accelerator-instance-mismatch
        `,
      },
    ],
    good: [
      `
        inference:
          accelerator: gpu
          modelServer:
            deployment:
              instanceType: g9.xlarge
      `,
      `
        # inference-charts: chart=../inference-charts-0.2
        inference:
          accelerator: graviton
          framework: llama-cpp
          modelServer:
            deployment:
              instanceType: m8g.4xlarge
      `,
    ],
  },
};

const devicesOf = { gpu: 'NVIDIA GPUs', neuron: 'Neuron devices' } as const;

/** The message, if the type has devices of another kind than the pod asks for. */
function clashWithDevices(type: string, accelerator: 'gpu' | 'neuron'): string | undefined {
  const family = instanceFamily(type);
  const has = /^(ml\.)?g4ad\./.test(type)
    ? 'AMD GPUs'
    : family && devicesOf[family.acceleratorKind];
  if (has === undefined || family?.acceleratorKind === accelerator) return undefined;
  return `${type} has ${has}, but accelerator is ${accelerator}: no such node offers ${devicesOf[accelerator]}, so the pod stays Pending.`;
}

/** The message, if the type has x86 processors and the pod runs on arm64 alone. */
function clashWithGraviton(type: string, config: InferenceConfig): string | undefined {
  if (architectureOf(type) !== 'amd64' || !servesOnGraviton(config)) return undefined;
  const kind = instanceFamily(type)?.acceleratorKind;
  const other = kind === undefined ? '' : `, or set accelerator to ${kind}`;
  return `${type} has x86 processors, but accelerator is graviton: the chart lets the pod run on arm64 nodes only, so it stays Pending. Choose a Graviton type such as m8g.4xlarge${other}.`;
}
