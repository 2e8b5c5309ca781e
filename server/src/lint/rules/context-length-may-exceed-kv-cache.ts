import { blame } from '../blame.ts';
import { memoryFixes, tellFixes, type MemoryFit } from '../memory-fit.ts';
import type { Rule } from '../rule.ts';
import { neuronSdk, vllm } from '../sources.ts';

export const contextLengthMayExceedKvCache: Rule = {
  id: 'context-length-may-exceed-kv-cache',
  severity: 'warning',
  summary: 'The memory left for the KV cache is about what one request needs, or less.',
  why: 'By our estimate this start is a matter of luck: the KV cache is within 2 % of the card\'s memory of what one request of maxModelLen tokens needs (5 % for mixtures of experts and for cards we have no log of), or it is too small and we know the model or the card only roughly. When it is too small, vLLM stops with "… GiB KV cache is needed, which is larger than the available KV cache memory". On Neuron the cache for maxNumSeqs requests is set aside when the model is compiled, beside the weights, and the runtime fails to allocate it.',
  sources: [
    vllm('vllm/v1/core/kv_cache_utils.py'),
    neuronSdk('libraries/nxd-inference/developer_guides/feature-guide.rst'),
  ],
  *check({ memoryFit }) {
    const memory = memoryFit();
    if (memory === undefined || !isDoubtful(memory)) return;
    const at = blame(...memory.deciding);
    if (at === undefined) return;
    const fixes = memoryFixes(memory);
    yield {
      at,
      message: `${memory.fit.reason} ${memory.fit.verdict === 'tight' ? 'vLLM may stop at start-up.' : 'By our estimate vLLM stops at start-up.'}${fixes.length === 0 ? '' : ` ${tellFixes(fixes)}`}`,
      fixes,
    };
  },
  examples: {
    bad: [
      {
        text: `
          inference:
            modelServer:
              image:
                tag: v0.9.1
              deployment:
                instanceType: g5.2xlarge
          modelParameters:
            modelId: meta-llama/Llama-3.1-8B-Instruct
            maxModelLen: 16384
          #              ^^^^^ context-length-may-exceed-kv-cache
        `,
        fixed: `
          inference:
            modelServer:
              image:
                tag: v0.9.1
              deployment:
                instanceType: g5.2xlarge
          modelParameters:
            modelId: meta-llama/Llama-3.1-8B-Instruct
            maxModelLen: 16384
            gpuMemoryUtilization: 0.9
        `,
      },
    ],
    good: [
      `
        inference:
          modelServer:
            image:
              tag: v0.9.1
            deployment:
              instanceType: g5.2xlarge
        modelParameters:
          modelId: meta-llama/Llama-3.1-8B-Instruct
          maxModelLen: 8192
      `,
    ],
  },
};

/** How much of a Neuron core's memory compiling takes is not known, so "tight" says nothing there. */
function isDoubtful({ fit, request, isSure }: MemoryFit): boolean {
  if (fit.verdict === 'tight') return request.device.kind === 'gpu';
  return fit.verdict === 'does-not-fit' && !isSure;
}
