import type { Rule } from '../rule.ts';
import { kubeRay, kubernetes } from '../sources.ts';

export const serviceNameTooLong: Rule = {
  id: 'service-name-too-long',
  severity: 'error',
  summary: 'serviceName is longer than its kind allows.',
  why: 'A Service may have a name of 63 characters. A RayService may have 47, because KubeRay adds suffixes to it for clusters, pods and services; the operator marks a longer one InvalidRayServiceSpec and creates nothing.',
  sources: [
    kubernetes('concepts/overview/working-with-objects/names'),
    kubeRay('controllers/ray/utils/constant.go'),
  ],
  *check({ config: { serviceName, framework, isRay } }) {
    if (serviceName?.origin.kind !== 'document' || framework === undefined) return;
    const most = isRay ? 47 : 63;
    const { length } = serviceName.value;
    if (length <= most) return;
    yield {
      at: serviceName,
      message: `serviceName has ${length} characters, but a ${isRay ? 'RayService' : 'Service'} name (framework ${framework.value}) may have ${most}. Shorten it by ${length - most}.`,
    };
  },
  examples: {
    bad: [
      {
        text: `
          inference:
            framework: rayVllm
            serviceName: deepseek-r1-distill-llama-8b-for-the-support-team
          #              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ service-name-too-long
            modelServer:
              vllmVersion: 0.9.1
        `,
      },
      {
        text: `
          inference:
            serviceName: deepseek-r1-distill-llama-8b-for-the-support-team-of-the-north-region
          #              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ service-name-too-long
        `,
      },
    ],
    good: [
      `
        inference:
          serviceName: deepseek-r1-distill-llama-8b-for-the-support-team
      `,
    ],
  },
};
