import { afterEach, describe, expect, test } from 'vitest';
import { openShell, type Shell } from './command-line.ts';

let shell: Shell;

function given(files: Readonly<Record<string, string>> = {}): Shell {
  shell = openShell(files);
  return shell;
}

afterEach(() => {
  shell.dispose();
});

const llamaConfig = JSON.stringify({
  architectures: ['LlamaForCausalLM'],
  model_type: 'llama',
  num_hidden_layers: 32,
  hidden_size: 4096,
  intermediate_size: 14336,
  num_attention_heads: 32,
  num_key_value_heads: 8,
  vocab_size: 128256,
  max_position_embeddings: 131072,
  torch_dtype: 'bfloat16',
  tie_word_embeddings: false,
});

const values = (instanceType: string, maxModelLen: number) =>
  `inference:\n  modelServer:\n    deployment:\n      instanceType: ${instanceType}\nmodelParameters:\n  modelId: meta-llama/Llama-3.1-8B-Instruct\n  maxModelLen: ${maxModelLen}\n`;

async function json(...args: readonly string[]): Promise<Record<string, unknown>> {
  const ended = await shell.run('fit', ...args, '--format', 'json');
  expect(ended.stderr).toBe('');
  return JSON.parse(ended.stdout) as Record<string, unknown>;
}

describe('a model on a device', () => {
  test('fits, with every figure of the contract', async () => {
    given();
    const fit = await json(
      ...['--model', 'meta-llama/Llama-3.1-8B-Instruct', '--gpu', 'A10G'],
      ...['--max-model-len', '8192', '--vllm-version', '0.11.0'],
    );
    expect(fit).toMatchObject({
      verdict: 'fits',
      device: 'A10G',
      model: 'meta-llama/Llama-3.1-8B-Instruct',
      weightsGiB: 14.99,
    });
    const figures = ['kvCacheGiB', 'kvCacheTokens', 'maxConcurrency', 'budgetGiB'];
    for (const name of figures) expect(fit[name], name).toBeGreaterThan(0);
    expect(Object.keys(fit['breakdown'] as object).sort()).toEqual(
      [
        ...['activationGiB', 'cudaGraphGiB', 'freeGiB', 'kvCacheGiB'],
        ...['nonTorchGiB', 'totalGiB', 'weightsGiB'],
      ].sort(),
    );
    expect(fit['assumptions']).toContain('tensorParallelSize is 1, the default of vLLM.');
  });

  test('that does not fit ends with 1 and says why', async () => {
    given();
    const ended = await shell.run(
      ...['fit', '--model', 'meta-llama/Llama-3.3-70B-Instruct', '--instance', 'g6.12xlarge'],
      ...['--tp', '4'],
    );
    expect(ended.code).toBe(1);
    expect(ended.stdout).toContain(
      'does not fit: meta-llama/Llama-3.3-70B-Instruct on g6.12xlarge\n',
    );
    expect(ended.stdout).toContain('The weights take 32.9 GiB of each GPU');
  });

  test('is split over all of --gpus', async () => {
    given();
    const model = ['--model', 'meta-llama/Llama-3.3-70B-Instruct', '--gpu', 'H100'];
    const four = await json(...model, '--gpus', '4', '--max-model-len', '8192');
    const two = await json(...model, '--gpus', '4', '--tp', '2', '--max-model-len', '8192');
    expect(four['weightsGiB']).toBe(32.85);
    expect(two['weightsGiB']).toBe(65.71);
  });

  test('on Neuron cores', async () => {
    given();
    const fit = await json(
      ...['--model', 'meta-llama/Llama-3.1-8B-Instruct', '--instance', 'inf2.8xlarge'],
      ...['--tp', '2', '--max-model-len', '4096', '--max-num-seqs', '4'],
    );
    expect(fit).toMatchObject({ verdict: 'fits', budgetGiB: 32 });
  });

  test('from a config.json, or the folder that has one', async () => {
    given({ 'llama/config.json': llamaConfig });
    const rest = ['--gpu', 'L4', '--max-model-len', '8192'];
    const byFile = await json('--model', 'llama/config.json', ...rest);
    expect(byFile).toMatchObject({ verdict: 'fits', model: 'llama/config.json' });
    expect(byFile['weightsGiB']).toBeCloseTo(14.96, 1);
    expect((await json('--model', 'llama', ...rest))['weightsGiB']).toBe(byFile['weightsGiB']);
  });

  test.each([
    [['--model', 'acme/secret-7b', '--gpu', 'A10G'], 'the shape of acme/secret-7b'],
    [['--model', 'Qwen/Qwen3-8B', '--gpu', 'Q900'], 'the memory of a GPU called Q900'],
    [['--model', 'Qwen/Qwen3-8B', '--instance', 'p99.large'], 'the hardware of p99.large'],
    [
      ['--model', 'Qwen/Qwen3-8B', '--instance', 'g6f.4xlarge'],
      'how much memory g6f.4xlarge gives to vLLM',
    ],
  ])('that we do not know is unknown: %j', async (args, missing) => {
    given();
    expect(await json(...args)).toMatchObject({
      verdict: 'unknown',
      missing: [missing],
      kvCacheGiB: null,
      breakdown: null,
      assumptions: [],
    });
    expect((await shell.run('fit', ...args)).code).toBe(0);
  });
});

describe('a values file', () => {
  test('is judged with the defaults of its chart', async () => {
    given({ 'values.yaml': values('g5.2xlarge', 8192) });
    const fit = await json('-f', 'values.yaml');
    // 0.8 of 22.07 GiB, as the chart has it and not vLLM.
    expect(fit).toMatchObject({
      verdict: 'fits',
      model: 'meta-llama/Llama-3.1-8B-Instruct',
      device: 'g5.2xlarge',
      budgetGiB: 17.66,
      maxModelLen: 8192,
    });
  });

  test('with a later file on top of it, and a what if on top of both', async () => {
    given({
      'a.yaml': values('g5.2xlarge', 8192),
      'b.yaml': 'modelParameters:\n  maxModelLen: 65536\n',
    });
    const files = ['fit', '-f', 'a.yaml', '-f', 'b.yaml'];
    expect((await shell.run(...files)).code).toBe(1);
    expect((await shell.run(...files, '--max-model-len', '4096')).code).toBe(0);
    expect((await shell.run(...files, '--gpu', 'H100')).code).toBe(0);
  });

  test('of a chart 0.2 is split over the GPUs it asks for', async () => {
    given({
      'chart/Chart.yaml': 'apiVersion: v2\nname: inference-charts\nversion: 0.2.1\n',
      'chart/values.yaml':
        'model: a/b\ninference:\n  accelerator: gpu\n  framework: vllm\n  modelServer:\n    deployment:\n      resources:\n        gpu:\n          limits:\n            nvidia.com/gpu: 4\n',
      'chart/templates/all.yaml':
        '{{- if eq .Values.inference.framework "ray-vllm" }}{{ end }}\n{{- range $key, $value := .Values.modelParameters }}\n- --{{ kebabcase $key }}={{ $value }}\n{{- end }}',
      'values.yaml':
        'model: meta-llama/Llama-3.3-70B-Instruct\ninference:\n  modelServer:\n    deployment:\n      instanceType: p5.48xlarge\n',
      'ray.yaml':
        'model: meta-llama/Llama-3.3-70B-Instruct\ninference:\n  framework: ray-vllm\n  modelServer:\n    deployment:\n      instanceType: p5.48xlarge\n',
    });
    const fit = await json('--chart', 'chart', '-f', 'values.yaml', '--max-model-len', '8192');
    expect(fit).toMatchObject({ verdict: 'fits', weightsGiB: 32.85 });
    expect(await json('--chart', 'chart', '-f', 'ray.yaml')).toMatchObject({
      verdict: 'unknown',
      missing: ['the tensorParallelSize that this chart chooses'],
    });
  });

  test('that leaves something open is unknown, and says what', async () => {
    given({ 'values.yaml': 'modelParameters:\n  modelId: Qwen/Qwen3-8B\n' });
    const ended = await shell.run('fit', '-f', 'values.yaml');
    expect(ended).toEqual({
      code: 0,
      stdout:
        'unknown: Qwen/Qwen3-8B\n\nNot known\n  the instance type (inference.modelServer.deployment.instanceType)\n',
      stderr: '',
    });
  });
});

test.each([
  [['fit'], 'fit needs a values file (-f FILE), or --model with --gpu or --instance.'],
  [['fit', '--model', 'a/b'], 'fit needs --gpu or --instance beside --model.'],
  [['fit', '--model', 'a/b', '--gpu', 'L4', '--tp', '0'], '--tp is 0, but must be a whole number'],
  [
    ['fit', '--model', 'a/b', '--gpu', 'L4', '--gpu-memory-utilization', '90'],
    '--gpu-memory-utilization is 90, but must be above 0 and at most 1.',
  ],
  [['fit', '--model', 'a/b', '--gpu', 'L4', '--gpus', '2', '--tp', '4'], '--tp 4 × --pp 1 takes'],
  [['fit', '--model', 'a/b', '--gpu', 'L4', '--instance', 'g6.xlarge'], 'both name the hardware'],
  [
    ['fit', '--model', 'Qwen/Qwen3-8B', '--instance', 'g6.xlarge', '--tp', '2'],
    '--tp 2 is more than g6.xlarge has: 1 GPU.',
  ],
  [['fit', '--model', 'no.json', '--gpu', 'L4'], 'no.json cannot be read: there is no such file.'],
  [['fit', '--model', 'bad.json', '--gpu', 'L4'], 'bad.json holds no JSON.'],
  [['fit', '-f', 'nowhere.yaml'], 'nowhere.yaml cannot be read: there is no such file.'],
  [['fit', '-f', 'broken.yaml'], 'broken.yaml is not valid YAML; check says where.'],
  [
    ['fit', '-f', 'broken.yaml', '--format', 'sarif'],
    '--format is sarif, but must be text or json.',
  ],
])('%j ends with 2', async (args, sentence) => {
  given({ 'bad.json': 'no', 'broken.yaml': 'inference: {\n' });
  const ended = await shell.run(...args);
  expect(ended).toMatchObject({ code: 2, stdout: '' });
  expect(ended.stderr).toContain(sentence);
});

describe("a modeline's model-config", () => {
  const ours = values('g6.xlarge', 8192).replace(
    'meta-llama/Llama-3.1-8B-Instruct',
    '/models/ours',
  );
  const named = `# inference-charts: model-config=models\n${ours}`;

  test('gives the model of the values its shape', async () => {
    given({ 'values.yaml': named, 'plain.yaml': ours, 'models/config.json': llamaConfig });
    expect((await json('-f', 'plain.yaml'))['verdict']).toBe('unknown');
    const fit = await json('-f', 'values.yaml');
    expect(fit).toMatchObject({ verdict: 'fits', model: '/models/ours', weightsGiB: 14.96 });
  });

  test('that is not there ends fit with 2, and check with a remark', async () => {
    given({ 'values.yaml': named });
    const ended = await shell.run('fit', '-f', 'values.yaml');
    expect(ended.code).toBe(2);
    expect(ended.stderr).toBe('The model config models cannot be read: there is no such file.\n');
    const asked = await shell.run('fit', '-f', 'values.yaml', '--model', 'Qwen/Qwen3-8B');
    expect(asked.code).toBe(0);
    const checked = await shell.run('check', 'values.yaml');
    expect(checked.code).toBe(0);
    expect(checked.stdout).toContain('model-config-not-usable');
  });
});
