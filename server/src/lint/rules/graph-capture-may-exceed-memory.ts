import { blame } from '../blame.ts';
import type { Rule } from '../rule.ts';
import { vllm } from '../sources.ts';

export const graphCaptureMayExceedMemory: Rule = {
  id: 'graph-capture-may-exceed-memory',
  severity: 'information',
  summary: 'gpuMemoryUtilization leaves little room for the CUDA graphs of this vLLM version.',
  why: 'Up to vLLM 0.20 the CUDA graphs are captured after the KV cache was sized, in the part of the GPU that gpuMemoryUtilization leaves free. When that part is too small, start-up gets as far as "Capturing CUDA graph shapes" and ends in "CUDA out of memory". A lower gpuMemoryUtilization or enforceEager cures it.',
  sources: [vllm('vllm/v1/worker/gpu_worker.py')],
  *check({ config, memoryFit }) {
    const { gpuMemoryUtilization: share } = config;
    const memory = share && memoryFit();
    if (share === undefined || memory === undefined || blame(share) === undefined) return;
    const { fit, request } = memory;
    const risk = fit.risks.find(({ kind }) => kind === 'graphs-outside-budget');
    if (risk === undefined || request.vllmVersion === undefined) return;
    if (fit.verdict !== 'fits' || request.model.confidence === 'recalled') return;
    yield { at: share, message: `${risk.message} Lower it, or set enforceEager to true.` };
  },
  examples: {
    bad: [
      {
        text: `
          inference:
            modelServer:
              image:
                tag: v0.10.0
              deployment:
                instanceType: g6.2xlarge
          modelParameters:
            modelId: meta-llama/Llama-3.1-8B-Instruct
            gpuMemoryUtilization: 0.98
          #                       ^^^^ graph-capture-may-exceed-memory
            maxModelLen: 8192
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
              instanceType: g6.2xlarge
        modelParameters:
          modelId: meta-llama/Llama-3.1-8B-Instruct
          gpuMemoryUtilization: 0.9
          maxModelLen: 8192
      `,
    ],
  },
};
