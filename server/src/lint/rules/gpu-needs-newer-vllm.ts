import { isAtLeast } from '../../catalog/versions.ts';
import { blame } from '../blame.ts';
import type { Rule } from '../rule.ts';
import { vllm } from '../sources.ts';

/** The first vLLM whose images are built with CUDA 12.8, which brought Blackwell. */
const first = '0.9.0';

export const gpuNeedsNewerVllm: Rule = {
  id: 'gpu-needs-newer-vllm',
  severity: 'error',
  summary: 'The vLLM image is older than the GPU.',
  why: 'Blackwell GPUs (compute capability 10.0 and up) need CUDA 12.8. vLLM images before 0.9 are built with CUDA 12.4 or older and have no code for them: the first kernel fails with "no kernel image is available for execution on the device".',
  sources: [vllm('docs/getting_started/installation/gpu.cuda.inc.md')],
  *check({ config: { accelerator, imageTag, instanceType, known } }) {
    const { image, instance } = known;
    if (accelerator?.value !== 'gpu' || image.serves !== 'vllm' || !imageTag) return;
    if (instance?.sm === undefined || instance.sm < 100 || image.vllmVersion === undefined) return;
    const at = blame(imageTag, instanceType);
    if (at === undefined || isAtLeast(image.vllmVersion, first)) return;
    yield {
      at,
      message: `The image has vLLM ${image.vllmVersion.text}, built before there was code for the ${instance.acceleratorModel} of ${instance.name}: the server fails with "no kernel image is available". Use vLLM ${first} or newer.`,
      ...(instanceType &&
        at !== instanceType && {
          related: [{ at: instanceType, message: `instanceType is ${instance.name} here.` }],
        }),
    };
  },
  examples: {
    bad: [
      {
        text: `
          inference:
            modelServer:
              image:
                tag: v0.8.5
          #          ^^^^^^ gpu-needs-newer-vllm
              deployment:
                instanceType: p6-b200.48xlarge
          #                   ^^^^^^^^^^^^^^^^ related gpu-needs-newer-vllm
        `,
      },
    ],
    good: [
      `
        inference:
          modelServer:
            image:
              tag: v0.10.0
            deployment:
              instanceType: p6-b200.48xlarge
      `,
    ],
  },
};
