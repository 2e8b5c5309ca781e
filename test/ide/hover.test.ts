import { describe, expect, test } from 'vitest';
import type { Chart } from '../../server/src/chart/chart.ts';
import { hover } from '../../server/src/ide/hover.ts';
import { boxChart, known02 } from '../lint/charts.ts';
import { cursorOf } from '../markers.ts';
import { commentedChart } from './commented-chart.ts';
import { openFixture } from './open-fixture.ts';

function hoverAt(fixture: string, chart?: Chart): string | undefined {
  const { file, analysis } = openFixture(fixture, chart);
  return hover(analysis, cursorOf(file))?.markdown;
}

describe('hover tells', () => {
  test('type, default, range and what the value replaces', () => {
    const text = hoverAt('modelParameters:\n  max$0ModelLen: 4096\n');
    expect(text).toContain('**modelParameters.maxModelLen** — integer, default `8192`');
    expect(text).toContain('MAX_MODEL_LEN');
    expect(text).toContain('At least 1.');
    expect(text).toContain(
      'Effective value: `4096`, from this file; it replaces `8192` of the chart.',
    );
  });

  test('which parameter an argument sets, and what it does there', () => {
    const text = (item: string, length: string) =>
      hoverAt(
        `
        inference:
          modelServer:
            extraArgs: [${item}]
            deployment: {instanceType: g5.xlarge}
        modelParameters:
          modelId: meta-llama/Llama-3.1-8B-Instruct
          maxModelLen: ${length}
        `,
        boxChart,
      );
    const item = text('"--max-model-len=$04096"', '8192');
    expect(item).toContain('Sets `maxModelLen` to `4096`.');
    expect(item).toContain('Memory fit, by our estimate');
    expect(text('"--max-model-len=4096"', '81$092')).toContain(
      'vLLM takes `4096`, from extraArgs: the last one counts.',
    );
  });

  test('that an earlier file is overridden, by name', () => {
    expect(
      hoverAt(`
        #- values-base.yaml
        modelParameters:
          maxModelLen: 2048
        #- values.yaml
        modelParameters:
          maxModelLen: $04096
        `),
    ).toContain('it replaces `2048` from values-base.yaml.');
  });

  test('the release of the chart in which a key came, or the last that had it', () => {
    const at = (key: string) =>
      hoverAt(
        `model: a/b\ninference:\n  modelServer:\n    deployment:\n      ${key}:\n        env: {}\n`,
        known02,
      );
    expect(at('nimCont$0ainer')).toContain('In the chart from 0.2.2 on.');
    expect(at('n$0im')).toContain('In the chart up to 0.2.1.');
    expect(at('nodeSel$0ector')).not.toContain('In the chart');
  });

  test('the hardware of an instance type', () => {
    const text = hoverAt(
      'inference:\n  modelServer:\n    deployment:\n      instanceType: g5.12$0xlarge\n',
    );
    expect(text).toContain('g5.12xlarge: 4 × A10G');
  });

  test('the processors of an instance type without devices', () => {
    const text = (type: string) =>
      hoverAt(`inference:\n  modelServer:\n    deployment:\n      instanceType: ${type}$0\n`);
    expect(text('m8g.4xlarge')).toContain(
      'm8g.4xlarge: 16 vCPU of Graviton (arm64), 64 GiB, no accelerator. A pod can ask for about 15.9 CPU and 56 GiB of it.',
    );
    expect(text('ml.m7i.large')).toMatch(/: 2 vCPU of x86 \(amd64\), 8 GiB, no accelerator\.$/m);
  });

  test('what a flag of llama-server is', () => {
    const text = (line: string) =>
      hoverAt(
        `# inference-charts: chart=../inference-charts-0.2\ninference:\n  framework: llama-cpp\nmodelParameters:\n  ${line}\n`,
      );
    expect(text('ctx$0Size: 4096')).toContain(
      'Becomes the flag `--ctx-size` of llama-server. Also `-c`. The environment variable `LLAMA_ARG_CTX_SIZE` sets the same.',
    );
    expect(text('cont$0Batching: true')).toContain('Turned off by `--no-cont-batching`.');
    expect(text('split$0Mode: row')).toContain('One of `none`, `layer`, `row`, `tensor`.');
    expect(text('max$0ModelLen: 4096')).not.toContain('vLLM');
  });

  test('the shape of a model', () => {
    expect(hoverAt('modelParameters:\n  modelId: meta-llama/$0Llama-3.1-8B-Instruct\n')).toContain(
      '32 attention heads, 8 KV heads',
    );
  });

  const onA10G = (length: string) => `
    inference:
      modelServer:
        deployment:
          instanceType: g5.xlarge
    modelParameters:
      modelId: meta-llama/Llama-3.1-8B-Instruct
      gpuMemoryUtilization: 0.9
      maxModelLen: ${length}
  `;

  test('whether the model fits, and what its memory goes to', () => {
    const text = hoverAt(onA10G('8$0192'));
    expect(text).toContain('Memory fit, by our estimate: **fits**.');
    expect(text).toMatch(/Of the 22\.1 GiB of each A10G, vLLM may take 19\.9: weights 15\.0, /);
    expect(text).toMatch(/The KV cache holds [\d,]+ tokens: \d\.\d requests of 8,192 at once\./);
  });

  test('why it does not fit', () => {
    const text = hoverAt(onA10G('131072').replace('modelId', 'model$0Id'));
    expect(text).toContain('**does not fit**. One request of 131072 tokens needs 16.0 GiB');
  });

  test('what would have to be known, and nothing for models that we do not know', () => {
    const unplaced = 'modelParameters:\n  modelId: Qwen/Qwen3-8B\n  max$0ModelLen: 4096\n';
    expect(hoverAt(unplaced)).toContain('Memory fit: not known (the instance type');
    expect(hoverAt(unplaced.replace('Qwen/Qwen3-8B', 'acme/own'))).not.toContain('Memory fit');
  });

  test('which tensor parallel sizes the heads allow', () => {
    expect(
      hoverAt(`
        modelParameters:
          modelId: Qwen/Qwen2.5-7B-Instruct
          tensorParallel$0Size: 2
        `),
    ).toContain('has 28 attention heads, so up to 8: 1, 2, 4, 7.');
  });

  test('the allowed values of an enum', () => {
    expect(hoverAt('inference:\n  accel$0erator: gpu\n')).toContain('One of `gpu`, `neuron`.');
  });

  test('nothing about a key that nobody knows, and nothing between keys', () => {
    expect(hoverAt('whatever:\n  els$0e: {}\n')).toBeUndefined();
    expect(hoverAt('inference:\n  accelerator: gpu\n\n$0\nservice: {}\n')).toBeUndefined();
  });
});

describe('of a key that the schema does not know, hover tells', () => {
  test("the comment of the chart's values.yaml, its default and what is used", () => {
    expect(hoverAt('drafting:\n  draft$0Tokens: 8\n', commentedChart)).toBe(
      [
        '**drafting.draftTokens** — default `5`',
        "From the chart's values.yaml:",
        'Tokens that the small model writes ahead.',
        'More cost memory.',
        'Effective value: `8`, from this file; it replaces `5` of the chart.',
      ].join('\n\n'),
    );
  });

  test('the comment of a map, and of one that is commented out', () => {
    expect(hoverAt('draf$0ting: {}\n', commentedChart)).toContain(
      'Speculative decoding with \\*two\\* models  \nof one family\\[1].',
    );
    expect(hoverAt('drafting:\n  see$0d: 1\n', commentedChart)).toContain(
      "From the chart's values.yaml:\n\nMakes answers repeatable",
    );
  });

  test('that of any item for the keys of an item, which has no default', () => {
    expect(hoverAt('adapters:\n  - name: a\n  - ra$0nk: 64\n', commentedChart)).toBe(
      [
        '**adapters.1.rank**',
        "From the chart's values.yaml:",
        'Rank of the matrices',
        'Effective value: `64`, from this file.',
      ].join('\n\n'),
    );
  });

  test('no more of a long comment than fits on a screen', () => {
    const text = hoverAt('long$0Story: x\n', commentedChart) ?? '';
    const told = text.split('\n\n').slice(2, -1).join('\n\n');
    expect(told).toMatch(/^It says a lot\. .* …$/s);
    expect(told.length).toBeGreaterThan(1_400);
    expect(told.replaceAll('  \n', '\n').length).toBeLessThanOrEqual(1_502);
  });

  test('nothing of the comment where the schema has words', () => {
    const text = hoverAt('inference:\n  service$0Name: x\n', commentedChart);
    expect(text).toContain('**inference.serviceName** — string');
    expect(text).not.toContain("From the chart's values.yaml");
    expect(text).not.toContain('Left to the schema');
  });
});
