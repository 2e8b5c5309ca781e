import { afterAll, describe, expect, test } from 'vitest';
import { isAtLeast } from '../../server/src/catalog/versions.ts';
import { isEngineArgumentIn, isFlagIn } from '../../server/src/catalog/vllm-arguments.ts';
import { newestVllm, vllmReleases } from '../../server/src/catalog/vllm-releases.ts';
import { at, renderChart, stopEngine, type Manifest } from './render.ts';

afterAll(stopEngine);

const vllm091 = vllmReleases.find(({ text }) => text === '0.9.1') ?? newestVllm;

const container = (deployment: Manifest) => at(deployment, 'spec.template.spec.containers.0');
const argumentsOf = (deployment: Manifest) => at(container(deployment), 'args') as string[];
const environmentOf = (deployment: Manifest) =>
  new Map(
    (at(container(deployment), 'env') as { name: string; value?: string }[]).map((entry) => [
      entry.name,
      entry.value,
    ]),
  );

async function deploymentOf(values: string): Promise<Manifest> {
  return (await renderChart(values)).only('Deployment');
}

describe('model parameters', () => {
  test('become environment variables, and every argument reads its own', async () => {
    const deployment = await deploymentOf('modelParameters: {maxNumSeqs: 16, dtype: bfloat16}');
    const environment = environmentOf(deployment);
    expect(environment.get('MAX_NUM_SEQS')).toBe('16');
    expect(environment.get('MODEL_ID')).toBe('NousResearch/Llama-3.2-1B');
    expect(argumentsOf(deployment)).toEqual([
      '$(MODEL_ID)',
      '--dtype=$(DTYPE)',
      '--enable-prefix-caching',
      '--gpu-memory-utilization=$(GPU_MEMORY_UTILIZATION)',
      '--max-model-len=$(MAX_MODEL_LEN)',
      '--max-num-batched-tokens=$(MAX_NUM_BATCHED_TOKENS)',
      '--max-num-seqs=$(MAX_NUM_SEQS)',
      '--max-parallel-loading-workers=$(MAX_PARALLEL_LOADING_WORKERS)',
      '--pipeline-parallel-size=$(PIPELINE_PARALLEL_SIZE)',
      '--tensor-parallel-size=$(TENSOR_PARALLEL_SIZE)',
      '--host=0.0.0.0',
      '--port=8004',
    ]);
    for (const [, name] of argumentsOf(deployment)
      .join(' ')
      .matchAll(/\$\((\w+)\)/g))
      expect(environment.has(name ?? '')).toBe(true);
  });

  test('that are false switch off', async () => {
    const deployment = await deploymentOf(
      'modelParameters: {enablePrefixCaching: false, enforceEager: false, trustRemoteCode: true}',
    );
    expect(argumentsOf(deployment)).toEqual(
      expect.arrayContaining([
        '--no-enable-prefix-caching',
        '--no-enforce-eager',
        '--trust-remote-code',
      ]),
    );
  });

  test('print whole numbers in full', async () => {
    const deployment = await deploymentOf('modelParameters: {maxModelLen: 1048576}');
    expect(environmentOf(deployment).get('MAX_MODEL_LEN')).toBe('1048576');
    expect((await renderChart('modelParameters: {maxModelLen: 10000000}')).text).not.toMatch(
      /e\+0/,
    );
  });

  test('that are maps become JSON', async () => {
    const deployment = await deploymentOf(
      'modelParameters: {additionalConfig: {override_neuron_config: {enable_bucketing: true}}}',
    );
    expect(environmentOf(deployment).get('ADDITIONAL_CONFIG')).toBe(
      '{"override_neuron_config":{"enable_bucketing":true}}',
    );
    expect(argumentsOf(deployment)).toContain('--additional-config=$(ADDITIONAL_CONFIG)');
  });

  test('may be left out altogether', async () => {
    await expect(renderChart('modelParameters: null')).resolves.toBeDefined();
    const deployment = await deploymentOf('modelParameters: {maxNumSeqs: null}');
    expect(argumentsOf(deployment).join()).not.toContain('max-num-seqs');
    expect(environmentOf(deployment).has('MAX_NUM_SEQS')).toBe(false);
  });

  test('give the tokenizer its threads, which vLLM no longer does', async () => {
    const deployment = await deploymentOf('modelParameters: {tokenizerPoolSize: 7}');
    expect(environmentOf(deployment).get('RAYON_NUM_THREADS')).toBe('7');
    expect(argumentsOf(deployment).join()).not.toContain('tokenizer-pool');
  });
});

describe('arguments exist', () => {
  const everyParameter = `modelParameters: {servedModelName: m, revision: main, dtype: auto, quantization: fp8,
    kvCacheDtype: fp8, trustRemoteCode: true, enforceEager: true, enableChunkedPrefill: true,
    enableExpertParallel: true, blockSize: 16, numGpuBlocksOverride: 4, seed: 1,
    limitMmPerPrompt: {image: 1}, hfOverrides: {a: 1}, additionalConfig: {b: 1}}`;

  test.each(vllmReleases.filter((release) => isAtLeast(release, '0.9.1')))(
    'in vLLM $text',
    async (release) => {
      const flags = argumentsOf(await deploymentOf(everyParameter))
        .slice(1)
        .map((argument) => argument.replace(/=.*/, ''));
      expect(flags.length).toBeGreaterThan(20);
      expect(flags.filter((flag) => isFlagIn(flag, release) !== true)).toEqual([]);
    },
  );

  test("in the engine of the vLLM that Ray's presets install", async () => {
    const chart = await renderChart(
      `{inference: {framework: rayVllm, modelServer: {vllmVersion: "0.9.1"}}, ${everyParameter}}`,
    );
    const config = at(chart.only('RayService'), 'spec.serveConfigV2') as string;
    const [, list] = /engine_arguments:\n((?: +- \w+\n)+)/.exec(config) ?? [];
    const names = [...(list ?? '').matchAll(/- (\w+)/g)].map(([, name]) => name ?? '');
    expect(names.length).toBeGreaterThan(15);
    expect(names.filter((name) => isEngineArgumentIn(name, vllm091) !== true)).toEqual([]);
    // vLLM 0.9.1's Ray executor raises NotImplementedError for it.
    expect(names).not.toContain('max_parallel_loading_workers');
  });
});

describe('the Deployment', () => {
  test('starts the command itself, not a shell', async () => {
    expect(at(container(await deploymentOf('')), 'command')).toEqual(['vllm', 'serve']);
  });

  test('waits for a model to load, then watches it', async () => {
    const gpu = container(await deploymentOf(''));
    const probe = { httpGet: { path: '/health', port: 'http' } };
    expect(at(gpu, 'startupProbe')).toMatchObject({
      ...probe,
      periodSeconds: 10,
      failureThreshold: 180,
    });
    expect(at(gpu, 'readinessProbe')).toMatchObject(probe);
    expect(at(gpu, 'livenessProbe')).toMatchObject(probe);
    const neuron = await deploymentOf('inference: {accelerator: neuron}');
    expect(at(container(neuron), 'startupProbe.failureThreshold')).toBe(540);
    expect(at(neuron, 'spec.progressDeadlineSeconds')).toBe(6000);
  });

  test('lets requests finish before it stops', async () => {
    const deployment = await deploymentOf('');
    expect(at(deployment, 'spec.template.spec.terminationGracePeriodSeconds')).toBe(120);
    expect(at(container(deployment), 'lifecycle.preStop.exec.command')).toEqual(['sleep', '10']);
  });

  test('never waits for accelerators that the old pods hold', async () => {
    expect(at(await deploymentOf(''), 'spec.strategy')).toEqual({ type: 'Recreate' });
    const three = await deploymentOf('inference: {modelServer: {deployment: {replicas: 3}}}');
    expect(at(three, 'spec.strategy')).toEqual({
      type: 'RollingUpdate',
      rollingUpdate: { maxSurge: 0, maxUnavailable: 1 },
    });
  });

  test('has shared memory with a cap, and no variables of neighbouring Services', async () => {
    const deployment = await deploymentOf('');
    expect(at(deployment, 'spec.template.spec.enableServiceLinks')).toBe(false);
    expect(at(deployment, 'spec.template.spec.volumes')).toEqual([
      { name: 'shared-memory', emptyDir: { medium: 'Memory', sizeLimit: '8Gi' } },
    ]);
  });

  test('starts without the Secret of the token', async () => {
    const values = 'inference: {huggingFaceToken: {secretName: hub, secretKey: HF_TOKEN}}';
    const environment = at(container(await deploymentOf(values)), 'env') as { name: string }[];
    expect(environment.find(({ name }) => name === 'HF_TOKEN')).toEqual({
      name: 'HF_TOKEN',
      valueFrom: { secretKeyRef: { name: 'hub', key: 'HF_TOKEN', optional: true } },
    });
  });

  test('passes on what the values add', async () => {
    const deployment = await deploymentOf(`
      inference:
        modelServer:
          env: [{name: NCCL_DEBUG, value: INFO}]
          extraArgs: [--chat-template, "a b.jinja"]
          serviceAccountName: reader
          imagePullSecrets: [{name: registry}]
      vllm: {logLevel: warning}
    `);
    expect(environmentOf(deployment).get('NCCL_DEBUG')).toBe('INFO');
    expect(environmentOf(deployment).get('VLLM_LOGGING_LEVEL')).toBe('WARNING');
    expect(argumentsOf(deployment)).toEqual(
      expect.arrayContaining(['--chat-template', 'a b.jinja']),
    );
    expect(at(deployment, 'spec.template.spec.serviceAccountName')).toBe('reader');
    expect(at(deployment, 'spec.template.spec.imagePullSecrets')).toEqual([{ name: 'registry' }]);
  });

  test('is reached through a Service on its own port', async () => {
    const chart = await renderChart('{service: {type: NodePort, port: 80}, vllm: {port: 9000}}');
    expect(at(chart.only('Service'), 'spec')).toMatchObject({
      type: 'NodePort',
      ports: [{ port: 80, targetPort: 'http' }],
    });
    expect(at(container(chart.only('Deployment')), 'ports.0.containerPort')).toBe(9000);
    expect(argumentsOf(chart.only('Deployment'))).toContain('--port=9000');
  });
});
