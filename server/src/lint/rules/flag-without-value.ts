import { llamaServerArgument } from '../../catalog/llama-server.ts';
import type { InferenceConfig } from '../../model/inference-config.ts';
import { llamaServerParameters } from '../llama-server-parameters.ts';
import type { Rule } from '../rule.ts';
import { publishedChart027, llamaCppArguments } from '../sources.ts';

export const flagWithoutValue: Rule = {
  id: 'flag-without-value',
  severity: 'error',
  summary: 'A flag of llama-server that needs a value is printed without one.',
  why: 'The chart prints true, and an empty text, as the flag alone. llama-server takes the next word of its command line for the value of a flag that needs one: it stops with "error while handling argument", or runs with a setting that nobody meant and without the flag that it swallowed.',
  sources: [llamaCppArguments, publishedChart027],
  *check(subject) {
    for (const { key, flag, fact } of llamaServerParameters(subject)) {
      const argument = llamaServerArgument(flag);
      if (argument === undefined || argument.negations?.includes(flag)) continue;
      if ((fact.value !== true && fact.value !== '') || argument.value === 'none') continue;
      if (argument.olderValue === 'none' && !runsNewest(subject.config)) continue;
      const { choices = [] } = argument;
      const isOn = fact.value === true && choices.includes('on');
      const source = fact.written?.source ?? '';
      const read =
        fact.value === true && source !== 'true' ? `${source} is true to YAML, and this` : 'This';
      yield {
        at: fact,
        message: `${read} chart prints --${flag} alone, but llama-server wants a value after it and takes the next word of the line. ${choices.length > 0 ? `Write one of ${choices.map((choice) => `"${choice}"`).join(', ')}, with the quotes.` : `Write a value, or remove ${key}.`}`,
        ...(isOn && {
          fixes: [
            {
              title: `Set ${key} to "on"`,
              isSafe: false,
              edits: [{ kind: 'set', path: fact.path, value: 'on' }],
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
          # inference-charts: chart=../inference-charts-0.2
          inference:
            accelerator: graviton
            framework: llama-cpp
          modelParameters:
            reasoning: true
          #            ^^^^ flag-without-value
        `,
        fixed: `
          # inference-charts: chart=../inference-charts-0.2
          inference:
            accelerator: graviton
            framework: llama-cpp
          modelParameters:
            reasoning: "on"
        `,
      },
      {
        text: `
          # inference-charts: chart=../inference-charts-0.2
          inference:
            accelerator: graviton
            framework: llama-cpp
            modelServer:
              image:
                repository: ghcr.io/ggml-org/llama.cpp
                tag: server
          llamaCpp:
            command: ./llama-server
          modelParameters:
            flashAttn: true
          #            ^^^^ flag-without-value
        `,
        fixed: `
          # inference-charts: chart=../inference-charts-0.2
          inference:
            accelerator: graviton
            framework: llama-cpp
            modelServer:
              image:
                repository: ghcr.io/ggml-org/llama.cpp
                tag: server
          llamaCpp:
            command: ./llama-server
          modelParameters:
            flashAttn: "on"
        `,
      },
      {
        text: `
          # inference-charts: chart=../inference-charts-0.2
          inference:
            accelerator: graviton
            framework: llama-cpp
          modelParameters:
            fit: on
          #      ^^ flag-without-value
        `,
        fixed: `
          # inference-charts: chart=../inference-charts-0.2
          inference:
            accelerator: graviton
            framework: llama-cpp
          modelParameters:
            fit: "on"
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
          flashAttn: true
          jinja: true
          ctxSize: 8192
      `,
    ],
  },
};

/** Images that follow the newest release; of a pinned or a private one nobody knows which it has. */
function runsNewest({ known, imageTag }: InferenceConfig): boolean {
  return known.image.serves === 'llama-server' && imageTag !== undefined && !known.image.isPinned;
}
