import type { Generation } from '../../chart/chart.ts';
import { foreignDialect } from '../dialect.ts';
import { migration } from '../migration.ts';
import type { Rule } from '../rule.ts';

export const wrongDialect: Rule = {
  id: 'wrong-dialect',
  severity: 'error',
  summary: 'The file is written for the other generation of the chart.',
  why: 'Charts 0.1 read rayVllm and modelParameters.modelId; charts 0.2 read ray-vllm and model at the top of the file. Helm passes over words that the templates do not know: the release serves the model of the defaults, or renders no workload at all, and reports success.',
  sources: [
    {
      title: 'AI on EKS inference chart, values.yaml and templates of 0.1.0 and 0.2.1',
      read: 'rendered with Helm 4.1.4 on 2026-11-23',
      url: 'https://github.com/awslabs/ai-on-eks-charts/tree/12babb5/charts/inference-charts',
    },
  ],
  *check({ config, chart }) {
    const dialect = foreignDialect(config, chart);
    // Of a file alone nobody knows the chart: copies of 0.1.0 had words of both.
    if (dialect === undefined || chart.location.chosenBy === 'known') return;
    const [at, ...others] = dialect.signs;
    const edits = migration(config, chart, dialect);
    const { written, wanted } = dialect;
    const spelled = dialect.signs.map((sign) => spell(sign.path, sign.value)).join(' and ');
    const isFramework = at.path.at(-1) === 'framework';
    yield {
      at,
      on: isFramework ? 'value' : 'key',
      message: `${spelled} ${dialect.signs.length > 1 ? 'are words' : 'is a word'} of chart ${written}, but this file's chart ${chart.version} reads ${words[wanted]}: ${isFramework ? 'nothing would be deployed' : "the chart's default model would be served"}. ${edits === undefined ? `Choose a chart ${written}, or another framework.` : 'Migrate the file.'}`,
      related: others.map((sign) => ({
        at: sign,
        message: `${sign.path.join('.')} is of chart ${written} too.`,
      })),
      ...(edits !== undefined &&
        edits.length > 0 && {
          fixes: [{ title: `Migrate the file to chart ${wanted}`, isSafe: false, edits }],
        }),
    };
  },
  examples: {
    bad: [
      {
        text: `
          # inference-charts: chart=../inference-charts-0.2
          inference:
            framework: rayVllm # as in chart 0.1
          #            ^^^^^^^ wrong-dialect
            modelServer:
              image:
                repository: rayproject/ray
                tag: 2.47.0-py312
              vllmVersion: "0.9.1"
          modelParameters:
            # small enough for one GPU
            modelId: Qwen/Qwen3-8B # of the Hub
          #          ^^^^^^^^^^^^^ related wrong-dialect
            maxModelLen: 8192
            numGpus: 1
        `,
        fixed: `
          # inference-charts: chart=../inference-charts-0.2
          inference:
            framework: ray-vllm # as in chart 0.1
            modelServer:
              image:
                repository: rayproject/ray
                tag: 2.47.0-py312
              vllmVersion: "0.9.1"
          modelParameters:
            # small enough for one GPU
            maxModelLen: "8192"
          model: Qwen/Qwen3-8B # of the Hub
        `,
      },
      {
        text: `
          # inference-charts: chart=../released-0.2
          inference:
            modelServer:
              env:
                - name: HF_HOME # on a volume
                  value: /models
              # the tokenizer in its own form
              extraArgs:
                - --tokenizer-mode=mistral
              deployment:
                sharedMemorySize: 16Gi
                # half an hour
                startupBudgetSeconds: 1800
          vllm:
            logLevel: debug
          modelParameters:
            modelId: mistralai/Mistral-7B-Instruct-v0.3
          # ^^^^^^^ wrong-dialect
            maxModelLen: 8192
            enablePrefixCaching: false
            limitMmPerPrompt:
              image: 2
        `,
        fixed: `
          # inference-charts: chart=../released-0.2
          inference:
            modelServer:
              # on a volume
              env:
                HF_HOME: "/models"
                VLLM_LOGGING_LEVEL: DEBUG
              deployment:
                sharedMemory: 16Gi
                # half an hour
                startupProbe:
                  failureThreshold: 180
            framework: vllm
          modelParameters:
            maxModelLen: "8192"
            noEnablePrefixCaching: true
            limitMmPerPrompt: "'{\\"image\\":2}'"
            # the tokenizer in its own form
            tokenizerMode: mistral
          model: mistralai/Mistral-7B-Instruct-v0.3
        `,
      },
      {
        text: `
          model: Qwen/Qwen3-8B # of the Hub
          #^^^^ wrong-dialect
          modelParameters:
            maxModelLen: 8192
        `,
        fixed: `
          modelParameters:
            maxModelLen: 8192
            modelId: Qwen/Qwen3-8B # of the Hub
        `,
      },
      {
        text: `
          inference:
            framework: triton-vllm
          #            ^^^^^^^^^^^ wrong-dialect
        `,
      },
    ],
    good: [
      `
        # inference-charts: chart=../known-0.2
        inference:
          framework: aibrix
        modelParameters:
          modelId: Qwen/Qwen3-8B
      `,
      `
        # inference-charts: chart=../inference-charts-0.2
        model: Qwen/Qwen3-8B
        inference:
          framework: ray-vllm
          modelServer:
            image:
              repository: rayproject/ray
              tag: 2.47.0-py312
            vllmVersion: "0.9.1"
      `,
    ],
  },
};

const words: Readonly<Record<Generation, string>> = {
  '0.1': 'rayVllm and modelParameters.modelId',
  '0.2': 'ray-vllm and model',
};

function spell(path: readonly (string | number)[], value: unknown): string {
  return path.at(-1) === 'framework' ? `framework ${String(value)}` : path.join('.');
}
