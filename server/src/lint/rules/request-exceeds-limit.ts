import { tellWritten, writtenValue } from '../as-written.ts';
import { blame } from '../blame.ts';
import type { Rule } from '../rule.ts';
import { kubernetes } from '../sources.ts';

export const requestExceedsLimit: Rule = {
  id: 'request-exceeds-limit',
  severity: 'error',
  summary: 'More cpu or memory is requested than the limit allows.',
  why: 'The API server refuses a pod whose request is above its limit ("must be less than or equal to memory limit"), so no pod is ever created.',
  sources: [kubernetes('concepts/configuration/manage-resources-containers')],
  *check({ config: { limits, requests } }) {
    for (const [name, request] of requests) {
      const limit = limits.get(name);
      if (name.includes('/') || limit === undefined || request.value <= limit.value) continue;
      const at = blame(request, limit);
      if (at === undefined) continue;
      const other = at === request ? limit : request;
      yield {
        at,
        message: `requests ask for ${tellWritten(request)} ${name}, more than the limit of ${tellWritten(limit)}: the API server refuses the pod. Raise the limit or lower the request.`,
        related: [{ at: other, message: `${name} is ${tellWritten(other)} here.` }],
        fixes: [
          {
            title: `Set ${name} in limits to ${request.written?.source ?? request.value}`,
            isSafe: false,
            edits: [{ kind: 'set', path: limit.path, value: writtenValue(request) }],
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
                      memory: 64Gi
          #                   ^^^^ request-exceeds-limit
                    limits:
                      memory: 32Gi # half
          #                   ^^^^ related request-exceeds-limit
        `,
        fixed: `
          inference:
            modelServer:
              deployment:
                resources:
                  gpu:
                    requests:
                      memory: 64Gi
                    limits:
                      memory: "64Gi" # half
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
                instanceType: m8g.4xlarge
                resources:
                  graviton:
                    requests:
                      cpu: 15
          #                ^^ request-exceeds-limit
        `,
        fixed: `
          # inference-charts: chart=../inference-charts-0.2
          inference:
            accelerator: graviton
            framework: llama-cpp
            modelServer:
              deployment:
                instanceType: m8g.4xlarge
                resources:
                  graviton:
                    requests:
                      cpu: 15
                    limits:
                      cpu: 15
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
                    memory: 32768Mi
                    cpu: 3500m
                  limits:
                    memory: 32Gi
                    cpu: 4
      `,
    ],
  },
};
