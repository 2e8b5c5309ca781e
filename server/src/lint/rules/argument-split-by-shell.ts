import { parameterPath, paths } from '../../catalog/values-paths.ts';
import { flagName } from '../../catalog/vllm-arguments.ts';
import { meantBehindShell } from '../behind-shell.ts';
import { foreignDialect } from '../dialect.ts';
import type { Rule } from '../rule.ts';
import { publishedChart } from '../sources.ts';

export const argumentSplitByShell: Rule = {
  id: 'argument-split-by-shell',
  severity: 'error',
  summary: 'A parameter does not survive the shell that this chart starts the server with.',
  why: 'Charts of generation 0.2 print all flags into one line for sh -c, without quotes. The shell takes the quotes out of JSON and splits at spaces, and a map is printed in the notation of Go (map[a:1]): vLLM stops with "unrecognized arguments" or "cannot be converted to json". In single quotes the text passes through as it is.',
  sources: [publishedChart],
  *check({ config, chart }) {
    const { known, values } = config;
    const { framework } = known;
    if (!chart.faults.splitsFlagsByShell || framework?.parameters !== 'flags') return;
    if (foreignDialect(config, chart) !== undefined) return;
    for (const key of values.keys(paths.modelParameters)) {
      const at = values.at(parameterPath(key));
      const meant = at && meantBehindShell(at.value);
      if (at === undefined || meant === undefined) continue;
      const quoted = `'${meant}'`;
      const isText = typeof at.value === 'string';
      yield {
        at,
        on: isText ? 'value' : 'key',
        message: `This chart prints --${flagName(key)} into a line for sh, ${isText ? 'which takes out its quotes or splits it at its spaces' : 'and a map as map[…]'}: ${framework.server === 'vllm' ? 'vLLM' : framework.server} does not get what is written. Put the ${meant.startsWith('{') ? 'JSON' : 'text'} in single quotes of its own.`,
        ...(isText && {
          fixes: [
            {
              title: `Write ${quoted}`,
              isSafe: false,
              edits: [{ kind: 'set', path: at.path, value: quoted }],
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
            framework: vllm
          modelParameters:
            maxModelLen: 4096
            speculativeConfig: '{"method": "ngram", "num_speculative_tokens": 4}'
          #                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ argument-split-by-shell
            servedModelName: my model
          #                  ^^^^^^^^ argument-split-by-shell
        `,
        fixed: `
          # inference-charts: chart=../generation-0.2
          inference:
            framework: vllm
          modelParameters:
            maxModelLen: 4096
            speculativeConfig: "'{\\"method\\": \\"ngram\\", \\"num_speculative_tokens\\": 4}'"
            servedModelName: "'my model'"
        `,
      },
      {
        text: `
          # inference-charts: chart=../generation-0.2
          inference:
            framework: vllm
          modelParameters:
            hfOverrides:
          # ^^^^^^^^^^^ argument-split-by-shell
              rope_theta: 1000000.5
        `,
      },
    ],
    good: [
      `
        # inference-charts: chart=../generation-0.2
        inference:
          framework: vllm
        modelParameters:
          speculativeConfig: >-
            '{"method": "ngram", "num_speculative_tokens": 4}'
          toolCallParser: hermes --enable-auto-tool-choice
          servedModelName: my-model
      `,
    ],
  },
};
