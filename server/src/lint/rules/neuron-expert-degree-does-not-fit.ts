import { asNumber } from '../../model/inference-config.ts';
import { additionalConfig, neuronConfig } from '../neuron-config.ts';
import type { Rule } from '../rule.ts';
import { neuronSdk } from '../sources.ts';
import { numberFlag, switchFlag } from '../vllm-flag.ts';
import { isWholeFile } from '../whole-file.ts';

export const neuronExpertDegreeDoesNotFit: Rule = {
  id: 'neuron-expert-degree-does-not-fit',
  severity: 'error',
  summary: 'ep_degree of neuron_config does not go together with the flags of vLLM.',
  why: 'vllm-neuron deals experts out to ep_degree ranks only when vLLM itself runs with expert parallelism, and with data parallelism the degree must be all ranks, tensorParallelSize times data-parallel-size. It refuses anything else at start-up.',
  sources: [neuronSdk('vllm-neuron/docs/guides/features-guide.md')],
  *check(subject) {
    const { accelerator, known, tensorParallelSize: tensor } = subject.config;
    if (accelerator?.value !== 'neuron' || known.image.neuronStack !== 'vllm-neuron') return;
    const neuron = neuronConfig(subject, 'neuron_config');
    const degree = asNumber(
      neuron?.setting('ep_degree') ?? additionalConfig(subject)?.setting('ep_degree'),
    );
    if (degree === undefined || degree.origin.kind !== 'document' || degree.value <= 1) return;
    const copies = numberFlag(subject, 'data-parallel-size')?.value ?? 1;
    const isParallel = switchFlag(subject, 'enable-expert-parallel')?.value;
    const all = (tensor?.value ?? 0) * copies;
    if (isParallel === undefined && !isWholeFile(subject.config)) return;
    if (isParallel !== true)
      yield {
        at: degree,
        message: `ep_degree is ${degree.value}, but enable-expert-parallel is not on: vllm-neuron refuses to start. Turn it on.`,
      };
    else if (copies > 1 && tensor !== undefined && degree.value !== all)
      yield {
        at: degree,
        message: `ep_degree is ${degree.value}, but with data parallelism it must be all ${all} ranks (tensorParallelSize ${tensor.value} × data-parallel-size ${copies}): vllm-neuron refuses to start.`,
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
                tag: 0.24.0-neuronx-py312-sdk2.32.0-ubuntu24.04
          model: openai/gpt-oss-20b
          modelParameters:
            maxModelLen: 8192
            maxNumSeqs: 16
            additionalConfig:
              neuron_config:
                ep_degree: 8
          #                ^ neuron-expert-degree-does-not-fit
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
              repository: public.ecr.aws/neuron/pytorch-inference-vllm-neuronx
              tag: 0.24.0-neuronx-py312-sdk2.32.0-ubuntu24.04
        modelParameters:
          maxModelLen: 8192
          maxNumSeqs: 16
          enableExpertParallel: true
          additionalConfig:
            neuron_config:
              ep_degree: 8
      `,
    ],
  },
};
