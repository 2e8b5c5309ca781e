import { paths } from '../../catalog/values-paths.ts';
import { blame } from '../blame.ts';
import type { Rule } from '../rule.ts';
import { isWholeFile } from '../whole-file.ts';

export const autoscalingWithoutCpu: Rule = {
  id: 'autoscaling-without-cpu',
  severity: 'error',
  summary: 'Ray is to scale workers of which no cpu is known.',
  why: 'The Ray autoscaler takes the size of a worker from its resources. Where neither a limit nor a request names cpu it ends with "Autoscaler failed to detect `CPU` resources for group …", is restarted and ends again: nothing scales.',
  sources: [
    {
      title: 'Ray, autoscaler/_private/kuberay/autoscaling_config.py',
      read: '2.47.0',
      url: 'https://github.com/ray-project/ray/blob/ray-2.47.0/python/ray/autoscaler/_private/kuberay/autoscaling_config.py',
    },
    {
      title: 'KubeRay, issue 2612',
      read: '2026-11-23',
      url: 'https://github.com/ray-project/kuberay/issues/2612',
    },
  ],
  *check({ config }) {
    const { accelerator, isAutoscaling, isRay, known, limits, requests, values } = config;
    if (!isRay || !isAutoscaling || accelerator === undefined || !isWholeFile(config)) return;
    if (known.framework?.runsOn.includes(accelerator.value) !== true) return;
    if (limits.has('cpu') || requests.has('cpu')) return;
    const enabled = values.at(paths.isAutoscaling);
    const at = blame(enabled);
    if (at === undefined) return;
    yield {
      at,
      message: `Autoscaling is on, but resources.${accelerator.value} names no cpu, and Ray's autoscaler ends with "failed to detect CPU resources". Request cpu for the workers.`,
    };
  },
  examples: {
    bad: [
      {
        text: `
          inference:
            framework: rayVllm
            modelServer:
              vllmVersion: 0.9.1
            rayOptions:
              autoscaling:
                enabled: true
          #              ^^^^ autoscaling-without-cpu
          modelParameters:
            modelId: Qwen/Qwen3-8B
        `,
      },
    ],
    good: [
      `
        inference:
          framework: rayVllm
          modelServer:
            vllmVersion: 0.9.1
            deployment:
              resources:
                gpu:
                  requests:
                    cpu: 8
          rayOptions:
            autoscaling:
              enabled: true
        modelParameters:
          modelId: Qwen/Qwen3-8B
      `,
    ],
  },
};
