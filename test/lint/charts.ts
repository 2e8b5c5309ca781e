import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { knownChart } from '../../server/src/chart/known-chart.ts';
import { describeChart } from '../../server/src/chart/describe-chart.ts';
import type { Chart } from '../../server/src/chart/chart.ts';
import { boxReads } from '../../server/src/chart/box-reads.ts';
import { indexReads, type ChartRead } from '../../server/src/chart/chart-read.ts';
import { readChart } from '../../server/src/node/files/read-chart.ts';

/** A chart with the published defaults of generation 0.1. */
export const chart01: Chart = describeChart(
  {
    chartYaml: 'apiVersion: v2\nname: ai-on-eks-inference-charts\nversion: 0.1.0\n',
    valuesYaml: `
inference:
  accelerator: gpu
  framework: vllm
  serviceName: inference
  serviceNamespace: default
  modelServer:
    image:
      repository: vllm/vllm-openai
      tag: latest
    deployment:
      replicas: 1
      minReplicas: 1
      maxReplicas: 2
      resources:
        gpu:
          requests:
            nvidia.com/gpu: 1
          limits:
            nvidia.com/gpu: 1
        neuron:
          requests:
            aws.amazon.com/neuron: 1
          limits:
            aws.amazon.com/neuron: 1
  rayOptions:
    rayVersion: 2.47.0
    autoscaling:
      enabled: false
      upscalingMode: Default
      idleTimeoutSeconds: 60
      actorAutoscaling:
        minActors: 1
        maxActors: 1
modelParameters:
  modelId: NousResearch/Llama-3.2-1B
  gpuMemoryUtilization: 0.8
  maxModelLen: 8192
  maxNumSeqs: 4
  maxNumBatchedTokens: 8192
  tokenizerPoolSize: 4
  maxParallelLoadingWorkers: 2
  pipelineParallelSize: 1
  tensorParallelSize: 1
  enablePrefixCaching: true
  numGpus: 1
vllm:
  logLevel: debug
  port: 8004
service:
  type: ClusterIP
  port: 8000
`,
    templates: new Map([
      ['templates/vllm.yaml', '{{- if eq .Values.inference.framework "vllm" }}{{ end }}'],
      ['templates/ray.yaml', '{{- if eq .Values.inference.framework "rayVllm" }}{{ end }}'],
    ]),
  },
  { directory: '/charts/0.1', chosenBy: 'nearby' },
);

/** A chart of generation 0.2: flags instead of environment variables, tensor parallel size from the GPUs. */
export const chart02: Chart = describeChart(
  {
    chartYaml: 'apiVersion: v2\nname: inference-charts\nversion: 0.2.7\n',
    valuesYaml: `
model: NousResearch/Llama-3.2-1B
inference:
  accelerator: gpu
  framework: vllm
  serviceName: inference
  modelServer:
    image:
      repository: vllm/vllm-openai
      tag: v0.10.0
    deployment:
      replicas: 1
      minReplicas: 1
      maxReplicas: 2
      resources:
        gpu:
          requests:
            nvidia.com/gpu: 1
          limits:
            nvidia.com/gpu: 1
        neuron:
          requests:
            aws.amazon.com/neuron: 1
          limits:
            aws.amazon.com/neuron: 1
        graviton:
          requests:
            cpu: 4
            memory: 8Gi
          limits:
            cpu: 8
            memory: 16Gi
vllm:
  cpuKvCacheSpace:
  cpuKvCacheUtilization: 0.7
llamaCpp:
  command: llama-server
`,
    templates: new Map([
      [
        'templates/_helpers.tpl',
        '{{- range $key, $value := .Values.modelParameters }}\n- --{{ kebabcase $key }}={{ $value }}\n{{- end }}',
      ],
      // Made for vLLM and given to llama-server as well, as 0.2.7 does.
      [
        'templates/_flags.tpl',
        '{{- define "flags" }}{{ printf "--tensor-parallel-size %s" "1" }}{{ end }}',
      ],
      ['templates/llama.yaml', '{{ .Values.llamaCpp.command }} {{ include "flags" . }}'],
      [
        'templates/all.yaml',
        [
          'vllm',
          'ray-vllm',
          'triton-vllm',
          'aibrix',
          'lws-vllm',
          'diffusers',
          'nim-container',
          'nim-operator',
          'llama-cpp',
        ]
          .map((name) => `{{- if eq .Values.inference.framework "${name}" }}{{ end }}`)
          .join('\n'),
      ],
    ]),
  },
  { directory: '/charts/0.2', chosenBy: 'nearby' },
);

/** The newest published chart of generation 0.2, as files have it whose chart is not at hand. */
export const known02: Chart = knownChart();

/** The same release, as it is when its files lie near the values. */
export const released02: Chart = {
  ...known02,
  location: { directory: '/charts/inference-charts', chosenBy: 'nearby' },
};

/** The chart in the box, as it is now. */
export const boxChart: Chart = {
  ...readChartAt(join(import.meta.dirname, '../../inference-charts')),
  reads: indexReads(boxReads()),
};

const fixtures = join(import.meta.dirname, '../fixtures');

/** A whole chart of generation 0.1 with the faults that published ones have. */
export const wholeChart01: Chart = readChartAt(join(fixtures, 'charts/generation-0.1'));

/** A whole chart of generation 0.2 with what its templates read, as the engine tells it. */
export const wholeChart02: Chart = {
  ...readChartAt(join(fixtures, 'charts/generation-0.2')),
  reads: indexReads(
    JSON.parse(
      readFileSync(join(fixtures, 'reads/generation-0.2.json'), 'utf8'),
    ) as readonly ChartRead[],
  ),
};

function readChartAt(directory: string): Chart {
  const texts = readChart(directory);
  if (!texts.ok) throw new Error(texts.failure);
  return describeChart(texts.value, { directory, chosenBy: 'box' });
}

/** Examples name the chart as a values file does, in their modeline; without one it is generation 0.1. */
export function chartNamed(name: string | undefined): Chart {
  if (name === undefined) return chart01;
  if (name === '../inference-charts-0.2') return chart02;
  if (name === '../generation-0.1') return wholeChart01;
  if (name === '../generation-0.2') return wholeChart02;
  if (name === '../inference-charts') return boxChart;
  if (name === '../known-0.2') return known02;
  if (name === '../released-0.2') return released02;
  throw new Error(`No test chart is called ${name}.`);
}
