import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { at } from './render.ts';

const root = new URL('../../', import.meta.url);
const values: unknown = parse(readFileSync(new URL('inference-charts/values.yaml', root), 'utf8'));

/** The parameters that users of dialect 0.1 know, with the defaults they rely on; undefined is "not set". */
const defaults: readonly (readonly [string, unknown])[] = [
  ['global.image.pullPolicy', 'IfNotPresent'],
  ['inference.accelerator', 'gpu'],
  ['inference.framework', 'vllm'],
  ['inference.serviceName', 'inference'],
  ['inference.serviceNamespace', 'default'],
  ['inference.modelServer.image.repository', 'vllm/vllm-openai'],
  ['inference.modelServer.image.tag', 'latest'],
  ['inference.modelServer.vllmVersion', undefined],
  ['inference.modelServer.pythonVersion', undefined],
  ['inference.modelServer.deployment.replicas', 1],
  ['inference.modelServer.deployment.minReplicas', 1],
  ['inference.modelServer.deployment.maxReplicas', 2],
  ['inference.modelServer.deployment.instanceType', undefined],
  ['inference.modelServer.deployment.topologySpreadConstraints.enabled', true],
  ['inference.modelServer.deployment.podAffinity.enabled', true],
  ['inference.rayOptions.rayVersion', '2.47.0'],
  ['inference.rayOptions.autoscaling.enabled', false],
  ['inference.rayOptions.autoscaling.upscalingMode', 'Default'],
  ['inference.rayOptions.autoscaling.idleTimeoutSeconds', 60],
  ['inference.rayOptions.autoscaling.actorAutoscaling.minActors', 1],
  ['inference.rayOptions.autoscaling.actorAutoscaling.maxActors', 1],
  [
    'inference.rayOptions.observability.rayPrometheusHost',
    'http://kube-prometheus-stack-prometheus.monitoring.svc.cluster.local:9090',
  ],
  [
    'inference.rayOptions.observability.rayGrafanaHost',
    'http://kube-prometheus-stack-grafana.monitoring.svc.cluster.local',
  ],
  ['inference.rayOptions.observability.rayGrafanaIframeHost', 'http://localhost:3000'],
  ['vllm.logLevel', 'debug'],
  ['vllm.port', 8004],
  ['service.type', 'ClusterIP'],
  ['service.port', 8000],
  ['fluentbit.image.repository', 'fluent/fluent-bit'],
  ['fluentbit.image.tag', '3.2.2'],
  ['modelParameters.modelId', 'NousResearch/Llama-3.2-1B'],
  ['modelParameters.gpuMemoryUtilization', 0.8],
  ['modelParameters.maxModelLen', 8192],
  ['modelParameters.maxNumSeqs', 4],
  ['modelParameters.maxNumBatchedTokens', 8192],
  ['modelParameters.tokenizerPoolSize', 4],
  ['modelParameters.maxParallelLoadingWorkers', 2],
  ['modelParameters.pipelineParallelSize', 1],
  ['modelParameters.tensorParallelSize', 1],
  ['modelParameters.enablePrefixCaching', true],
  ['modelParameters.numGpus', 1],
];

describe('defaults of the chart', () => {
  test.each(defaults)('%s', (path, value) => {
    expect(at(values, path)).toEqual(value);
  });

  test('topology: one soft and one hard constraint on the zone, and a strong preference for it', () => {
    const zone = 'topology.kubernetes.io/zone';
    const labelSelector = { matchLabels: {} };
    expect(
      at(values, 'inference.modelServer.deployment.topologySpreadConstraints.constraints'),
    ).toEqual([
      { maxSkew: 1, topologyKey: zone, whenUnsatisfiable: 'ScheduleAnyway', labelSelector },
      { maxSkew: 1, topologyKey: zone, whenUnsatisfiable: 'DoNotSchedule', labelSelector },
    ]);
    expect(
      at(
        values,
        'inference.modelServer.deployment.podAffinity.preferredDuringSchedulingIgnoredDuringExecution',
      ),
    ).toEqual([{ weight: 100, podAffinityTerm: { topologyKey: zone, labelSelector } }]);
  });
});
