import { parameterPath, paths } from '../../catalog/values-paths.ts';
import type { Fact } from '../../model/merged-values.ts';
import { blame, keyOf } from '../blame.ts';
import type { Rule, Subject } from '../rule.ts';
import { publishedChart027, llamaCppArguments } from '../sources.ts';

export const vllmFlagGivenToLlamaServer: Rule = {
  id: 'vllm-flag-given-to-llama-server',
  severity: 'error',
  summary: 'The chart adds a flag of vLLM to the command line of llama-server.',
  why: 'One helper of the chart makes the flags of all servers: it adds --tensor-parallel-size unless the accelerator is graviton, --served-model-name where modelPath is set, and --load-format where vllm.loadFormat is. llama-server has none of these and ends at once ("error: invalid argument: --tensor-parallel-size"). Told only where the templates of the chart at hand show it.',
  sources: [publishedChart027, llamaCppArguments],
  *check(subject) {
    const { framework, known } = subject.config;
    if (known.framework?.server !== 'llama-server' || framework === undefined) return;
    if (!subject.chart.faults.givesLlamaServerVllmFlags) return;
    for (const { flag, because, cure } of addedFlags(subject)) {
      const at = blame(because, framework);
      if (at === undefined) continue;
      yield {
        at,
        // The chart that will be installed may be a newer one, which leaves them out.
        ...(subject.chart.location.chosenBy === 'known' && { severity: 'information' }),
        message: `This chart adds --${flag} because ${keyOf(because)} is ${String(because.value)}, but framework is llama-cpp, and llama-server has no such flag: it stops with "error: invalid argument: --${flag}". ${cure}`,
        related: [{ at: framework, message: 'framework is llama-cpp here.' }].filter(
          (place) => place.at !== at,
        ),
      };
    }
  },
  examples: {
    bad: [
      {
        text: `
          # inference-charts: chart=../inference-charts-0.2
          inference:
            accelerator: gpu
          #              ^^^ vllm-flag-given-to-llama-server
            framework: llama-cpp
          #            ^^^^^^^^^ related vllm-flag-given-to-llama-server
        `,
      },
    ],
    good: [
      `
        # inference-charts: chart=../inference-charts-0.2
        inference:
          accelerator: graviton
          framework: llama-cpp
      `,
    ],
  },
};

interface AddedFlag {
  readonly flag: string;
  readonly because: Fact;
  readonly cure: string;
}

function addedFlags({ config: { accelerator, values } }: Subject): readonly AddedFlag[] {
  const modelPath = values.at(paths.modelPath);
  const loadFormat = values.at(paths.loadFormat);
  const size = values.at(parameterPath('tensorParallelSize'));
  return [
    ...(accelerator !== undefined && accelerator.value !== 'graviton' && size === undefined
      ? [
          {
            flag: 'tensor-parallel-size',
            because: accelerator,
            cure: 'Set accelerator to graviton, or take a chart that leaves the flag out.',
          },
        ]
      : []),
    ...(modelPath?.value
      ? [{ flag: 'served-model-name', because: modelPath, cure: 'Remove modelPath.' }]
      : []),
    ...(loadFormat?.value
      ? [{ flag: 'load-format', because: loadFormat, cure: 'Remove vllm.loadFormat.' }]
      : []),
  ];
}
