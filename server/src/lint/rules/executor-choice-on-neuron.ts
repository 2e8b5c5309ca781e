import { blame } from '../blame.ts';
import type { Rule } from '../rule.ts';
import { vllmNeuron } from '../sources.ts';
import { vllmFlag } from '../vllm-flag.ts';

/** Stacks in which one process drives all cores. */
const single: ReadonlySet<string> = new Set(['v0-fork', 'nxdi-plugin', 'optimum-neuron']);

export const executorChoiceOnNeuron: Rule = {
  id: 'executor-choice-on-neuron',
  severity: 'information',
  summary: 'distributed-executor-backend is not used on Neuron.',
  why: 'With this image one process drives all NeuronCores of a copy: vLLM on Neuron replaces the executor that the values name by its own. Nothing is spread over processes or Ray actors, whatever is written.',
  sources: [vllmNeuron],
  *check(subject) {
    const { accelerator, known } = subject.config;
    const chosen = vllmFlag(subject, 'distributed-executor-backend');
    if (accelerator?.value !== 'neuron' || !single.has(known.image.neuronStack ?? '')) return;
    const at = blame(chosen);
    if (at === undefined || at.value === 'uni') return;
    yield {
      at,
      message: `distributed-executor-backend is ${String(at.value)}, but vLLM on Neuron drives all cores from one process: the choice has no effect.`,
      isUnnecessary: true,
    };
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
                repository: public.ecr.aws/neuron/pytorch-inference-vllm-neuronx
                tag: 0.16.0-neuronx-py312-sdk2.29.0-ubuntu24.04
          modelParameters:
            maxModelLen: 4096
            maxNumSeqs: 4
            distributedExecutorBackend: ray
          #                             ^^^ executor-choice-on-neuron
        `,
      },
    ],
    good: [
      `
        # inference-charts: chart=../inference-charts-0.2
        inference:
          accelerator: gpu
          framework: vllm
        modelParameters:
          distributedExecutorBackend: mp
      `,
    ],
  },
};
