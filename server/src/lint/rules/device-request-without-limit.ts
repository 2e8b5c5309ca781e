import { acceleratorOfResource } from '../../catalog/accelerator.ts';
import { writtenValue } from '../as-written.ts';
import { blame } from '../blame.ts';
import type { Rule } from '../rule.ts';
import { kubernetes } from '../sources.ts';

export const deviceRequestWithoutLimit: Rule = {
  id: 'device-request-without-limit',
  severity: 'error',
  summary: 'A device stands in requests but not in limits.',
  why: 'For extended resources the limit counts and the request is copied from it. A request without a limit is refused by the API server ("Limit must be set for non overcommitable resources").',
  sources: [kubernetes('tasks/manage-gpus/scheduling-gpus')],
  *check({ config: { limits, requests } }) {
    for (const [name, request] of requests) {
      if (!name.includes('/') || limits.has(name) || request.value === 0) continue;
      // Charts write the accelerator into both, whatever the values leave out.
      if (acceleratorOfResource(name) !== undefined) continue;
      const at = blame(request);
      if (at === undefined) continue;
      const path = [...request.path.slice(0, -2), 'limits', name];
      yield {
        at,
        on: 'key',
        message: `${name} is in requests but not in limits, and the API server refuses such a pod: the limit must be set for devices. Set the same number in limits.`,
        fixes: [
          {
            title: `Set ${name} in limits to ${request.value}`,
            isSafe: true,
            edits: [{ kind: 'set', path, value: writtenValue(request) }],
          },
        ],
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
                      nvidia.com/gpu: 1
                      vpc.amazonaws.com/efa: 4
          #           ^^^^^^^^^^^^^^^^^^^^^ device-request-without-limit
        `,
        fixed: `
          inference:
            modelServer:
              deployment:
                resources:
                  gpu:
                    requests:
                      nvidia.com/gpu: 1
                      vpc.amazonaws.com/efa: 4
                    limits:
                      vpc.amazonaws.com/efa: 4
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
                  requests: null
                  limits:
                    nvidia.com/mig-3g.40gb: 1
                    nvidia.com/gpu: null
      `,
    ],
  },
};
