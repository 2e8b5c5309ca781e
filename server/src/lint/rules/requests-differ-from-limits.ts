import type { Fact } from '../../model/merged-values.ts';
import { tellWritten } from '../as-written.ts';
import { blame } from '../blame.ts';
import type { Fix, Rule } from '../rule.ts';
import { kubernetes } from '../sources.ts';

export const requestsDifferFromLimits: Rule = {
  id: 'requests-differ-from-limits',
  severity: 'error',
  summary: 'Requests and limits of a device are not the same number.',
  why: 'Kubernetes does not overcommit extended resources: request and limit must be equal. The API server refuses the pod ("Invalid value: must be equal to nvidia.com/gpu limit"), so the Deployment or RayService exists and no pod ever does. It often happens when a values file sets one of the two and the other stays at the default of the chart.',
  sources: [kubernetes('tasks/manage-gpus/scheduling-gpus')],
  *check({ config: { limits, requests } }) {
    for (const [name, limit] of limits) {
      const request = requests.get(name);
      if (!name.includes('/') || request === undefined || request.value === limit.value) continue;
      if (!Number.isInteger(request.value) || !Number.isInteger(limit.value)) continue;
      const at = blame(limit, request);
      if (at === undefined) continue;
      const [kept, other] = at === limit ? [limit, request] : [request, limit];
      yield {
        at,
        message: `requests and limits of ${name} must be equal, but requests say ${tellWritten(request)} and limits ${tellWritten(limit)}: the API server refuses the pod. Set both to the same number.`,
        related: [{ at: other, message: `${name} is ${other.value} here.` }],
        fixes: [equal(name, other, kept), ...(isHere(other) ? [equal(name, kept, other)] : [])],
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
                      nvidia.com/gpu: 4
          #                           ^ requests-differ-from-limits
        `,
        fixed: `
          inference:
            modelServer:
              deployment:
                resources:
                  gpu:
                    requests:
                      nvidia.com/gpu: 4
                    limits:
                      nvidia.com/gpu: 4
        `,
      },
      {
        text: `
          inference:
            modelServer:
              deployment:
                resources:
                  gpu:
                    requests:
                      nvidia.com/gpu: 1
          #                           ^ related requests-differ-from-limits
                    limits:
                      nvidia.com/gpu: "2"
          #                           ^^^ requests-differ-from-limits
        `,
        fixed: `
          inference:
            modelServer:
              deployment:
                resources:
                  gpu:
                    requests:
                      nvidia.com/gpu: 2
                    limits:
                      nvidia.com/gpu: "2"
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
                    nvidia.com/gpu: "1"
                    cpu: 4
                  limits:
                    nvidia.com/gpu: 1
                    cpu: 8
      `,
    ],
  },
};

function isHere(fact: Fact): boolean {
  return fact.origin.kind === 'document';
}

function equal(name: string, changed: Fact<number>, model: Fact<number>): Fix {
  const list = String(changed.path.at(-2));
  return {
    title: `Set ${name} in ${list} to ${model.value}`,
    isSafe: false,
    edits: [{ kind: 'set', path: changed.path, value: model.value }],
  };
}
