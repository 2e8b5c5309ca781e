import { blame, tell } from '../blame.ts';
import type { Rule } from '../rule.ts';
import { vllm } from '../sources.ts';

export const requestsExceedKvCache: Rule = {
  id: 'requests-exceed-kv-cache',
  severity: 'information',
  summary:
    'The KV cache holds fewer than two requests of maxModelLen tokens, and maxNumSeqs asks for many.',
  why: 'vLLM takes up to maxNumSeqs requests at once, but all of them share one KV cache. When it is full, requests wait or are preempted and computed again, and latency grows while the GPU looks busy. Shorter requests leave room for more, so this is no fault where none comes near maxModelLen.',
  sources: [vllm('vllm/v1/core/sched/scheduler.py')],
  *check({ config, memoryFit }) {
    const { maxNumSeqs: most } = config;
    const memory = most && memoryFit();
    if (memory?.request.device.kind !== 'gpu' || memory.fit.verdict === 'does-not-fit') return;
    const { maxConcurrency, maxModelLen, kvCacheTokens } = memory.fit;
    if (most === undefined || blame(most) === undefined) return;
    if (memory.request.model.confidence === 'recalled' || maxConcurrency >= 2 || most.value < 8)
      return;
    yield {
      at: most,
      message: `maxNumSeqs is ${tell(most)}, but the KV cache of about ${kvCacheTokens} tokens holds ${maxConcurrency.toFixed(1)} requests of ${maxModelLen} tokens: if requests are that long, the others wait or are preempted. Lower maxModelLen or maxNumSeqs, or give it more memory.`,
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
          modelParameters:
            modelId: meta-llama/Llama-3.1-8B-Instruct
            gpuMemoryUtilization: 0.9
            maxModelLen: 16384
            maxNumSeqs: 64
          #             ^^ requests-exceed-kv-cache
        `,
      },
    ],
    good: [
      `
        inference:
          modelServer:
            deployment:
              instanceType: g5.2xlarge
        modelParameters:
          modelId: meta-llama/Llama-3.1-8B-Instruct
          gpuMemoryUtilization: 0.9
          maxModelLen: 8192
          maxNumSeqs: 64
      `,
    ],
  },
};
