import { paths } from '../../catalog/values-paths.ts';
import type { Fact } from '../../model/merged-values.ts';
import type { Rule } from '../rule.ts';
import { helmNumbers } from '../sources.ts';

export const versionReadAsNumber: Rule = {
  id: 'version-read-as-number',
  severity: 'error',
  summary: 'A version without quotes is a number to YAML and loses its digits.',
  why: 'YAML reads 3.10 as the number 3.1, and Helm prints it so: Python 3.1, image tag 2.5 instead of 2.50, vllm==0.1. The image or package of that name does not exist, and the pod ends in ImagePullBackOff or the installation fails.',
  sources: [helmNumbers],
  *check({ config: { imageTag, vllmVersion, pythonVersion, rayVersion, values } }) {
    const others = [paths.headImageTag, paths.fluentbitImageTag].map((path) => values.at(path));
    for (const fact of [imageTag, vllmVersion, pythonVersion, rayVersion, ...others]) {
      const printed = fact && printedOtherwise(fact);
      if (fact === undefined || printed === undefined) continue;
      yield {
        at: fact,
        message: `${fact.written?.source ?? ''} without quotes is a number to YAML, and Helm prints it as ${printed}. Put it in quotes.`,
        fixes: [
          {
            title: `Quote "${fact.written?.source ?? ''}"`,
            isSafe: true,
            edits: [{ kind: 'quote', path: fact.path }],
          },
        ],
      };
    }
  },
  examples: {
    bad: [
      {
        text: `
          inference:
            framework: rayVllm
            modelServer:
              vllmVersion: 0.10
          #                ^^^^ version-read-as-number
              pythonVersion: 3.10 # minor ten
          #                  ^^^^ version-read-as-number
              image:
                repository: registry.example.com/ray
                tag: 1.20
          #          ^^^^ version-read-as-number
            rayOptions:
              rayVersion: 2.50
          #               ^^^^ version-read-as-number
        `,
        fixed: `
          inference:
            framework: rayVllm
            modelServer:
              vllmVersion: "0.10"
              pythonVersion: "3.10" # minor ten
              image:
                repository: registry.example.com/ray
                tag: "1.20"
            rayOptions:
              rayVersion: "2.50"
        `,
      },
    ],
    good: [
      `
        inference:
          framework: rayVllm
          modelServer:
            vllmVersion: 0.9.1
            pythonVersion: "3.10"
            image:
              repository: registry.example.com/ray
              tag: "1.20"
          rayOptions:
            rayVersion: '2.50.0'
      `,
      `
        inference:
          modelServer:
            pythonVersion: 3.12.4
      `,
      `
        inference:
          framework: rayVllm
          modelServer:
            vllmVersion: "0.9.1"
            pythonVersion: 3.11
            image:
              repository: registry.example.com/ray
              tag: "1.20"
      `,
    ],
  },
};

/** What Helm prints, when it is not what stands in the file. */
function printedOtherwise({ value, written }: Fact): string | undefined {
  if (written === undefined || written.isQuoted) return undefined;
  const { source } = written;
  // Whole numbers keep their digits; how large ones print is up to the templates.
  if (!/^[+-]?\d*\.\d+$/.test(source)) return undefined;
  const printed = String(Number(source));
  return printed === source || printed !== String(value) ? undefined : printed;
}
