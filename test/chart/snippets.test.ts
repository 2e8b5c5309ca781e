import { readFileSync, readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { generateSnippets } from '../../build/generate-snippets.ts';

const root = new URL('../../', import.meta.url);
const read = (path: string) => readFileSync(new URL(path, root), 'utf8');
const presets = readdirSync(new URL('presets/', root))
  .sort()
  .map((file) => ({ file, text: read(`presets/${file}`) }));

test('snippets are what `npm run generate` makes of the presets', () => {
  expect(read('snippets/inference-values.code-snippets')).toBe(generateSnippets(presets));
});

test('a preset snippet, accepted as it is, is the preset', () => {
  const snippets = JSON.parse(generateSnippets(presets)) as Record<string, { body: string[] }>;
  const accepted = Object.values(snippets)
    .slice(0, presets.length)
    .map(({ body }) =>
      body
        .join('\n')
        .replace(/\n\$0$/, '\n')
        .replace(/\$\{\d:((?:[^\\}]|\\.)*)\}/g, '$1')
        .replace(/\\([\\$}])/g, '$1'),
    );
  expect(accepted).toEqual(presets.map(({ text }) => text));
});

test('one stop changes all that must change together', () => {
  const text = [
    '# title: T',
    '# description: D.',
    '# hardware: H',
    'inference:',
    '  resources:',
    '    nvidia.com/gpu: 4',
    'modelParameters:',
    '  tensorParallelSize: 4',
    '  numGpus: 2',
  ].join('\n');
  const { T } = JSON.parse(generateSnippets([{ file: 'values-t.yaml', text }])) as {
    T: { body: string[] };
  };
  expect(T.body.slice(5)).toEqual([
    '    nvidia.com/gpu: ${4:4}',
    'modelParameters:',
    '  tensorParallelSize: ${4:4}',
    '  numGpus: 2',
    '$0',
  ]);
});
