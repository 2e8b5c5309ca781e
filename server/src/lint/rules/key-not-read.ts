import type { Rule } from '../rule.ts';
import { tellOtherReleases } from '../key-history.ts';
import { helmValues } from '../sources.ts';

export const keyNotRead: Rule = {
  id: 'key-not-read',
  severity: 'information',
  summary: 'The chart has this key, but no template reads it as the values are.',
  why: 'Most templates belong to one framework or accelerator, and charts keep keys in their values.yaml that no template has ever read, or reads any more. Such a key can be changed at will: what runs stays the same.',
  sources: [helmValues],
  *check({ chart, unreadKeys }) {
    for (const { fact, isUnknown, unless } of unreadKeys()) {
      if (isUnknown) continue;
      const key = String(fact.path.at(-1));
      const situation = (unless ?? [])
        .map(({ path, value }) => `${String(path.at(-1))} is ${value}`)
        .join(' and ');
      yield {
        at: fact,
        on: 'key',
        message:
          unless === undefined
            ? `No template of ${chart.name} ${chart.version} reads ${key}: it has no effect.${tellOtherReleases(fact.path, chart)}`
            : `${key} is not read while ${situation}: it has no effect.`,
        isUnnecessary: true,
        related: (unless ?? []).map((at) => ({
          at,
          message: `${String(at.path.at(-1))} is ${at.value} here.`,
        })),
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
          #            ^^^^ related key-not-read
          #            ^^^^ related key-not-read
            rayOptions:
          # ^^^^^^^^^^ key-not-read
              rayVersion: "2.47.0"
            modelServer:
              deployment:
                maxReplicas: 4
          #     ^^^^^^^^^^^ key-not-read
        `,
      },
      {
        text: `
          # inference-charts: chart=../generation-0.2
          inference:
            framework: ray-vllm
            modelServer:
              vllmVersion: "0.9.1"
          ingress:
          #^^^^^^ key-not-read
            enabled: true
        `,
      },
    ],
    good: [
      `
        # inference-charts: chart=../generation-0.2
        model: Qwen/Qwen3-8B
        inference:
          framework: aibrix
          modelServer:
            deployment:
              instanceType: g6.2xlarge
              replicas: 2
        modelParameters:
          maxModelLen: 8192
        s3ModelCopy:
          model: Qwen/Qwen3-8B
          parameters:
            anything: 1
      `,
    ],
  },
};
