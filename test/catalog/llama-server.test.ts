import { afterAll, describe, expect, it } from 'vitest';
import {
  llamaServerArgument,
  llamaServerArguments,
  llamaServerFlags,
  llamaServerKey,
} from '../../server/src/catalog/llama-server.ts';
import { flagName, knownFlags } from '../../server/src/catalog/vllm-arguments.ts';
import { chartOf, engineUnderTest } from '../engine/engine-under-test.ts';

const engine = engineUnderTest();
afterAll(() => {
  engine.stop();
});

/** What the template function kebabcase makes of each key. */
async function printed(keys: readonly string[]): Promise<readonly string[]> {
  const calls = keys.map((key) => `{{ kebabcase ${JSON.stringify(key)} }}`).join(',');
  const outcome = await engine.render({
    chart: chartOf({ 'a.yaml': `flags: "${calls}"` }),
    valuesFiles: [],
    release: 'x',
    namespace: 'default',
  });
  if (outcome.kind !== 'rendered') throw new Error(JSON.stringify(outcome));
  return (/flags: "(.*)"/.exec(outcome.manifest)?.[1] ?? '').split(',');
}

describe('arguments of llama-server', () => {
  it.each([
    ['ctxSize', { flag: 'ctx-size', value: 'integer' }],
    ['ctx_size', { flag: 'ctx-size' }],
    ['--n-gpu-layers', { flag: 'n-gpu-layers' }],
    ['gpuLayers', { flag: 'n-gpu-layers' }],
    ['noContBatching', { flag: 'cont-batching', value: 'none' }],
    ['flashAttn', { value: 'text', olderValue: 'none', choices: ['on', 'off', 'auto'] }],
    ['draft', { removed: true }],
  ])('are found as %s', (name, facts) => {
    expect(llamaServerArgument(name)).toMatchObject(facts);
  });

  it('are not those of vLLM', () => {
    expect(llamaServerArgument('maxModelLen')).toBeUndefined();
    const both = [...knownFlags].filter((flag) => llamaServerFlags.has(flag));
    expect(both.length).toBeLessThan(15);
    expect(both).toContain('seed');
  });

  it('include names that older releases had', () => {
    expect(llamaServerArgument('noMmap')).toBeUndefined();
    expect(llamaServerFlags.has('no-mmap')).toBe(true);
  });

  it('are printed by the keys that are proposed for them', async () => {
    const flags = llamaServerArguments.filter(({ flag }) => llamaServerKey(flag) !== undefined);
    expect(flags.length).toBeGreaterThan(200);
    const keys = flags.map(({ flag }) => llamaServerKey(flag) ?? '');
    expect(await printed(keys)).toEqual(flags.map(({ flag }) => flag));
  });
});

describe('the flag of a key', () => {
  it('is what kebabcase prints, letters and dashes given', async () => {
    const keys = [
      'maxNumSeqs',
      'max_num_seqs',
      'max-num-seqs',
      'topNSigma',
      'enableDPAttention',
      'cacheTypeK',
      'URL',
      'ctxsize',
    ];
    expect(keys.map(flagName)).toEqual(await printed(keys));
  });
});
