import { closest } from '../../schema/closest.ts';
import type { Rule } from '../rule.ts';
import { keyOfVariable, scriptParameters, type ScriptParameter } from '../script-parameters.ts';

/** Libraries read variables of their own, which no script of the chart needs to ask for. */
const ofLibraries =
  /^(?:VLLM|RAY|HF|HUGGING_FACE|NCCL|CUDA|NVIDIA|NEURON|XLA|TORCH|PYTORCH|TRANSFORMERS|TOKENIZERS|OMP|MKL|LD|PYTHON|AWS|S3|FI|SAFETENSORS|TRITON|RAYON)_/;

export const parameterNotReadByScript: Rule = {
  id: 'parameter-not-read-by-script',
  severity: 'warning',
  summary: "The chart's script does not ask for this parameter.",
  why: 'Under Ray the chart makes an environment variable of each model parameter, and its script asks for some of them by name. What it does not ask for is ignored without a word. Published charts render MAX_NUM_SEQS while their script asks for MAX_NUM_SEQ, and so always run with 4 sequences.',
  sources: [
    {
      title: 'AI on EKS inference chart, templates of ray-vllm',
      read: '0.1.0 and 0.2.1',
      url: 'https://github.com/awslabs/ai-on-eks-charts/tree/12babb5/charts/inference-charts',
    },
  ],
  *check({ config, chart }) {
    const asked = chart.habits.script?.variables ?? new Set();
    const parameters = scriptParameters(config, chart);
    const given = new Set(parameters.map(({ variable }) => variable));
    for (const { key, variable, fact } of parameters) {
      if (asked.has(variable) || ofLibraries.test(variable)) continue;
      // Written under the name that the script asks for, too: for charts of either habit.
      const isTwin = (other: ScriptParameter) =>
        asked.has(other.variable) &&
        String(other.fact.value) === String(fact.value) &&
        closest(variable, [other.variable]).length > 0;
      if (parameters.some(isTwin)) continue;
      const [meant] = closest(
        variable,
        [...asked].filter((name) => !given.has(name)),
      );
      yield {
        at: fact,
        on: 'key',
        message:
          meant === undefined
            ? `${key} becomes ${variable}, which the chart's script does not ask for: it has no effect.`
            : `${key} becomes ${variable}, but the chart's script asks for ${meant}: it has no effect, and the script's own default is used. Name it ${keyOfVariable(meant)}.`,
        ...(meant !== undefined && {
          fixes: [
            {
              title: `Rename ${key} to ${keyOfVariable(meant)}`,
              isSafe: false,
              edits: [{ kind: 'rename', path: fact.path, key: keyOfVariable(meant) }],
            },
          ],
        }),
      };
    }
  },
  examples: {
    bad: [
      {
        text: `
          # inference-charts: chart=../generation-0.2
          inference:
            framework: ray-vllm
            modelServer:
              vllmVersion: "0.9.1"
          modelParameters:
            maxModelLen: 4096
            maxNumSeqs: 16
          # ^^^^^^^^^^ parameter-not-read-by-script
        `,
        fixed: `
          # inference-charts: chart=../generation-0.2
          inference:
            framework: ray-vllm
            modelServer:
              vllmVersion: "0.9.1"
          modelParameters:
            maxModelLen: 4096
            maxNumSeq: 16
        `,
      },
      {
        text: `
          # inference-charts: chart=../generation-0.2
          inference:
            framework: ray-vllm
            modelServer:
              vllmVersion: "0.9.1"
          modelParameters:
            kvCacheDtype: fp8
          # ^^^^^^^^^^^^ parameter-not-read-by-script
        `,
      },
    ],
    good: [
      `
        # inference-charts: chart=../generation-0.2
        inference:
          framework: ray-vllm
          modelServer:
            vllmVersion: "0.9.1"
        modelParameters:
          maxModelLen: 4096
          vllmUseV1: "0"
      `,
      `
        # inference-charts: chart=../generation-0.2
        inference:
          framework: ray-vllm
          modelServer:
            vllmVersion: "0.9.1"
        modelParameters:
          maxNumSeqs: "16"
          maxNumSeq: 16
      `,
      `
        # inference-charts: chart=../generation-0.2
        inference:
          framework: vllm
        modelParameters:
          maxNumSeqs: 16
          kvCacheDtype: fp8
      `,
    ],
  },
};
