import { chosenModel } from '../chosen-model.ts';
import type { Finding, Rule, Subject } from '../rule.ts';
import { switchFlag, vllmFlag } from '../vllm-flag.ts';

export const optimumNeuronLacksFeature: Rule = {
  id: 'optimum-neuron-lacks-feature',
  severity: 'error',
  summary: 'The image serves through optimum-neuron, which refuses this feature.',
  why: 'The plugin of optimum-neuron loads models that were exported for Neuron. It refuses LoRA adapters, speculative decoding and models with latent attention when the server starts, each with an error that names the feature.',
  sources: [
    {
      title: 'optimum-neuron, vllm plugin: worker.py, model_loader.py, platform.py',
      read: '213224e6',
      url: 'https://github.com/huggingface/optimum-neuron/tree/213224e6/optimum/neuron/vllm',
    },
  ],
  *check(subject) {
    const { accelerator, known } = subject.config;
    if (accelerator?.value !== 'neuron' || known.image.neuronStack !== 'optimum-neuron') return;
    for (const { at, feature, on } of refused(subject)) {
      if (at?.origin.kind !== 'document') continue;
      yield {
        at,
        ...(on && { on }),
        message: `The image serves through optimum-neuron, which has no ${feature}: the server stops at start-up. Use another Neuron image, or do without.`,
      };
    }
  },
  examples: {
    bad: [
      {
        text: `
          # inference-charts: chart=../inference-charts-0.2
          inference:
            accelerator: neuron
            framework: vllm
            modelServer:
              image:
                repository: 763104351884.dkr.ecr.us-east-1.amazonaws.com/huggingface-vllm-inference-neuronx
                tag: 0.11.0-optimum0.4.5-neuronx-py310-sdk2.26.1-ubuntu22.04
          modelParameters:
            maxModelLen: 4096
            maxNumSeqs: 4
            enableLora: true
          # ^^^^^^^^^^ optimum-neuron-lacks-feature
        `,
      },
    ],
    good: [
      `
        # inference-charts: chart=../inference-charts-0.2
        inference:
          accelerator: neuron
          framework: vllm
          modelServer:
            image:
              repository: 763104351884.dkr.ecr.us-east-1.amazonaws.com/huggingface-vllm-inference-neuronx
              tag: 0.11.0-optimum0.4.5-neuronx-py310-sdk2.26.1-ubuntu22.04
        modelParameters:
          maxModelLen: 4096
          maxNumSeqs: 4
      `,
    ],
  },
};

function* refused(
  subject: Subject,
): Iterable<{ at: Finding['at'] | undefined; feature: string; on?: 'key' }> {
  const lora = switchFlag(subject, 'enable-lora');
  if (lora?.value === true) yield { at: lora, feature: 'LoRA adapters', on: 'key' };
  const draft = vllmFlag(subject, 'speculative-config');
  if (draft !== undefined) yield { at: draft, feature: 'speculative decoding', on: 'key' };
  const model = chosenModel(subject.config);
  if (model?.facts.mla !== undefined) yield { at: model.id, feature: 'latent attention' };
}
