import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { InferenceConfig } from '../../server/src/model/inference-config.ts';
import { boxChart, chart02 } from '../lint/charts.ts';
import { judge } from '../lint/judge.ts';

describe('a flag in extraArgs is the parameter', () => {
  it.each<[items: readonly (string | number)[], size: number, item: number, before: string]>([
    [['--tensor-parallel-size=8'], 8, 0, '--tensor-parallel-size='],
    [['--tensor-parallel-size', '8'], 8, 1, ''],
    [['--tensor-parallel-size', 8], 8, 1, ''],
    [['--tensor-parallel-size 8'], 8, 0, '--tensor-parallel-size '],
    [['--tensor_parallel_size=8'], 8, 0, '--tensor_parallel_size='],
    [['-tp', '8'], 8, 1, ''],
    [['-tp=8'], 8, 0, '-tp='],
    [['-tp 8'], 8, 0, '-tp '],
    [['-tp', '4', '--tensor-parallel-size=8'], 8, 1 + 1, '--tensor-parallel-size='],
    [['--tensor-parallel-size=4', '-tp', '8'], 8, 2, ''],
    [['--enable-expert-parallel', '-tp=8', '--seed', '1'], 8, 1, '-tp='],
    [['--tensor-parallel-size=$(SIZE)', '-tp=8'], 8, 1, '-tp='],
    [['$(FURTHER)', '-tp=8'], 8, 1, '-tp='],
  ])('%j', (items, size, item, before) => {
    const { tensorParallelSize, known } = withItems(items);
    expect(tensorParallelSize).toMatchObject({
      value: size,
      path: ['inference', 'modelServer', 'extraArgs', item],
      argument: { flag: 'tensor-parallel-size', before },
    });
    expect(known.undecidedFlags.has('tensor-parallel-size')).toBe(false);
  });

  it.each<[name: string, items: readonly (string | number)[]]>([
    ['a variable', ['--tensor-parallel-size=$(SIZE)']],
    ['a variable of its own', ['-tp', '${SIZE}']],
    ['a template expression', ['--tensor-parallel-size={{ .Values.size }}']],
    ['arguments that a variable holds', ['$(FURTHER)']],
    ['an abbreviation', ['--tensor-parallel=8']],
    ['quotes among several flags', ['--served-model-name "a b" -tp 8']],
  ])('%s leaves it open', (_name, items) => {
    const { tensorParallelSize, known } = withItems(items);
    expect(tensorParallelSize).toBeUndefined();
    expect(known.undecidedFlags.has('tensor-parallel-size')).toBe(true);
  });

  it('among other flags of one item has no form of its own', () => {
    const { tensorParallelSize } = withItems(['--seed 1 -tp 8 --max-num-seqs 4']);
    expect(tensorParallelSize?.value).toBe(8);
    expect(tensorParallelSize?.argument).not.toHaveProperty('before');
  });

  it('an alias is the flag', () => {
    expect(withItems(['--device-memory-utilization=0.95']).gpuMemoryUtilization).toMatchObject({
      value: 0.95,
      argument: { flag: 'gpu-memory-utilization', name: 'device-memory-utilization' },
    });
  });

  it('a switch is turned off by its opposite that comes later', () => {
    const { flags } = withItems(['--enforce-eager', '--no-enforce-eager']);
    expect([flags.has('enforce-eager'), flags.has('no-enforce-eager')]).toEqual([false, true]);
  });

  it('a part of a JSON argument leaves the whole open', () => {
    const { flags, known } = withItems(['--hf-overrides.rope_theta=1']);
    expect(flags.has('hf-overrides')).toBe(false);
    expect(known.undecidedFlags.has('hf-overrides')).toBe(true);
  });

  it('a negative number is a value, JSON with spaces one word', () => {
    const { flags } = withItems(['--max-model-len', '-1', '--hf-overrides={"a": 1}']);
    expect(flags.get('max-model-len')?.value).toBe('-1');
    expect(flags.get('hf-overrides')?.value).toBe('{"a": 1}');
  });

  it('is open where an environment variable sets it too', () => {
    const { maxModelLen } = config(`
      inference:
        modelServer:
          env: [{name: MAX_MODEL_LEN, value: "1024"}]
          extraArgs: [--max-model-len=2048]
    `);
    expect(maxModelLen).toBeUndefined();
  });
});

describe('engineKwargs', () => {
  const text = (framework: string) => `
    inference:
      framework: ${framework}
      rayOptions:
        engineKwargs:
          tensor_parallel_size: 4
  `;

  it('are the parameter under Ray on GPUs', () => {
    expect(config(text('rayVllm')).tensorParallelSize).toMatchObject({
      value: 4,
      path: ['inference', 'rayOptions', 'engineKwargs', 'tensor_parallel_size'],
    });
  });

  it('are left open where they do not reach vLLM', () => {
    expect(config(text('vllm')).tensorParallelSize).toBeUndefined();
  });
});

it('an alias among the parameters of generation 0.2 is the parameter', () => {
  const text = 'modelParameters: {deviceMemoryUtilization: 0.95}';
  expect(judge(text, chart02).analysis.config.gpuMemoryUtilization?.value).toBe(0.95);
});

it('of any row of flags the last one wins, in every form', () => {
  const form = fc.constantFrom(
    (size: number) => [`--tensor-parallel-size=${size}`],
    (size: number) => ['--tensor_parallel_size', String(size)],
    (size: number) => ['-tp', String(size)],
    (size: number) => [`-tp=${size}`],
    (size: number) => [`--tensor-parallel-size ${size}`],
  );
  const one = fc.tuple(form, fc.integer({ min: 1, max: 64 }));
  const others = fc.constantFrom(['--seed=1'], ['--enable-lora'], ['--max-num-seqs', '4']);
  fc.assert(
    fc.property(fc.array(fc.tuple(one, others), { minLength: 1, maxLength: 5 }), (row) => {
      const items = row.flatMap(([[write, size], other]) => [...write(size), ...other]);
      expect(withItems(items).tensorParallelSize?.value).toBe(row.at(-1)?.[0][1]);
    }),
    { numRuns: 60 },
  );
});

it('any items are read without an error', () => {
  const item = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null));
  fc.assert(
    fc.property(fc.array(item, { maxLength: 6 }), (items) => {
      expect(
        config(`inference: ${JSON.stringify({ modelServer: { extraArgs: items } })}`).flags,
      ).toBeInstanceOf(Map);
    }),
    { numRuns: 100 },
  );
});

function withItems(items: readonly (string | number)[]): InferenceConfig {
  const inference = { modelServer: { extraArgs: items } };
  return config(`inference: ${JSON.stringify(inference)}`);
}

function config(text: string): InferenceConfig {
  return judge(text, boxChart).analysis.config;
}
