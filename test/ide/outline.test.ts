import { describe, expect, test } from 'vitest';
import { documentSymbols, type DocumentSymbol } from '../../server/src/ide/document-symbols.ts';
import { foldingRanges } from '../../server/src/ide/folding.ts';
import { parse } from '../../server/src/syntax/parse.ts';
import { dedent } from '../markers.ts';

function outline(text: string): string {
  const lines = (symbols: readonly DocumentSymbol[], indent: string): string[] =>
    symbols.flatMap(({ name, detail, children }) => [
      `${indent}${name}${detail === '' ? '' : ` = ${detail}`}`,
      ...lines(children, `${indent}  `),
    ]);
  return lines(documentSymbols(parse(dedent(text))), '').join('\n');
}

describe('outline', () => {
  test('keys with their values, list items by name', () => {
    expect(
      outline(`
        inference:
          framework: vllm
          env:
            - name: HF_HOME
              value: /cache
            - plain
        modelParameters: {modelId: a/b}
        `),
    ).toBe(
      [
        'inference',
        '  framework = vllm',
        '  env',
        '    HF_HOME',
        '      name = HF_HOME',
        '      value = /cache',
        '    plain',
        'modelParameters',
        '  modelId = a/b',
      ].join('\n'),
    );
  });

  test('what an alias or merge key brings in is outlined where it is written', () => {
    expect(outline('a: &x\n  b: 1\nc: *x\nd:\n  <<: *x\n  e: 2\n')).toBe(
      'a\n  b = 1\nc\nd\n  e = 2',
    );
  });
});

describe('folding', () => {
  const folds = (text: string) =>
    foldingRanges(parse(dedent(text))).map(
      ({ startLine, endLine, kind }) => `${startLine}-${endLine} ${kind}`,
    );

  test('maps, lists and runs of comments', () => {
    expect(
      folds(`
        # one
        # two
        inference:
          framework: vllm
          env:
            - name: a
              value: b
        service:
          port: 8000
        `),
    ).toEqual(['0-1 comment', '2-6 region', '4-6 region', '5-6 region', '7-8 region']);
  });

  test('a single line folds nothing', () => {
    expect(folds('a: 1\nb: {c: 1}\n# x\n')).toEqual([]);
  });
});
