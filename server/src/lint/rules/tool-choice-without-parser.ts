import { printsVllmFlags } from '../../catalog/frameworks.ts';
import { isParameterPath } from '../../catalog/values-paths.ts';
import { blame } from '../blame.ts';
import type { Rule } from '../rule.ts';
import { vllmWheels } from '../sources.ts';
import { switchFlag } from '../vllm-flag.ts';

export const toolChoiceWithoutParser: Rule = {
  id: 'tool-choice-without-parser',
  severity: 'error',
  summary: 'Automatic tool choice is on, and no tool-call parser is named.',
  why: 'How a model writes its tool calls differs from model to model, so vLLM asks for the parser. Without one the server stops at start-up: "Error: --enable-auto-tool-choice requires --tool-call-parser".',
  sources: [vllmWheels],
  *check(subject) {
    const { flags, known } = subject.config;
    if (!printsVllmFlags(known.framework)) return;
    const on = switchFlag(subject, 'enable-auto-tool-choice');
    if (on?.value !== true) return;
    const isNamed = flags.has('tool-call-parser') || known.undecidedFlags.has('tool-call-parser');
    // A file of arguments may name it.
    if (isNamed || flags.has('config') || known.undecidedFlags.has('config')) return;
    const at = blame(on);
    if (at === undefined) return;
    const isParameter = isParameterPath(at.path);
    yield {
      at,
      ...(isParameter && { on: 'key' as const }),
      message: `${isParameter ? 'enableAutoToolChoice' : '--enable-auto-tool-choice'} is on, but no tool-call parser is named: vLLM stops with "--enable-auto-tool-choice requires --tool-call-parser". Name the parser of the model with ${isParameter ? 'toolCallParser' : '--tool-call-parser'}, such as hermes or llama3_json.`,
    };
  },
  examples: {
    bad: [
      {
        text: `
          inference:
            modelServer:
              extraArgs:
                - --enable-auto-tool-choice
          #       ^^^^^^^^^^^^^^^^^^^^^^^^^ tool-choice-without-parser
        `,
      },
    ],
    good: [
      `
        inference:
          modelServer:
            extraArgs:
              - --enable-auto-tool-choice
              - --tool-call-parser=hermes
      `,
      `
        inference:
          modelServer:
            extraArgs:
              - --enable-auto-tool-choice
              - --config=/etc/vllm/serve.yaml
      `,
      `
        inference:
          modelServer:
            extraArgs:
              - --no-enable-auto-tool-choice
      `,
    ],
  },
};
