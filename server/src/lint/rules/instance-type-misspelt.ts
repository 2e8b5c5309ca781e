import { instanceTypes } from '../../catalog/instance-types.ts';
import type { Rule } from '../rule.ts';
import { instanceTable } from '../sources.ts';

export const instanceTypeMisspelt: Rule = {
  id: 'instance-type-misspelt',
  severity: 'error',
  summary: 'The instance type is a known one in another spelling.',
  why: 'instanceType is compared with the node label node.kubernetes.io/instance-type letter by letter. In another spelling it matches no node, and the pod stays Pending.',
  sources: [instanceTable],
  *check({ config: { instanceType, known } }) {
    if (instanceType === undefined || known.instance !== undefined) return;
    const meant = bySpelling.get(spelling(instanceType.value));
    if (meant === undefined) return;
    yield {
      at: instanceType,
      message: `No node is labelled ${instanceType.value}: the type is spelt ${meant}. As written it matches no node, and the pod stays Pending.`,
      fixes: [
        {
          title: `Set instanceType to ${meant}`,
          isSafe: true,
          edits: [{ kind: 'set', path: instanceType.path, value: meant }],
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
    ],
    good: [
      `
        inference:
          modelServer:
            deployment:
              instanceType: g6e.12xlarge
      `,
    ],
  },
};

/** SageMaker's names for the same types start with `ml.`. */
function spelling(name: string): string {
  return name
    .toLowerCase()
    .replace(/^ml\./, '')
    .replace(/[^a-z0-9]/g, '');
}

const bySpelling: ReadonlyMap<string, string> = new Map(
  instanceTypes.map(({ name }) => [spelling(name), name]),
);
