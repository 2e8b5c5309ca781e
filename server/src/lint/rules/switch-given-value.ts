import { printsVllmFlags } from '../../catalog/frameworks.ts';
import { parameterPath, paths } from '../../catalog/values-paths.ts';
import { flagName } from '../../catalog/vllm-arguments.ts';
import type { ValueEdit } from '../../syntax/edit-values.ts';
import type { Fact } from '../../model/merged-values.ts';
import { foreignDialect } from '../dialect.ts';
import { llamaServerSwitches } from '../llama-server-switches.ts';
import type { InferenceConfig } from '../../model/inference-config.ts';
import { isAtLeast } from '../../catalog/versions.ts';
import { oppositeSwitch } from '../opposite-switch.ts';
import type { Finding, Rule } from '../rule.ts';
import { llamaCppArguments, vllm } from '../sources.ts';

export const switchGivenValue: Rule = {
  id: 'switch-given-value',
  severity: 'error',
  summary: 'A switch becomes a flag with a value, which the server refuses.',
  why: 'This chart prints each parameter as `--flag value`. A switch of vLLM takes none: it is `--enable-x` or `--no-enable-x`. With `--enable-x true` the server ends at once with "unrecognized arguments: true", and with false as well. Newer charts print true as the flag alone, but any other value still stands behind it; switches of llama-server refuse one too ("error: invalid argument").',
  sources: [
    vllm('vllm/engine/arg_utils.py'),
    llamaCppArguments,
    {
      title: 'AI on EKS inference chart, templates/_helpers.tpl',
      read: '0.2.1',
      url: 'https://github.com/awslabs/ai-on-eks-charts/tree/12babb5/charts/inference-charts',
    },
  ],
  *check(subject) {
    const { config, chart } = subject;
    yield* argumentsWithValue(config);
    yield* llamaServerSwitches(subject);
    const { generation, known, values } = config;
    if (generation !== '0.2' || !chart.habits.givesSwitchesValues) return;
    if (!printsVllmFlags(known.framework)) return;
    if (foreignDialect(config, chart) !== undefined) return;
    for (const key of values.keys(paths.modelParameters)) {
      const at = values.at(parameterPath(key));
      if (typeof at?.value !== 'boolean') continue;
      const switched = at.value ? key : oppositeSwitch(key);
      yield {
        at,
        message: `This chart prints --${flagName(key)} ${String(at.value)}, but the flag takes no value: vLLM stops with "unrecognized arguments: ${String(at.value)}". Write ${switched}: "", which prints --${flagName(switched)} alone.`,
        fixes: [
          {
            title: `Write ${switched}: ""`,
            isSafe: false,
            edits: editsOf(at, switched),
          },
        ],
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
            trustRemoteCode: true
          #                  ^^^^ switch-given-value
            enablePrefixCaching: false
          #                      ^^^^^ switch-given-value
        `,
        fixed: `
          # inference-charts: chart=../generation-0.2
          inference:
            framework: vllm
          modelParameters:
            maxModelLen: 4096
            trustRemoteCode: ""
            noEnablePrefixCaching: ""
        `,
      },
      {
        text: `
          inference:
            modelServer:
              extraArgs:
                - --enable-chunked-prefill=true
          #       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ switch-given-value
        `,
        fixed: `
          inference:
            modelServer:
              extraArgs:
                - "--enable-chunked-prefill"
        `,
      },
      {
        text: `
          # inference-charts: chart=../inference-charts-0.2
          inference:
            accelerator: graviton
            framework: llama-cpp
          modelParameters:
            jinja: "on"
          #        ^^^^ switch-given-value
            contBatching: 0
          #               ^ switch-given-value
        `,
        fixed: `
          # inference-charts: chart=../inference-charts-0.2
          inference:
            accelerator: graviton
            framework: llama-cpp
          modelParameters:
            jinja: true
            noContBatching: true
        `,
      },
    ],
    good: [
      `
        # inference-charts: chart=../inference-charts-0.2
        inference:
          accelerator: graviton
          framework: llama-cpp
        modelParameters:
          jinja: true
          warmup: false
          noContBatching: true
      `,
      `
        # inference-charts: chart=../generation-0.2
        inference:
          framework: vllm
        modelParameters:
          trustRemoteCode: ""
      `,
    ],
  },
};

/** `--enable-x=true` in extraArgs, of which every chart makes an argument. */
function* argumentsWithValue({ flags, known }: InferenceConfig): Iterable<Finding> {
  // One switch took a value before 0.8.5.
  if (known.vllm !== undefined && !isAtLeast(known.vllm, '0.8.5')) return;
  for (const [flag, at] of flags) {
    if (at.path.at(-2) !== 'extraArgs' || !isSwitch.test(flag)) continue;
    const value = String(at.value);
    if (!/^(true|false)$/i.test(value) || at.value === true) continue;
    const alone = /^true$/i.test(value) ? `--${flag}` : `--${oppositeSwitch(flag)}`;
    yield {
      at,
      message: `--${flag} is a switch and takes no value: vLLM stops at start-up. Write ${alone}.`,
      ...(at.argument?.before?.endsWith('=') === true && {
        fixes: [
          {
            title: `Write ${alone}`,
            isSafe: true,
            edits: [{ kind: 'set', path: at.path, value: alone }],
          },
        ],
      }),
    };
  }
}

/** Names that no flag with a value has. */
const isSwitch = /^(?:no-)?(?:enable-(?!layerwise)|disable-|enforce-eager$|trust-remote-code$)/;

function editsOf({ path }: Fact, key: string): readonly ValueEdit[] {
  const set: ValueEdit = { kind: 'set', path, value: '' };
  return key === path.at(-1) ? [set] : [set, { kind: 'rename', path, key }];
}
