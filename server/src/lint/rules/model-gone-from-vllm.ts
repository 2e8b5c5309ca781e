import { blame, tell } from '../blame.ts';
import { modelAbsence } from '../model-absence.ts';
import type { Rule } from '../rule.ts';
import { vllmWheels } from '../sources.ts';

export const modelGoneFromVllm: Rule = {
  id: 'model-gone-from-vllm',
  severity: 'error',
  summary: 'vLLM no longer has the class that the model needs.',
  why: 'vLLM drops kinds of models that few people serve. A newer image stops at start-up: "Model architecture AquilaForCausalLM was supported in vLLM until v0.24.0, and is not supported anymore".',
  sources: [vllmWheels],
  *check(subject) {
    const absence = modelAbsence(subject);
    if (absence?.kind !== 'gone') return;
    const { imageTag, vllmVersion, isRay } = subject.config;
    const tag = isRay ? (vllmVersion ?? imageTag) : imageTag;
    const { model, version, architecture, release } = absence;
    const at = blame(model, tag);
    if (at === undefined) return;
    yield {
      at,
      message: `${tell(model)} is a ${architecture} model, which vLLM had up to ${release}; vLLM ${version.text} stops at start-up. Use an image of ${release}, or another model.`,
      ...(tag !== undefined &&
        at !== tag && { related: [{ at: tag, message: `The version is ${tell(tag)} here.` }] }),
    };
  },
  examples: {
    bad: [
      {
        text: `
          # inference-charts: chart=../inference-charts-0.2
          model: baichuan-inc/Baichuan2-13B-Chat
          #      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ model-gone-from-vllm
          inference:
            modelServer:
              image:
                repository: vllm/vllm-openai
                tag: v0.33.0
          #          ^^^^^^^ related model-gone-from-vllm
        `,
      },
    ],
    good: [
      `
        inference:
          modelServer:
            image:
              repository: vllm/vllm-openai
              tag: v0.33.0
        modelParameters:
          modelId: Qwen/Qwen3-8B
      `,
    ],
  },
};
