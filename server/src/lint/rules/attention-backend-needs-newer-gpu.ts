import { blame } from '../blame.ts';
import { environmentVariable } from '../environment.ts';
import type { Rule } from '../rule.ts';
import { vllm } from '../sources.ts';

/** Back ends whose kernels start at compute capability 8.0. */
const modern: ReadonlySet<string> = new Set(['FLASH_ATTN', 'FLASH_ATTN_VLLM_V1', 'FLASHINFER']);

export const attentionBackendNeedsNewerGpu: Rule = {
  id: 'attention-backend-needs-newer-gpu',
  severity: 'warning',
  summary: 'An attention back end is chosen that the GPU is too old for.',
  why: 'FlashAttention needs compute capability 8.0, and so does FlashInfer in current vLLM. On a T4 or V100 newer versions refuse the choice at start-up ("compute capability not supported"), older ones pass over it and take another.',
  sources: [vllm('vllm/v1/attention/backends/flash_attn.py')],
  *check({ config: { accelerator, instanceType, known, values } }) {
    const chosen = environmentVariable(values, 'VLLM_ATTENTION_BACKEND');
    const { instance } = known;
    if (accelerator?.value !== 'gpu' || !modern.has(String(chosen?.value)) || !instanceType) return;
    const at = blame(chosen, instanceType);
    if (instance?.sm === undefined || instance.sm >= 80 || at === undefined) return;
    yield {
      at,
      message: `VLLM_ATTENTION_BACKEND is ${String(chosen?.value)}, which needs compute capability 8.0, but the ${instance.acceleratorModel} of ${instance.name} has ${(instance.sm / 10).toFixed(1)}: vLLM refuses it or takes another. Remove the variable.`,
    };
  },
  examples: {
    bad: [
      {
        text: `
          inference:
            modelServer:
              env:
                - name: VLLM_ATTENTION_BACKEND
                  value: FLASH_ATTN
          #              ^^^^^^^^^^ attention-backend-needs-newer-gpu
              deployment:
                instanceType: g4dn.xlarge
        `,
      },
    ],
    good: [
      `
        inference:
          modelServer:
            env:
              - name: VLLM_ATTENTION_BACKEND
                value: FLASH_ATTN
            deployment:
              instanceType: g6.xlarge
      `,
    ],
  },
};
