import { indexReads, type ChartRead } from '../../server/src/chart/chart-read.ts';
import type { Chart } from '../../server/src/chart/chart.ts';
import { describeChart } from '../../server/src/chart/describe-chart.ts';

const valuesYaml = `
model: acme/small

inference:
  framework: vllm
  # Left to the schema
  serviceName: inference

# Speculative decoding with *two* models
# of one family[1].
drafting:
  # Off until a draft is named
  enabled: false
  # Tokens that the small model writes ahead.
  draftTokens: 5 # More cost memory.
  method: ngram
  # Makes answers repeatable
  # seed: 1
  limits: {}
    # Of the draft alone
    # memory: 4Gi
  hosts:
    # - draft.example

  notes: |
    Several
    lines
  unread: 1

# Adapters that are loaded at the start
adapters:
  - name: first
    rank: 16 # Rank of the matrices

# ${'It says a lot. '.repeat(5)}
${`# ${'And more of it. '.repeat(5)}\n`.repeat(40)}longStory: x
`;

function read(path: string, readsBelow = false): ChartRead {
  return {
    file: 'templates/vllm.yaml',
    path: path.split('.'),
    readsBelow,
    isCondition: false,
    guards: [],
  };
}

/** A chart of generation 0.2, younger than its schema: values.yaml and templates have keys that it does not know. */
export const commentedChart: Chart = {
  ...describeChart(
    {
      chartYaml: 'apiVersion: v2\nname: inference-charts\nversion: 0.2.99\n',
      valuesYaml,
      templates: new Map([
        [
          'templates/vllm.yaml',
          '{{- if eq .Values.inference.framework "vllm" "ray-vllm" }}{{ end }}',
        ],
      ]),
    },
    { directory: '/charts/0.2.99', chosenBy: 'nearby' },
  ),
  reads: indexReads([
    read('model'),
    read('inference.framework'),
    read('inference.serviceName'),
    read('drafting.enabled'),
    read('drafting.draftTokens'),
    read('drafting.method'),
    read('drafting.seed'),
    read('drafting.limits', true),
    read('drafting.hosts', true),
    read('drafting.notes'),
    read('drafting.window'),
    read('drafting.cache.size'),
    read('adapters.*.name'),
    read('adapters.*.rank'),
    read('adapters.*.alias'),
    read('longStory'),
  ]),
};
