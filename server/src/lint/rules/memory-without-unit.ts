import { tellWritten } from '../as-written.ts';
import { blame } from '../blame.ts';
import type { Rule } from '../rule.ts';
import { kubernetes } from '../sources.ts';

/** No container starts in less. */
const leastBytes = 2 ** 20;

export const memoryWithoutUnit: Rule = {
  id: 'memory-without-unit',
  severity: 'warning',
  summary: 'An amount of memory is a handful of bytes.',
  why: 'Memory without a unit is counted in bytes, and "m" means thousandths of a byte. As a limit it kills the container before it starts ("memory limit too low"); as a request it reserves nothing, and the model server is among the first to be evicted.',
  sources: [kubernetes('concepts/configuration/manage-resources-containers')],
  *check({ config: { limits, requests } }) {
    for (const quantities of [limits, requests]) {
      const fact = quantities.get('memory');
      const at = blame(fact);
      if (fact === undefined || at === undefined) continue;
      if (fact.value <= 0 || fact.value >= leastBytes) continue;
      const digits = /^(\d+)m?$/.exec(fact.written?.source ?? '')?.[1];
      const meant = digits && `${digits}${fact.written?.source.endsWith('m') ? 'Mi' : 'Gi'}`;
      yield {
        at,
        message: `memory ${tellWritten(fact)} is ${amount(fact.value)}: without a unit Kubernetes counts bytes, and m means thousandths.${meant ? ` Write ${meant} if that is meant.` : ''}`,
        ...(meant && {
          fixes: [
            {
              title: `Set memory to ${meant}`,
              isSafe: false,
              edits: [{ kind: 'set', path: fact.path, value: meant }],
            },
          ],
        }),
      };
    }
  },
  examples: {
    bad: [
      {
        text: `
          inference:
            modelServer:
              deployment:
                resources:
                  gpu:
                    requests:
                      memory: 512m
          #                   ^^^^ memory-without-unit
                    limits:
                      memory: 64
          #                   ^^ memory-without-unit
        `,
        fixed: `
          inference:
            modelServer:
              deployment:
                resources:
                  gpu:
                    requests:
                      memory: "512Mi"
                    limits:
                      memory: "64Gi"
        `,
      },
    ],
    good: [
      `
        inference:
          modelServer:
            deployment:
              resources:
                gpu:
                  requests:
                    memory: 68719476736
      `,
    ],
  },
};

function amount(bytes: number): string {
  return bytes < 1 ? 'less than one byte' : `${bytes} bytes`;
}
