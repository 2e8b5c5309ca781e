import { afterAll, expect, test } from 'vitest';
import { preset, renderChart, stopEngine } from '../../chart/render.ts';
import { installedPackages, pythonWith, serveConfig, serveRendered } from './ray.ts';

afterAll(stopEngine);

test('Neuron: vllm serve behind Ray Serve answers, streams, is replaced when it dies and never outlives its replica', async () => {
  const chart = await renderChart(preset('values-llama-31-8b-ray-vllm-neuron.yaml'));
  const packages = installedPackages(chart);
  expect(packages).toEqual(['ray[default,serve]==2.47.0', 'protobuf<6']);
  const seen = await serveRendered(chart, 'neuron', await pythonWith(packages));
  expect(seen).toMatchObject({
    statuses: { llm: 'RUNNING', metrics: 'RUNNING' },
    // Ray gives each replica its own cores.
    models: { cores: '0,1' },
    stream: {
      status: 200,
      type: 'text/event-stream',
      chunks: ['data: {"prompt": "café"}\n\n', 'data: [DONE]\n\n'],
    },
    missing: { status: 404, chunks: ['{"error": "not here"}'] },
    replaced: true,
    ended: true,
  });
  const { models, stream, metrics, wrongVersion } = seen as {
    wrongVersion: string;
    models: { arguments: string[] };
    stream: { spread: number };
    metrics: { helps: number; distinct: number };
  };
  expect(models.arguments.slice(0, -1)).toEqual([
    'serve',
    'meta-llama/Llama-3.1-8B-Instruct',
    '--no-enable-prefix-caching',
    '--gpu-memory-utilization=0.8',
    '--max-model-len=4096',
    '--max-num-batched-tokens=4096',
    '--max-num-seqs=4',
    '--max-parallel-loading-workers=2',
    '--pipeline-parallel-size=1',
    '--tensor-parallel-size=2',
    '--host=127.0.0.1',
  ]);
  expect(wrongVersion).toContain(
    'inference.rayOptions.rayVersion is 9.9.9, but the image has Ray 2.47.0.',
  );
  // The parts arrive as they are made, not in one piece at the end.
  expect(stream.spread).toBeGreaterThan(0.1);
  expect(metrics.helps).toBeGreaterThan(10);
  expect(metrics.distinct).toBe(metrics.helps);
});

test("GPU: Ray Serve's own LLM application takes the rendered configuration", async () => {
  const chart = await renderChart(preset('values-mistral-small-24b-ray-vllm.yaml'));
  const [llm] = serveConfig(chart).applications;
  // rayproject/ray:2.47.0 holds these; the runtime environment adds the rest.
  const image = ['ray[data,serve]==2.47.0', 'fastapi==0.115.12', 'pydantic<2.12', 'protobuf<6'];
  const python = await pythonWith([...image, ...(llm?.runtime_env?.pip ?? [])]);
  const seen = await serveRendered(chart, 'gpu', python);
  expect(seen).toMatchObject({
    model: {
      model_id: 'mistralai/Mistral-Small-24B-Instruct-2501',
      model_source: 'mistralai/Mistral-Small-24B-Instruct-2501',
    },
    engine: {
      enable_prefix_caching: true,
      gpu_memory_utilization: 0.9,
      max_model_len: 16384,
      max_num_batched_tokens: 16384,
      max_num_seqs: 32,
      pipeline_parallel_size: 1,
      tensor_parallel_size: 4,
    },
    bundles: [{ CPU: 1, GPU: 0 }, { GPU: 1 }, { GPU: 1 }, { GPU: 1 }, { GPU: 1 }],
    strategy: 'STRICT_PACK',
    pip: ['ray[llm]==2.47.0', 'vllm==0.9.1', 'transformers<4.54.0', 'numpy<2', 'openai<2'],
    environment: llm?.runtime_env?.env_vars,
    // The logger of Ray 2.47 does not go with vLLM 0.9.1.
    logsMetrics: false,
    maxOngoingRequests: 64,
    autoscaling: { min_replicas: 1, max_replicas: 1, target_ongoing_requests: 32 },
    routers: 1,
  });
});
