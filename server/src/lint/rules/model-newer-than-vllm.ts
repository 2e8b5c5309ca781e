import { blame, tell } from '../blame.ts';
import { modelAbsence } from '../model-absence.ts';
import type { Rule } from '../rule.ts';
import { vllmWheels } from '../sources.ts';

export const modelNewerThanVllm: Rule = {
  id: 'model-newer-than-vllm',
  severity: 'error',
  summary: 'The vLLM of the image is older than the model.',
  why: 'Each kind of model needs a class in vLLM, or one in the Transformers library of the image. An image that was built before both has neither: vLLM stops at start-up with "Model architectures [...] are not supported for now", or Transformers "does not recognize this architecture".',
  sources: [vllmWheels],
  *check(subject) {
    const absence = modelAbsence(subject);
    if (absence?.kind !== 'not-yet') return;
    const { imageTag, vllmVersion, isRay } = subject.config;
    const tag = isRay ? (vllmVersion ?? imageTag) : imageTag;
    const { model, version, architecture, release } = absence;
    const at = blame(model, tag);
    if (at === undefined) return;
    yield {
      at,
      message: `${tell(model)} is a ${architecture} model, which vLLM has since ${release}; this is vLLM ${version.text}, and it stops at start-up. Use an image of ${release} or newer.`,
      ...(tag !== undefined &&
        at !== tag && { related: [{ at: tag, message: `The version is ${tell(tag)} here.` }] }),
    };
  },
  examples: {
    bad: [
      {
        text: `
          # inference-charts: chart=../inference-charts-0.2
          model: zai-org/GLM-5.2-FP8
          #      ^^^^^^^^^^^^^^^^^^^ model-newer-than-vllm
          inference:
            modelServer:
              image:
                repository: vllm/vllm-openai
                tag: v0.10.2
          #          ^^^^^^^ related model-newer-than-vllm
        `,
      },
      {
        text: `
          inference:
            modelServer:
              image:
                repository: vllm/vllm-openai
                tag: v0.10.2
          #          ^^^^^^^ related model-newer-than-vllm
              deployment:
                instanceType: g6e.2xlarge
          modelParameters:
            modelId: Qwen/Qwen3-VL-8B-Instruct
          #          ^^^^^^^^^^^^^^^^^^^^^^^^^ model-newer-than-vllm
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
              repository: vllm/vllm-openai
              tag: v0.11.0
            deployment:
              instanceType: g6e.2xlarge
        modelParameters:
          modelId: Qwen/Qwen3-VL-8B-Instruct
          maxModelLen: 16384
          gpuMemoryUtilization: 0.9
      `,
      `
        inference:
          modelServer:
            image:
              repository: registry.example.com/llm/vllm-patched
              tag: v0.10.2
            deployment:
              instanceType: g6e.2xlarge
        modelParameters:
          modelId: Qwen/Qwen3-VL-8B-Instruct
          maxModelLen: 16384
          gpuMemoryUtilization: 0.9
      `,
    ],
  },
};
