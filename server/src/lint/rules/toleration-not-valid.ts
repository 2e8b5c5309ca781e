import { paths } from '../../catalog/values-paths.ts';
import type { Fact, MergedValues } from '../../model/merged-values.ts';
import type { Path } from '../../syntax/node.ts';
import type { Fix, Rule } from '../rule.ts';
import { kubernetes } from '../sources.ts';

const lists: readonly Path[] = [
  paths.tolerations,
  paths.headTolerations,
  ['nimCache', 'tolerations'],
  ['nimService', 'tolerations'],
  ['s3ModelCopy', 'tolerations'],
];

export const tolerationNotValid: Rule = {
  id: 'toleration-not-valid',
  severity: 'error',
  summary: 'Kubernetes refuses this combination of keys in a toleration.',
  why: 'The API server checks tolerations as a whole: Exists takes no value, no key means Exists, and tolerationSeconds belongs to NoExecute. Anything else is refused when the pods are made: "value must be empty when `operator` is \'Exists\'".',
  sources: [kubernetes('concepts/scheduling-eviction/taint-and-toleration')],
  *check({ config: { values } }) {
    for (const list of lists) {
      const items = values.at(list)?.value;
      if (!Array.isArray(items)) continue;
      for (const index of items.keys()) yield* faultsOf([...list, index], values);
    }
  },
  examples: {
    bad: [
      {
        text: `
          inference:
            modelServer:
              deployment:
                tolerations:
                  - key: nvidia.com/gpu
                    operator: Exists
                    value: "true"
          #                ^^^^^^ toleration-not-valid
                    effect: NoSchedule
        `,
        fixed: `
          inference:
            modelServer:
              deployment:
                tolerations:
                  - key: nvidia.com/gpu
                    operator: Exists
                    effect: NoSchedule
        `,
      },
      {
        text: `
          # inference-charts: chart=../known-0.2
          nimService:
            enabled: true
            tolerations:
              - operator: Equal
          #               ^^^^^ toleration-not-valid
                value: "true"
        `,
      },
      {
        text: `
          # inference-charts: chart=../known-0.2
          s3ModelCopy:
            tolerations:
              - key: dedicated
                operator: Exists
                effect: NoSchedule
                tolerationSeconds: 60
          #                        ^^ toleration-not-valid
        `,
        fixed: `
          # inference-charts: chart=../known-0.2
          s3ModelCopy:
            tolerations:
              - key: dedicated
                operator: Exists
                effect: NoSchedule
        `,
      },
    ],
    good: [
      `
        inference:
          modelServer:
            deployment:
              tolerations:
                - key: nvidia.com/gpu
                  operator: Exists
                  effect: NoSchedule
                - key: dedicated
                  value: inference
                - operator: Exists
                - key: node.kubernetes.io/not-ready
                  operator: Exists
                  effect: NoExecute
                  tolerationSeconds: 300
      `,
    ],
  },
};

/** Source: validation of core/v1 tolerations, Kubernetes 1.35. */
function* faultsOf(item: Path, values: MergedValues) {
  const [key, operator, value, effect, seconds] = [
    'key',
    'operator',
    'value',
    'effect',
    'tolerationSeconds',
  ].map((name) => values.at([...item, name]));
  const isSet = (fact: Fact | undefined): fact is Fact => fact !== undefined && fact.value !== '';
  if (operator?.value === 'Exists' && isSet(value))
    yield {
      at: value,
      message:
        'operator Exists takes no value, so the API server refuses the pod. Remove value, or set operator to Equal.',
      fixes: [
        remove(value),
        {
          title: 'Set operator to Equal',
          isSafe: false,
          edits: [{ kind: 'set', path: operator.path, value: 'Equal' }],
        },
      ] satisfies Fix[],
    };
  if (!isSet(key) && operator?.value === 'Equal')
    yield {
      at: operator,
      message:
        'This toleration has no key, which only operator Exists may leave out: the API server refuses the pod. Add the key of the taint.',
    };
  if (isSet(seconds) && effect !== undefined && effect.value !== 'NoExecute' && isSet(effect))
    yield {
      at: seconds,
      message: `tolerationSeconds belongs to effect NoExecute, but the effect is ${String(effect.value)}: the API server refuses the pod. Remove tolerationSeconds.`,
      fixes: [remove(seconds)],
    };
}

function remove({ path }: Fact): Fix {
  return {
    title: `Remove ${String(path.at(-1))}`,
    isSafe: false,
    edits: [{ kind: 'remove', path }],
  };
}
