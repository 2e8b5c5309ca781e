import { describe, expect, test } from 'vitest';
import { starters } from '../../server/src/ide/rank-presets.ts';
import { known02 } from '../lint/charts.ts';
import { commentedChart } from './commented-chart.ts';
import { checkCompletion, checkSnippet, completionsAt, presets } from './check-completion.ts';

const labels = (fixture: string) => completionsAt(fixture).map(({ label }) => label);

describe('keys', () => {
  test('start with the value they have anyway', () => {
    checkCompletion(
      'modelParameters:\n  maxMod$0\n',
      'maxModelLen',
      'modelParameters:\n  maxModelLen: 8192\n',
    );
  });

  test('let the value be typed over', () => {
    checkSnippet(
      'modelParameters:\n  $0\n',
      'maxModelLen',
      'modelParameters:\n  maxModelLen: ${0:8192}\n',
    );
  });

  test('of maps go on below, in the indentation of the file', () => {
    checkSnippet(
      'inference:\n    serviceName: x\n    $0\n',
      'modelServer',
      'inference:\n    serviceName: x\n    modelServer:\n        $0\n',
    );
  });

  test('keep the line breaks of the file', () => {
    checkSnippet(
      'inference:\r\n  $0\r\n',
      'modelServer',
      'inference:\r\n  modelServer:\r\n    $0\r\n',
    );
  });

  test('with a list of values leave the place to it', () => {
    checkSnippet('inference:\n  acc$0\n', 'accelerator', 'inference:\n  accelerator: $0\n');
    expect(completionsAt('inference:\n  acc$0\n')[0]).toMatchObject({ asksAgain: true });
  });

  test('replace a key and leave its value alone', () => {
    checkCompletion(
      'modelParameters:\n  max$0Model: 4096 # long\n',
      'maxModelLen',
      'modelParameters:\n  maxModelLen: 4096 # long\n',
    );
  });

  test('that are there already are not proposed', () => {
    const proposed = labels('modelParameters:\n  maxModelLen: 1\n  $0\n  maxNumSeqs: 4\n');
    expect(proposed).toContain('modelId');
    expect(proposed).not.toContain('maxModelLen');
    expect(proposed).not.toContain('maxNumSeqs');
  });

  test('work in braces', () => {
    checkCompletion(
      'modelParameters: {maxModelLen: 1, $0}\n',
      'maxNumSeqs',
      'modelParameters: {maxModelLen: 1, maxNumSeqs: 4}\n',
    );
  });

  test('of the other accelerator come last', () => {
    const fixture = (accelerator: string) =>
      `inference:\n  accelerator: ${accelerator}\n  modelServer:\n    deployment:\n      resources:\n        $0\n`;
    expect(labels(fixture('gpu'))).toEqual(['gpu', 'neuron']);
    expect(labels(fixture('neuron'))).toEqual(['neuron', 'gpu']);
  });

  test('of resources are resource names, with as many devices as the other side asks for', () => {
    const fixture = `
      inference:
        accelerator: neuron
        modelServer:
          deployment:
            resources:
              neuron:
                limits:
                  aws.amazon.com/neuron: 6
                requests:
                  $0
      `;
    expect(labels(fixture)).toEqual([
      'aws.amazon.com/neuron',
      'aws.amazon.com/neuroncore',
      'cpu',
      'memory',
      'ephemeral-storage',
    ]);
    checkCompletion(
      fixture,
      'aws.amazon.com/neuron',
      `
      inference:
        accelerator: neuron
        modelServer:
          deployment:
            resources:
              neuron:
                limits:
                  aws.amazon.com/neuron: 6
                requests:
                  aws.amazon.com/neuron: 6
      `,
    );
  });

  test('come with description, type and default', () => {
    const [item] = completionsAt('modelParameters:\n  maxModelLen$0\n').filter(
      ({ label }) => label === 'maxModelLen',
    );
    expect(item?.detail).toBe('integer');
    expect(item?.documentation).toContain('MAX_MODEL_LEN');
    expect(item?.documentation).toContain('Default: `8192`.');
  });
});

describe('keys that the schema does not know', () => {
  const under = (key: string) =>
    new Map(completionsAt(`${key}:\n  $0\n`, commentedChart).map((one) => [one.label, one]));

  test('are those of values.yaml and those that templates read, what nothing reads last', () => {
    expect([...under('drafting').keys()]).toEqual([
      ...['enabled', 'draftTokens', 'method', 'limits', 'hosts', 'notes', 'seed'],
      ...['window', 'cache', 'unread'],
    ]);
    expect(completionsAt('dra$0\n', commentedChart).map(({ label }) => label)).toContain(
      'drafting',
    );
  });

  test('come with the comment, the default and its type', () => {
    const keys = under('drafting');
    expect(keys.get('draftTokens')).toMatchObject({
      kind: 'key',
      detail: 'integer',
      documentation: [
        'Tokens that the small model writes ahead.',
        'More cost memory.',
        'Default: `5`.',
        "From the chart's values.yaml.",
      ].join('\n\n'),
    });
    expect(keys.get('method')).toMatchObject({
      detail: 'string',
      documentation: 'Default: `ngram`.',
    });
    expect(keys.get('seed')?.documentation).toBe(
      "Makes answers repeatable\n\nFrom the chart's values.yaml.",
    );
    expect(keys.get('window')).toMatchObject({ kind: 'key', detail: '', documentation: '' });
  });

  test('are maps, lists or values as the chart has them, commented out or read', () => {
    const text = (label: string) => under('drafting').get(label)?.newText;
    expect(text('draftTokens')).toBe('draftTokens: 5');
    expect(text('limits')).toBe('limits:\n    ');
    expect(text('hosts')).toBe('hosts:\n    - ');
    expect(text('cache')).toBe('cache:\n    ');
    expect(text('notes')).toBe('notes: ');
    expect(text('window')).toBe('window: ');
    checkCompletion(
      'drafting:\n  meth$0\n',
      'method',
      'drafting:\n  method: ngram\n',
      commentedChart,
    );
  });

  test('of an item are those of any item', () => {
    const fixture = 'adapters:\n  - name: a\n  - name: b\n    $0\n';
    const items = completionsAt(fixture, commentedChart);
    expect(items.map(({ label }) => label)).toEqual(['rank', 'alias']);
    expect(items[0]).toMatchObject({
      newText: 'rank: 16',
      documentation: "Rank of the matrices\n\nFrom the chart's values.yaml.",
    });
  });

  test('have no more of a long comment than a list of proposals shows', () => {
    const [long] = completionsAt('longS$0\n', commentedChart).filter(
      ({ label }) => label === 'longStory',
    );
    expect(long?.documentation).toMatch(/^It says a lot\. [^…]{200,420} …\n\nDefault: `x`\./);
  });

  test('leave the words to the schema where it has some', () => {
    const [name] = completionsAt('inference:\n  serviceN$0\n', commentedChart).filter(
      ({ label }) => label === 'serviceName',
    );
    expect(name?.documentation).not.toContain('Left to the schema');
  });
});

describe('values', () => {
  test('of a list', () => {
    expect(labels('inference:\n  accelerator: $0\n')).toEqual(['gpu', 'neuron']);
    checkCompletion(
      'inference:\n  accelerator:$0 # kind\n',
      'neuron',
      'inference:\n  accelerator: neuron # kind\n',
    );
  });

  test('keep the quotes that are there', () => {
    checkCompletion(
      'inference:\n  framework: "v$0"\n',
      'rayVllm',
      'inference:\n  framework: "rayVllm"\n',
    );
    checkCompletion(
      "inference:\n  framework: 'v$0'\n",
      'vllm',
      "inference:\n  framework: 'vllm'\n",
    );
  });

  test('true and false, the default marked', () => {
    expect(
      completionsAt('modelParameters:\n  enablePrefixCaching: $0\n').map(
        ({ label, detail }) => `${label} ${detail}`,
      ),
    ).toEqual(['true default', 'false ']);
  });

  test('instance types of the accelerator, those that the model fits on first', () => {
    const neuron = labels(
      'inference:\n  accelerator: neuron\n  modelServer:\n    deployment:\n      instanceType: $0\n',
    );
    expect(neuron).toContain('inf2.xlarge');
    expect(neuron.filter((name) => !/^(inf2|trn)/.test(name))).toEqual([]);
    const [first] = completionsAt(`
      inference:
        modelServer:
          deployment:
            instanceType: g$0
      modelParameters:
        modelId: meta-llama/Llama-3.1-8B-Instruct
      `);
    expect(first?.documentation).toContain('fits with tensorParallelSize 1');
    expect(first?.detail).toMatch(/^1 × /);
  });

  test('tensor parallel sizes that the heads and the devices allow, all devices first', () => {
    const sizes = (gpus: number) =>
      labels(`
        inference:
          modelServer:
            deployment:
              instanceType: g5.48xlarge
              resources:
                gpu:
                  limits:
                    nvidia.com/gpu: ${gpus}
        modelParameters:
          modelId: Qwen/Qwen2.5-7B-Instruct
          tensorParallelSize: $0
        `);
    expect(sizes(4)).toEqual(['4', '1', '2']);
    expect(sizes(8)).toEqual(['1', '2', '4']);
  });

  test('tensor parallel sizes on Neuron are those of the runtime', () => {
    expect(
      labels(`
        inference:
          accelerator: neuron
          modelServer:
            deployment:
              instanceType: inf2.24xlarge
              resources:
                neuron:
                  limits:
                    aws.amazon.com/neuron: 6
        modelParameters:
          tensorParallelSize: $0
        `),
    ).toEqual(['1', '2', '4', '8']);
  });

  test('models, those with a preset for the accelerator first', () => {
    const [first, ...others] = completionsAt('modelParameters:\n  modelId: $0\n');
    expect(first?.documentation).toContain('Preset: ');
    expect(others.map(({ label }) => label)).toContain('Qwen/Qwen2.5-7B-Instruct');
    checkCompletion(
      'modelParameters:\n  modelId: Qwen/Qwen2.5-7$0\n',
      'Qwen/Qwen2.5-7B-Instruct',
      'modelParameters:\n  modelId: Qwen/Qwen2.5-7B-Instruct\n',
    );
  });

  test('models with a preset for the instance type of the file, then those that fit on it', () => {
    const proposed = completionsAt(
      `
        inference:
          modelServer:
            deployment:
              instanceType: g6e.12xlarge
              resources:
                gpu:
                  limits:
                    nvidia.com/gpu: 4
        modelParameters:
          modelId: $0
          tensorParallelSize: 4
      `,
    );
    const served = presets
      .filter(({ instanceType }) => instanceType === 'g6e.12xlarge')
      .map(({ model }) => model);
    const first = proposed.slice(0, new Set(served).size).map(({ label }) => label);
    expect(first.toSorted()).toEqual([...new Set(served)].toSorted());
    const place = (id: string) => proposed.findIndex(({ label }) => label === id);
    const fitting = proposed[place('meta-llama/Llama-3.1-8B-Instruct')];
    expect(fitting?.documentation).toContain('Fits with the values of this file');
    expect(place('meta-llama/Llama-3.1-8B-Instruct')).toBeLessThan(
      place('deepseek-ai/DeepSeek-V3'),
    );
  });

  test('versions are those that presets run, in quotes', () => {
    checkCompletion(
      'inference:\n  framework: rayVllm\n  rayOptions:\n    rayVersion: 2$0\n',
      '2.47.0',
      'inference:\n  framework: rayVllm\n  rayOptions:\n    rayVersion: "2.47.0"\n',
    );
  });

  test('frameworks are those of the chart', () => {
    expect(labels('inference:\n  framework: $0\n')).toEqual(['rayVllm', 'vllm']);
  });
});

describe('presets', () => {
  test('are whole files, in a file that says nothing yet', () => {
    const [first] = completionsAt('$0');
    expect(first?.kind).toBe('preset');
    const preset = presets.find(({ id }) => id === 'llama-32-1b-vllm');
    checkCompletion('# ours\n\nlla$0\n', preset?.title ?? '', `# ours\n\n${preset?.text ?? ''}`);
  });

  test('one of each deployment type comes first where nothing is said', () => {
    const first = completionsAt('$0').slice(0, starters.length);
    const byTitle = new Map(presets.map((preset) => [preset.title, preset]));
    const types = first.map(({ label }) => byTitle.get(label));
    expect(types.map((preset) => preset?.id)).toEqual(starters);
    expect(types.map((preset) => `${preset?.framework} ${preset?.accelerator}`)).toEqual([
      'vllm gpu',
      'rayVllm gpu',
      'vllm neuron',
      'rayVllm neuron',
    ]);
  });

  test('those for the instance type that an earlier file names come first, then its accelerator', () => {
    const proposed = completionsAt(
      [
        '#- base.yaml',
        'inference:',
        '  accelerator: neuron',
        '  framework: vllm',
        '  modelServer:',
        '    deployment:',
        '      instanceType: trn1.32xlarge',
        '#- values.yaml',
        '$0',
      ].join('\n'),
    ).filter(({ kind }) => kind === 'preset');
    const byTitle = new Map(presets.map((preset) => [preset.title, preset]));
    const points = proposed.map(({ label }) => {
      const { instanceType, accelerator, framework } = byTitle.get(label) ?? {};
      const places = [instanceType === 'trn1.32xlarge', accelerator === 'neuron'];
      return [...places, framework === 'vllm'].map(Number).join('');
    });
    expect(points).toEqual(points.toSorted().reverse());
    expect(points[0]).toBe('111');
    expect(proposed).toHaveLength(presets.length);
  });

  test('speak the dialect of the chart', () => {
    const proposed = completionsAt('$0', known02).filter(({ kind }) => kind === 'preset');
    expect(proposed.length).toBeGreaterThan(100);
    for (const { newText } of proposed) expect(newText).toMatch(/^model: \S+\n\ninference:/m);
    const [ray] = proposed.filter(({ label }) => label === 'Llama 3.1 8B on Ray Serve');
    expect(ray?.newText).toContain('framework: ray-vllm');
    expect(ray?.documentation).toContain('meta-llama/Llama-3.1-8B-Instruct');
  });

  test('lend their models and versions to files in that dialect', () => {
    const [first] = completionsAt('inference:\n  accelerator: gpu\nmodel: $0\n', known02);
    expect(first?.documentation).toContain('Preset: ');
    checkCompletion(
      'inference:\n  framework: ray-vllm\n  modelServer:\n    image:\n      tag: 2$0\n',
      '2.47.0-py312',
      'inference:\n  framework: ray-vllm\n  modelServer:\n    image:\n      tag: "2.47.0-py312"\n',
      known02,
    );
  });

  test('are not proposed where they would mix with what is there', () => {
    const kinds = (fixture: string) => completionsAt(fixture).map(({ kind }) => kind);
    expect(kinds('inference:\n  framework: vllm\n$0')).not.toContain('preset');
    expect(kinds('inference:\n  $0')).not.toContain('preset');
  });
});

test('nothing in comments, texts and template actions', () => {
  expect(labels('inference: # acc$0\n')).toEqual([]);
  expect(labels('inference:\n  serviceName: |\n    acc$0\n')).toEqual([]);
  expect(labels('inference:\n  serviceName: {{ .acc$0\n')).toEqual([]);
});

describe('on Graviton and for llama-server', () => {
  const head = '# inference-charts: chart=../inference-charts-0.2\n';
  const llama = `${head}inference:\n  accelerator: graviton\n  framework: llama-cpp\n`;

  test('parameters are flags of llama-server, and none of vLLM', () => {
    const proposed = labels(`${llama}modelParameters:\n  $0\n`);
    expect(proposed.slice(0, 3)).toEqual(['ctxSize', 'parallel', 'threads']);
    expect(proposed).toContain('cacheTypeK');
    for (const none of ['maxModelLen', 'gpuMemoryUtilization', 'port', 'hfRepo', 'version'])
      expect(proposed).not.toContain(none);
  });

  test('a flag with listed values offers them, in quotes where YAML wants it', () => {
    const text = `${llama}modelParameters:\n  flashAttn: $0\n`;
    expect(labels(text)).toEqual(['on', 'off', 'auto']);
    checkCompletion(text, 'on', `${llama}modelParameters:\n  flashAttn: "on"\n`);
  });

  test('a switch is true or false', () => {
    expect(labels(`${llama}modelParameters:\n  jinja: $0\n`)).toEqual(['true', 'false']);
  });

  test('vLLM keeps its own parameters', () => {
    const proposed = labels(`${head}inference:\n  framework: vllm\nmodelParameters:\n  $0\n`);
    expect(proposed).toContain('maxModelLen');
    expect(proposed).not.toContain('ctxSize');
  });

  test('instance types are Graviton ones with room for the pod, the smallest first', () => {
    const proposed = completionsAt(
      `${llama}  modelServer:\n    deployment:\n      instanceType: $0\n`,
    );
    expect(proposed[0]?.detail).toBe('Graviton, 8 vCPU, 16 GiB');
    expect(proposed.map(({ label }) => label)).toContain('m8g.4xlarge');
    expect(proposed.map(({ label }) => label)).not.toContain('m7i.4xlarge');
    expect(proposed.map(({ label }) => label)).not.toContain('g5g.xlarge');
  });

  test('resources are cpu and memory', () => {
    const proposed = labels(
      `${llama}  modelServer:\n    deployment:\n      resources:\n        graviton:\n          requests:\n            $0\n`,
    );
    expect(proposed).toEqual(['cpu', 'memory', 'ephemeral-storage']);
  });
});
