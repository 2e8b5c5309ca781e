import { showGiB } from '../../fit/units.ts';
import { blame, keyOf, tell } from '../blame.ts';
import { memoryFixes, tellFixes, type MemoryFit } from '../memory-fit.ts';
import type { Rule } from '../rule.ts';
import { vllm } from '../sources.ts';

export const contextLengthExceedsKvCache: Rule = {
  id: 'context-length-exceeds-kv-cache',
  severity: 'error',
  summary: 'One request of maxModelLen tokens needs more KV cache than the GPU has left.',
  why: 'vLLM fills gpuMemoryUtilization of each GPU: weights first, then what a step works with, and the rest becomes KV cache. When one request of maxModelLen tokens does not fit into that rest, it stops at start-up: "To serve at least one request with the models\'s max seq len (131072), (16.00 GiB KV cache is needed, which is larger than the available KV cache memory (3.85 GiB)", or "No available memory for the cache blocks". Reported only where the model and the card were measured and the estimate is short by more than it may err; every assumption is listed by "inference-charts fit".',
  sources: [vllm('vllm/v1/core/kv_cache_utils.py'), vllm('vllm/v1/worker/gpu_worker.py')],
  *check({ memoryFit }) {
    const memory = memoryFit();
    if (memory === undefined || !memory.isSure || memory.fit.verdict !== 'does-not-fit') return;
    const at = blame(...memory.deciding);
    if (at === undefined) return;
    const fixes = memoryFixes(memory);
    yield {
      at,
      message: `${shortage(memory)} vLLM stops at start-up. ${fixes[0] === undefined ? 'Choose GPUs with more memory, more of them, or a quantised model.' : tellFixes(fixes)}`,
      related: memory.deciding
        .filter((fact) => fact !== at)
        .map((fact) => ({
          at: fact,
          message: `${keyOf(fact)} is ${String(fact.value)} here.`,
        })),
      fixes,
    };
  },
  examples: {
    bad: [
      {
        text: `
          inference:
            modelServer:
              deployment:
                instanceType: g5.2xlarge
          #                   ^^^^^^^^^^ related context-length-exceeds-kv-cache
          modelParameters:
            modelId: meta-llama/Llama-3.1-8B-Instruct
          #          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ related context-length-exceeds-kv-cache
            gpuMemoryUtilization: 0.9
          #                       ^^^ related context-length-exceeds-kv-cache
            maxModelLen: 131072
          #              ^^^^^^ context-length-exceeds-kv-cache
        `,
        fixed: `
          inference:
            modelServer:
              deployment:
                instanceType: g5.2xlarge
          modelParameters:
            modelId: meta-llama/Llama-3.1-8B-Instruct
            gpuMemoryUtilization: 0.9
            maxModelLen: 25600
        `,
      },
    ],
    good: [
      `
        # inference-charts: chart=../inference-charts
        inference:
          modelServer:
            image:
              repository: vllm/vllm-openai
              tag: v0.33.0
            extraArgs:
              - --device-memory-utilization=0.95
            deployment:
              instanceType: g6.xlarge
              resources:
                gpu:
                  requests:
                    nvidia.com/gpu: 1
                  limits:
                    nvidia.com/gpu: 1
        modelParameters:
          modelId: Qwen/Qwen3-8B
          maxModelLen: 16384
      `,
      `
        inference:
          modelServer:
            deployment:
              instanceType: g6e.2xlarge
        modelParameters:
          modelId: meta-llama/Llama-3.1-8B-Instruct
          gpuMemoryUtilization: 0.9
          maxModelLen: 131072
      `,
      `
        inference:
          modelServer:
            deployment:
              instanceType: g5.2xlarge
        modelParameters:
          modelId: meta-llama/Llama-3.1-8B-Instruct
          maxModelLen: 131072
          cpuOffloadGb: 32
      `,
    ],
  },
};

function shortage({ config, request, fit }: MemoryFit): string {
  const { maxModelLen: length, gpuMemoryUtilization: share } = config;
  const left =
    fit.kvCacheGiB > 0 ? `only ${showGiB(fit.kvCacheGiB)} GiB is left` : 'nothing is left';
  const asked = length
    ? `maxModelLen is ${tell(length)}`
    : `maxModelLen is not set, so the ${fit.maxModelLen} of the model count`;
  const budget = `the ${showGiB(fit.budgetGiB)} GiB that vLLM may take of each ${request.device.name}${share ? ` at gpuMemoryUtilization ${tell(share)}` : ''}`;
  return `${asked}: one such request needs ${showGiB(fit.requestGiB)} GiB of KV cache, but of ${budget}, ${left} beside the weights (${showGiB(fit.weightsGiB)} GiB) and working memory.`;
}
