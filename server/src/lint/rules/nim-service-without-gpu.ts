import { acceleratorOfResource } from '../../catalog/accelerator.ts';
import type { Rule } from '../rule.ts';
import { publishedChart027 } from '../sources.ts';

export const nimServiceWithoutGpu: Rule = {
  id: 'nim-service-without-gpu',
  severity: 'warning',
  summary: 'A NIMService asks for no GPU.',
  why: 'The NIM Operator adds GPUs to a NIMService only where a profile of the model is named, by the GPUs of the profile. Without a profile and without nvidia.com/gpu the pod gets none, and the NIM ends at its start because it finds no GPU.',
  sources: [
    {
      title: 'NVIDIA k8s-nim-operator, internal/controller/platform/standalone/nimservice.go',
      read: '2026-11-29',
      url: 'https://github.com/NVIDIA/k8s-nim-operator/blob/main/internal/controller/platform/standalone/nimservice.go',
    },
    publishedChart027,
  ],
  *check({ config: { known, values } }) {
    if (known.framework?.workload !== 'NIMService') return;
    const enabled = values.at(['nimService', 'enabled']);
    if (enabled?.value !== true) return;
    const profile = values.at(['nimService', 'storage', 'nimCache', 'profile'])?.value;
    if (typeof profile === 'string' && profile !== '') return;
    const names = ['requests', 'limits'].flatMap((kind) =>
      values.keys(['nimService', 'resources', kind]),
    );
    // GPUs of another kind, and claims of devices, are asked for under names of their own.
    if (values.at(['nimService', 'resources', 'claims']) !== undefined) return;
    if (names.some((name) => acceleratorOfResource(name) === 'gpu' || name.includes('/'))) return;
    yield {
      at: enabled,
      message:
        'This NIMService asks for no nvidia.com/gpu and names no profile, so its pod gets no GPU, and the NIM ends at its start. Set nvidia.com/gpu in nimService.resources, requests and limits.',
    };
  },
  examples: {
    bad: [
      {
        text: `
          # inference-charts: chart=../known-0.2
          inference:
            framework: nim-operator
          nimService:
            enabled: true
          #          ^^^^ nim-service-without-gpu
            resources:
              limits:
                memory: 48Gi
        `,
      },
    ],
    good: [
      `
        # inference-charts: chart=../known-0.2
        inference:
          framework: nim-operator
        nimService:
          enabled: true
          resources:
            requests:
              nvidia.com/gpu: "1"
            limits:
              nvidia.com/gpu: "1"
      `,
      `
        # inference-charts: chart=../known-0.2
        inference:
          framework: nim-operator
        nimService:
          enabled: true
          storage:
            nimCache:
              name: llama
              profile: 8f17a15a
      `,
      `
        # inference-charts: chart=../known-0.2
        inference:
          framework: nim-operator
        nimService:
          enabled: false
      `,
    ],
  },
};
