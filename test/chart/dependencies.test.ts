import { expect, test } from 'vitest';
import { dependenciesOnOurs, filesFor, valuesFor } from '../../server/src/chart/dependencies.ts';
import { toValue } from '../../server/src/syntax/node.ts';
import { parse, type ValuesDocument } from '../../server/src/syntax/parse.ts';

function only(entry: string) {
  const [dependency] = dependenciesOnOurs(`dependencies:\n  - ${entry}\n`);
  if (dependency === undefined) throw new Error('It is no dependency on a chart of ours.');
  return dependency;
}

const valueOf = (document: ValuesDocument | undefined) => document?.root && toValue(document.root);

test('charts of ours are found by name and stand below their alias', () => {
  const found = dependenciesOnOurs(
    'name: a\ndependencies:\n  - name: redis\n    version: 1.0.0\n  - name: inference-charts\n    version: ^0.2\n    repository: file://../b\n    condition: x.y,llm.enabled\n    tags: [gpu]\n    alias: llm\n  - name: ai-on-eks-inference-charts\n',
  );
  expect(found).toEqual([
    {
      name: 'inference-charts',
      key: 'llm',
      version: '^0.2',
      repository: 'file://../b',
      conditions: [
        ['x', 'y'],
        ['llm', 'enabled'],
      ],
      tags: ['gpu'],
    },
    {
      name: 'ai-on-eks-inference-charts',
      key: 'ai-on-eks-inference-charts',
      version: '',
      repository: '',
      conditions: [],
      tags: [],
    },
  ]);
});

test.each(['', 'dependencies: 1\n', 'dependencies: [a, 1, {}]\n', 'dependencies: "\n', '- a\n'])(
  '%j names none',
  (chartYaml) => {
    expect(dependenciesOnOurs(chartYaml)).toEqual([]);
  },
);

test('the switch of a dependency is not one of its values', () => {
  const dependency = only(
    '{name: inference-charts, alias: llm, condition: "llm.enabled,llm.a.is"}',
  );
  const whole = parse('llm: {enabled: true, a: {is: true}, b: 1}\n');
  expect(valueOf(valuesFor(dependency, whole))).toEqual({ a: { is: true }, b: 1 });
});

test('each file says something to the dependency, and all of them to every chart', () => {
  const dependency = only('{name: inference-charts, alias: llm}');
  const files = [
    { file: 'values.yaml', document: parse('global: {a: 1}\nllm: {b: 1}\n') },
    { file: 'other.yaml', document: parse('db: 1\n') },
    { file: 'this.yaml', document: parse('global: {a: 2}\nllm: {b: 2}\n') },
  ];
  expect(
    filesFor(dependency, files).map(({ file, document }) => [file, valueOf(document)]),
  ).toEqual([
    ['values.yaml', { b: 1 }],
    ['values.yaml', { global: { a: 1 } }],
    ['this.yaml', { global: { a: 2 } }],
  ]);
});
