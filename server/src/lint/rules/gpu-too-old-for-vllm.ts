import { isAtLeast } from '../../catalog/versions.ts';
import { blame } from '../blame.ts';
import type { Rule } from '../rule.ts';
import { vllm } from '../sources.ts';

export const gpuTooOldForVllm: Rule = {
  id: 'gpu-too-old-for-vllm',
  severity: 'error',
  summary: 'Current vLLM images carry no code for this GPU.',
  why: 'vLLM is built for compute capability 7.5 and up since its images moved to CUDA 13, which dropped Volta. On a V100 the first kernel fails with "no kernel image is available for execution on the device".',
  sources: [vllm('CMakeLists.txt'), vllm('docs/getting_started/installation/gpu.cuda.inc.md')],
  *check({ config: { accelerator, instanceType, imageTag, imageRepository, known } }) {
    const { instance, image } = known;
    if (accelerator?.value !== 'gpu' || image.serves !== 'vllm' || !instanceType) return;
    if (instance?.sm === undefined || instance.sm >= 75) return;
    const isCurrent = known.vllm ? isAtLeast(known.vllm, '0.20.0') : imageTag?.value === 'latest';
    const at = blame(instanceType, imageTag, imageRepository);
    if (!isCurrent || at === undefined) return;
    yield {
      at,
      message: `${instance.name} has ${instance.acceleratorModel.replace(/-\d+GB$/, '')} GPUs (compute capability ${(instance.sm / 10).toFixed(1)}), but current vLLM images start at 7.5: the server fails with "no kernel image is available". Choose g4dn or newer, or pin an image of vLLM 0.8.`,
    };
  },
  examples: {
    bad: [
      {
        text: `
          inference:
            modelServer:
              deployment:
                instanceType: p3.2xlarge
          #                   ^^^^^^^^^^ gpu-too-old-for-vllm
        `,
      },
    ],
    good: [
      `
        inference:
          modelServer:
            image:
              tag: v0.8.5
            deployment:
              instanceType: p3.2xlarge
      `,
    ],
  },
};
