import { afterAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { at, preset, refusal, renderChart, stopEngine, type RenderedChart } from './render.ts';

afterAll(stopEngine);

const gpu = 'framework: rayVllm, modelServer: {vllmVersion: "0.9.1"}';
const neuron = 'framework: rayVllm, accelerator: neuron';

interface Application {
  readonly name: string;
  readonly import_path: string;
  readonly route_prefix: string;
  readonly args: Readonly<Record<string, unknown>>;
  readonly runtime_env: { readonly env_vars: Readonly<Record<string, string>> };
}

async function rendered(inference: string, rest = ''): Promise<RenderedChart> {
  return renderChart(`{inference: {${inference}}, ${rest}}`);
}

async function clusterOf(inference: string): Promise<unknown> {
  return at((await rendered(inference)).only('RayService'), 'spec.rayClusterConfig');
}

function applicationsOf(chart: RenderedChart): Application[] {
  const config = parse(at(chart.only('RayService'), 'spec.serveConfigV2') as string) as {
    applications: Application[];
  };
  return config.applications;
}

describe('the RayService', () => {
  test('leaves the name of the head Service to KubeRay, which refuses another', async () => {
    const service = (await rendered(gpu)).only('RayService');
    expect(at(service, 'spec.rayClusterConfig.headGroupSpec.headService')).toBeUndefined();
    expect(at(service, 'spec.rayClusterConfig.rayVersion')).toBe('2.47.0');
  });

  test('answers under the same name and port as a Deployment', async () => {
    const chart = await rendered(gpu, 'service: {type: LoadBalancer, port: 80}');
    expect(at(chart.only('RayService'), 'spec.serveService')).toMatchObject({
      metadata: { name: 'inference' },
      spec: { type: 'LoadBalancer', ports: [{ name: 'serve', port: 80, targetPort: 8000 }] },
    });
  });

  test('states the empty fields that KubeRay would otherwise write and own', async () => {
    const service = (await rendered(gpu)).only('RayService');
    expect(at(service, 'spec.serveService.status')).toEqual({ loadBalancer: {} });
    const worker = at(service, 'spec.rayClusterConfig.workerGroupSpecs.0');
    expect(worker).toMatchObject({ numOfHosts: 1, scaleStrategy: {} });
    const head = at(service, 'spec.rayClusterConfig.headGroupSpec');
    for (const pod of [at(head, 'template'), at(worker, 'template')]) {
      expect(at(pod, 'metadata')).toBeTypeOf('object');
      for (const container of at(pod, 'spec.containers') as unknown[])
        expect(at(container, 'resources')).toBeTypeOf('object');
    }
  });

  test('needs to know which vLLM to install', async () => {
    expect(await refusal('inference: {framework: rayVllm}')).toContain('vllmVersion');
  });

  test('refuses bounds that KubeRay refuses', async () => {
    const message = await refusal(
      'inference: {framework: rayVllm, modelServer: {vllmVersion: "0.9.1", deployment: {minReplicas: 3}}}',
    );
    expect(message).toContain('minReplicas is 3, above maxReplicas 2');
  });

  test('probes head and workers without tools in the image', async () => {
    const cluster = await clusterOf(gpu);
    const head = at(cluster, 'headGroupSpec.template.spec.containers.0');
    const worker = at(cluster, 'workerGroupSpecs.0.template.spec.containers.0');
    expect(at(head, 'readinessProbe.httpGet')).toEqual({
      path: '/api/gcs_healthz',
      port: 'dashboard',
    });
    expect(at(worker, 'readinessProbe.httpGet')).toEqual({ path: '/-/healthz', port: 'serve' });
    expect(at(worker, 'livenessProbe.httpGet.port')).toBe(52365);
  });
});

describe('images', () => {
  const images = async (inference: string) => {
    const cluster = await clusterOf(inference);
    return [
      at(cluster, 'headGroupSpec.template.spec.containers.0.image'),
      at(cluster, 'workerGroupSpecs.0.template.spec.containers.0.image'),
    ];
  };

  test('follow rayVersion and pythonVersion where none is chosen', async () => {
    expect(
      await images(
        'framework: rayVllm, rayOptions: {rayVersion: "2.49.0"}, modelServer: {vllmVersion: "0.10.1", pythonVersion: "3.11"}',
      ),
    ).toEqual(['rayproject/ray:2.49.0-py311-cpu', 'rayproject/ray:2.49.0-py311-gpu']);
  });

  test.each([
    ['2.47.0-py312-gpu', 'rayproject/ray:2.47.0-py312-gpu', 'rayproject/ray:2.47.0-py312-cpu'],
    ['2.47.0-py312-cu128', 'rayproject/ray:2.47.0-py312-cu128', 'rayproject/ray:2.47.0-py312-cpu'],
    ['2.47.0-py312', 'rayproject/ray:2.47.0-py312', 'rayproject/ray:2.47.0-py312'],
    ['sha256:0a1b', 'rayproject/ray@sha256:0a1b', 'rayproject/ray@sha256:0a1b'],
  ])('%s stays as it is written', async (tag, worker, head) => {
    const chosen = `framework: rayVllm, modelServer: {vllmVersion: "0.9.1", image: {repository: rayproject/ray, tag: "${tag}"}}`;
    expect(await images(chosen)).toEqual([head, worker]);
  });

  test('of the head may be another', async () => {
    const [head] = await images(
      `${gpu}, rayOptions: {headGroup: {image: {repository: mine/ray, tag: small}}}`,
    );
    expect(head).toBe('mine/ray:small');
  });
});

describe('the application on GPUs', () => {
  test("is Ray Serve's own, and reads every parameter from its environment", async () => {
    const chart = await rendered(
      gpu,
      'modelParameters: {maxNumSeqs: 16, enablePrefixCaching: false}',
    );
    const [llm] = applicationsOf(chart);
    expect(llm).toMatchObject({ name: 'llm', route_prefix: '/', import_path: 'serve_model:llm' });
    expect(llm?.runtime_env.env_vars).toMatchObject({
      MODEL_ID: 'NousResearch/Llama-3.2-1B',
      MAX_NUM_SEQS: '16',
      ENABLE_PREFIX_CACHING: 'false',
      VLLM_USE_V1: '1',
    });
    const names = llm?.args['engine_arguments'] as string[];
    expect(names).toContain('max_num_seqs');
    for (const name of names) expect(llm?.runtime_env.env_vars).toHaveProperty(name.toUpperCase());
  });

  test('installs the vLLM that is asked for, with what that version needs', async () => {
    const packages = async (version: string) =>
      applicationsOf(
        await rendered(`framework: rayVllm, modelServer: {vllmVersion: "${version}"}`),
      )[0]?.args['packages'];
    expect(await packages('0.9.1')).toEqual([
      'ray[llm]==2.47.0',
      'vllm==0.9.1',
      'transformers<4.54.0',
      'numpy<2',
      'openai<2',
    ]);
    expect(await packages('0.11.0')).toEqual(['ray[llm]==2.47.0', 'vllm==0.11.0']);
    const baked = applicationsOf(await rendered(`${gpu}, rayOptions: {installPackages: false}`))[0];
    expect(baked?.args['packages']).toBeUndefined();
    expect(baked?.runtime_env).not.toHaveProperty('pip');
  });

  test('serves the metrics of all nodes beside it', async () => {
    const metrics = applicationsOf(await rendered(gpu))[1];
    expect(metrics).toMatchObject({ route_prefix: '/metrics', import_path: 'serve_model:metrics' });
  });

  test('a changed parameter leaves the cluster as it is, so no second set of GPUs is needed', async () => {
    const cluster = async (sequences: number) =>
      at(
        (await rendered(gpu, `modelParameters: {maxNumSeqs: ${String(sequences)}}`)).only(
          'RayService',
        ),
        'spec.rayClusterConfig',
      );
    expect(await cluster(8)).toEqual(await cluster(16));
  });
});

describe('replicas of the model', () => {
  const replicas = async (inference: string, parameters = '') => {
    const { args } =
      applicationsOf(await rendered(inference, `modelParameters: {${parameters}}`))[0] ?? {};
    return [args?.['min_replicas'], args?.['max_replicas']];
  };
  const workers = (deployment: string) =>
    `framework: rayVllm, modelServer: {vllmVersion: "0.9.1", deployment: {${deployment}}}`;

  test('fill the workers', async () => {
    const four = 'resources: {gpu: {requests: {nvidia.com/gpu: 4}, limits: {nvidia.com/gpu: 4}}}';
    expect(await replicas(workers('replicas: 2'))).toEqual([2, 2]);
    expect(await replicas(workers(four), 'tensorParallelSize: 2')).toEqual([2, 2]);
    expect(
      await replicas(
        workers(`${four}, replicas: 2`),
        'tensorParallelSize: 4, pipelineParallelSize: 2',
      ),
    ).toEqual([1, 1]);
  });

  test('are as many as the actors when they scale', async () => {
    const autoscaling =
      'autoscaling: {enabled: true, actorAutoscaling: {minActors: 1, maxActors: 5}}';
    expect(await replicas(`${gpu}, rayOptions: {${autoscaling}}`)).toEqual([1, 5]);
  });
});

describe('autoscaling', () => {
  test('configures the autoscaler of Ray', async () => {
    const chart = await renderChart(preset('values-autoscaling-ray-vllm.yaml'));
    expect(at(chart.only('RayService'), 'spec.rayClusterConfig')).toMatchObject({
      enableInTreeAutoscaling: true,
      autoscalerOptions: { upscalingMode: 'Default', idleTimeoutSeconds: 300 },
      workerGroupSpecs: [{ replicas: 1, minReplicas: 1, maxReplicas: 4 }],
    });
  });

  test('is off by default', async () => {
    const cluster = await clusterOf(gpu);
    expect(at(cluster, 'enableInTreeAutoscaling')).toBeUndefined();
    expect(at(cluster, 'autoscalerOptions')).toBeUndefined();
  });
});

describe('Neuron', () => {
  test('tells Ray the cores of each chip', async () => {
    const cores = async (instanceType: string, count: number) => {
      const devices = `{aws.amazon.com/neuron: ${String(count)}}`;
      const cluster = await clusterOf(
        `${neuron}, modelServer: {deployment: {instanceType: ${instanceType}, resources: {neuron: {requests: ${devices}, limits: ${devices}}}}}`,
      );
      return at(cluster, 'workerGroupSpecs.0.rayStartParams.resources');
    };
    expect(await cores('inf2.24xlarge', 6)).toBe(`'{"neuron_cores": 12}'`);
    expect(await cores('trn2.48xlarge', 16)).toBe(`'{"neuron_cores": 64}'`);
  });

  test('runs vllm serve with the arguments of a Deployment', async () => {
    const [llm] = applicationsOf(
      await rendered(neuron, 'modelParameters: {tensorParallelSize: 2}'),
    );
    expect(llm?.import_path).toBe('serve_model:vllm');
    expect(llm?.args).toMatchObject({ neuron_cores: 2, min_replicas: 1 });
    expect(llm?.args['vllm_arguments']).toContain('--tensor-parallel-size=$(TENSOR_PARALLEL_SIZE)');
    expect(llm?.runtime_env.env_vars['TENSOR_PARALLEL_SIZE']).toBe('2');
  });

  test('adds Ray to an image that has vLLM alone, and nothing to one that has both', async () => {
    const worker = async (options: string) =>
      at(
        await clusterOf(`${neuron}, rayOptions: {${options}}`),
        'workerGroupSpecs.0.template.spec',
      );
    expect(at(await worker(''), 'initContainers.0.name')).toBe('install-ray');
    expect(at(await worker('installPackages: false'), 'initContainers')).toBeUndefined();
  });
});

describe('observability', () => {
  test('tells the dashboard where Prometheus and Grafana are', async () => {
    const cluster = await clusterOf(`${gpu}, rayOptions: {observability: {rayGrafanaHost: ""}}`);
    const environment = at(cluster, 'headGroupSpec.template.spec.containers.0.env') as {
      name: string;
      value?: string;
    }[];
    const value = (name: string) => environment.find((entry) => entry.name === name)?.value;
    expect(value('RAY_PROMETHEUS_HOST')).toContain('prometheus.monitoring.svc');
    expect(value('RAY_GRAFANA_IFRAME_HOST')).toBe('http://localhost:3000');
    expect(value('RAY_GRAFANA_HOST')).toBeUndefined();
  });

  test('prints the logs that Ray writes to files, from head and workers', async () => {
    const chart = await rendered(gpu);
    const config = chart.manifests.find(({ metadata }) => metadata.name === 'inference-fluent-bit');
    const [input] = at(
      parse((at(config, 'data') as Record<string, string>)['fluent-bit.yaml'] ?? ''),
      'pipeline.inputs',
    ) as { path: string }[];
    expect(input?.path).toContain('/tmp/ray/session_latest/logs/serve/*.log');
    const cluster = at(chart.only('RayService'), 'spec.rayClusterConfig');
    for (const pod of ['headGroupSpec', 'workerGroupSpecs.0'])
      expect(at(cluster, `${pod}.template.spec.containers.1`)).toMatchObject({
        name: 'fluent-bit',
        image: 'fluent/fluent-bit:3.2.2',
        volumeMounts: [{ name: 'ray-logs', mountPath: '/tmp/ray' }, { name: 'fluent-bit' }],
      });
    const without = await rendered(gpu, 'fluentbit: {enabled: false}');
    expect(without.text).not.toContain('fluent-bit');
  });

  test('lets Prometheus find every Ray pod', async () => {
    const chart = await rendered(gpu, 'podMonitor: {enabled: true, labels: {release: prometheus}}');
    expect(at(chart.only('Service'), 'spec')).toMatchObject({
      clusterIP: 'None',
      ports: [{ port: 8080, targetPort: 'metrics' }],
    });
    expect(chart.only('PodMonitor')).toMatchObject({
      metadata: { labels: { release: 'prometheus' } },
      spec: { podMetricsEndpoints: [{ port: 'metrics', path: '/metrics' }] },
    });
  });
});
