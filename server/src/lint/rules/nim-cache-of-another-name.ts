import { blame } from '../blame.ts';
import type { Rule } from '../rule.ts';
import { publishedChart027 } from '../sources.ts';

export const nimCacheOfAnotherName: Rule = {
  id: 'nim-cache-of-another-name',
  severity: 'warning',
  summary: 'The NIMService asks for another NIMCache than the one that this release makes.',
  why: 'The chart gives the NIMCache the name of inference.serviceName. A NIMService that names another cache waits for that one; the cache that was filled is not used.',
  sources: [publishedChart027],
  *check({ config: { known, serviceName, values } }) {
    if (known.framework?.workload !== 'NIMService' || !serviceName) return;
    const isOn = (kind: string) => values.at([kind, 'enabled'])?.value === true;
    // A cache of another release may have any name.
    if (!isOn('nimCache') || !isOn('nimService')) return;
    const name = values.at(['nimService', 'storage', 'nimCache', 'name']);
    const at = blame(name, serviceName);
    if (typeof name?.value !== 'string' || name.value === serviceName.value || !at) return;
    yield {
      at,
      message: `The NIMCache of this release is called ${serviceName.value}, but the NIMService asks for ${name.value}: it waits until a cache of that name exists. Use one name.`,
      related: [name, serviceName]
        .filter((fact) => fact !== at)
        .map((fact) => ({ at: fact, message: 'The other name.' })),
      ...(at === name && {
        fixes: [
          {
            title: `Set name to ${serviceName.value}`,
            isSafe: false,
            edits: [{ kind: 'set', path: name.path, value: serviceName.value }],
          },
        ],
      }),
    };
  },
  examples: {
    bad: [
      {
        text: `
          # inference-charts: chart=../known-0.2
          inference:
            serviceName: llama
          #              ^^^^^ related nim-cache-of-another-name
            framework: nim-operator
          nimCache:
            enabled: true
          nimService:
            enabled: true
            storage:
              nimCache:
                name: llama-cache
          #           ^^^^^^^^^^^ nim-cache-of-another-name
            resources:
              limits:
                nvidia.com/gpu: 1
        `,
        fixed: `
          # inference-charts: chart=../known-0.2
          inference:
            serviceName: llama
            framework: nim-operator
          nimCache:
            enabled: true
          nimService:
            enabled: true
            storage:
              nimCache:
                name: llama
            resources:
              limits:
                nvidia.com/gpu: 1
        `,
      },
    ],
    good: [
      `
        # inference-charts: chart=../known-0.2
        inference:
          serviceName: llama
          framework: nim-operator
        nimService:
          enabled: true
          storage:
            nimCache:
              name: cache-of-another-release
          resources:
            limits:
              nvidia.com/gpu: 1
      `,
    ],
  },
};
