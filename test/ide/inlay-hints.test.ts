import { expect, test } from 'vitest';
import { inlayHints } from '../../server/src/ide/inlay-hints.ts';
import { openFixture } from './open-fixture.ts';

/** The text with each hint where the editor shows it. */
function withHints(fixture: string, within?: (text: string) => readonly [number, number]): string {
  const { analysis } = openFixture(fixture);
  const { text } = analysis.document;
  const [start, end] = within?.(text) ?? [0, text.length];
  return [...inlayHints(analysis, { start, end })]
    .sort((a, b) => b.offset - a.offset)
    .reduce(
      (shown, { offset, label }) => `${shown.slice(0, offset)} «${label}»${shown.slice(offset)}`,
      text,
    );
}

const values = (length: number) =>
  [
    'inference:',
    '  modelServer:',
    '    image: { tag: v0.9.1 }',
    '    deployment:',
    '      instanceType: g5.xlarge',
    'modelParameters:',
    '  modelId: meta-llama/Llama-3.1-8B-Instruct',
    '  gpuMemoryUtilization: 0.9 # most of it',
    `  maxModelLen: ${length}`,
    '  tensorParallelSize: 1',
    '',
  ].join('\n');

test('budget, KV cache and weights stand behind the values that decide them', () => {
  expect(withHints(values(8192))).toBe(
    values(8192)
      .replace('0.9 #', '0.9 «19.9 of 22.1 GiB» #')
      .replace('8192', '8192 «KV cache 32,000 tokens, 3.9 requests»')
      .replace('Size: 1', 'Size: 1 «15.0 GiB weights, 3.91 GiB KV cache»'),
  );
});

test('and behind the items of extraArgs that decide them', () => {
  const text = values(8192)
    .replace('image:', 'extraArgs: [--max-model-len=4096]\n    image:')
    .replace('inference:', '# inference-charts: chart=../inference-charts\ninference:');
  const shown = withHints(text);
  expect(shown).toContain('[--max-model-len=4096 «KV cache ');
  expect(shown).toContain('maxModelLen: 8192\n');
});

test('what does not fit says by how much', () => {
  expect(withHints(values(131072))).toContain('«does not fit: 16.0 GiB a request, ');
});

test('only what is asked for is answered', () => {
  const first = (text: string) => [0, text.indexOf('maxModelLen')] as const;
  expect(withHints(values(8192), first)).toBe(
    values(8192).replace('0.9 #', '0.9 «19.9 of 22.1 GiB» #'),
  );
});

test('cores of Neuron have no gpuMemoryUtilization', () => {
  expect(
    withHints(`
      inference:
        accelerator: neuron
        modelServer:
          deployment:
            instanceType: inf2.8xlarge
      modelParameters:
        modelId: meta-llama/Llama-3.1-8B-Instruct
        gpuMemoryUtilization: 0.9
        tensorParallelSize: 2
    `),
  ).toMatch(/gpuMemoryUtilization: 0\.9\n {2}tensorParallelSize: 2 «15\.0 GiB weights in 32 GiB»/);
});

test('what is not known has no hint, and no text makes it fail', () => {
  for (const text of [
    '',
    'modelParameters:\n  maxModelLen: 4096\n',
    'a: [',
    'modelParameters: 3\n',
  ])
    expect(withHints(text)).toBe(text);
});
