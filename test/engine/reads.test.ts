import { afterAll, expect, test } from 'vitest';
import type { ReadGuard, ValueRead } from '../../server/src/chart/renderer.ts';
import { chartOf, engineUnderTest } from './engine-under-test.ts';

const engine = engineUnderTest();
afterAll(() => {
  engine.stop();
});

/**
 * One line a read: `path`, with `/**` where all below is read and `?` where it only decides; then the conditions,
 * with what was understood of them in braces.
 */
async function check(
  template: string,
  expected: readonly string[],
  helpers: Readonly<Record<string, string>> = {},
): Promise<void> {
  const outcome = await engine.reads(chartOf({ 'a.yaml': template, ...helpers }));
  if (outcome.kind !== 'reads') throw new Error(JSON.stringify(outcome));
  expect(outcome.reads.map(described)).toEqual(expected);
}

function described({ path, readsBelow, isCondition, guards }: ValueRead): string {
  const what = `${path.join('.')}${readsBelow ? '/**' : ''}${isCondition ? '?' : ''}`;
  return [what, ...guards.map(describedGuard)].join(' & ');
}

function describedGuard({ text, holds, value, equals }: ReadGuard): string {
  const understood = [value?.join('.'), equals?.join('|')].filter((part) => part !== undefined);
  return `${holds ? '' : 'not '}${text}${understood.length > 0 ? ` {${understood.join('=')}}` : ''}`;
}

test('a printed value is read with all below it', async () => {
  await check('{{ .Values.a.b }} {{ $.Values.c | quote }} {{ toYaml .Values.d | nindent 2 }}', [
    'a.b/**',
    'c/**',
    'd/**',
  ]);
});

test('what is not of the values is not listed', async () => {
  await check('{{ .Release.Name }} {{ .Chart.Name }} {{ .Files.Get "x" }} {{ "Values.a" }}', []);
});

test('a condition looks at a value, and guards what is under it', async () => {
  await check(
    '{{ if .Values.on }}{{ .Values.a }}{{ else }}{{ .Values.b }}{{ end }}{{ .Values.c }}',
    ['on?', 'a/** & .Values.on {on}', 'b/** & not .Values.on {on}', 'c/**'],
  );
});

test('comparisons with texts are understood', async () => {
  await check(
    '{{ if and (eq .Values.f "x" "y") (not .Values.g) }}{{ .Values.a }}{{ else if eq "z" .Values.f }}{{ .Values.b }}{{ end }}',
    [
      'f?',
      'g?',
      'a/** & eq .Values.f "x" "y" {f=x|y} & not .Values.g {g}',
      'f? & not and (eq .Values.f "x" "y") (not .Values.g)',
      'b/** & not and (eq .Values.f "x" "y") (not .Values.g) & eq "z" .Values.f {f=z}',
    ],
  );
});

test('a comparison with a value that has a default is not', async () => {
  await check('{{ if eq (default "x" .Values.f) "x" }}{{ .Values.a }}{{ end }}', [
    'f?',
    'f?',
    'a/** & eq (default "x" .Values.f) "x"',
  ]);
  await check(
    '{{ $f := .Values.f }}{{ $f = print $f "x" }}{{ if eq $f "x" }}{{ .Values.a }}{{ end }}',
    ['f/**', 'f?', 'a/** & eq $f "x"'],
  );
});

test('with and range move the dot, and variables keep it', async () => {
  await check(
    '{{ with .Values.a }}{{ .b }}{{ $.Values.c }}{{ end }}{{ range $k, $v := .Values.env }}{{ $k }}: {{ $v.name }}{{ end }}',
    [
      'a?',
      'a.b/** & .Values.a {a}',
      'c/** & .Values.a {a}',
      'env?',
      'env.*',
      'env.*.name/** & range $k, $v := .Values.env',
    ],
  );
});

test('includes are followed with what they are given', async () => {
  await check(
    '{{ include "x" . }}{{ include "y" (dict "part" .Values.p "root" $) }}{{ template "z" .Values.q }}',
    ['a/**', 'p.b/**', 'c/**', 'q.d/**', 'q.e.f'],
    {
      '_x.tpl':
        '{{ define "x" }}{{ .Values.a }}{{ end }}{{ define "y" }}{{ .part.b }}{{ .root.Values.c }}{{ end }}{{ define "z" }}{{ .d }}{{ $.e.f | len }}{{ end }}',
    },
  );
});

test('a list of arguments is taken apart by its indices', async () => {
  await check('{{ include "x" (list $ "text" .Values.b) }}', ['a/**', 'b.c/**'], {
    '_x.tpl':
      '{{ define "x" }}{{ $root := index . 0 }}{{ $root.Values.a }}{{ index . 1 }}{{ (index . 2).c }}{{ end }}',
  });
});

test('an include that includes itself ends', async () => {
  await check('{{ include "x" .Values }}', ['n?'], {
    '_x.tpl': '{{ define "x" }}{{ if .n }}{{ include "x" $ }}{{ end }}{{ end }}',
  });
});

test('a map that comes to hold itself is read once', async () => {
  await check(
    '{{ $d := dict "a" .Values.a }}{{ $_ := set $d "self" $d }}{{ include "x" $d }}{{ toYaml $d }}',
    ['a/**'],
    { '_x.tpl': '{{ define "x" }}{{ include "x" .self }}{{ end }}' },
  );
});

test('index, get, dig and hasKey reach as far as their keys are texts', async () => {
  await check(
    '{{ index .Values "a" "b" }}{{ get .Values.c "d" }}{{ dig "e" "f" "none" .Values.AsMap }}{{ index .Values.list 0 }}{{ if hasKey .Values "g" }}{{ end }}{{ index .Values.h .Values.i }}',
    ['a.b/**', 'c.d/**', 'e.f/**', 'list.0/**', 'g?', 'i/**', 'h.*/**'],
  );
});

test('where it cannot be followed, everything below is read', async () => {
  await check('{{ tpl .Values.text . }}', ['text/**', '/**']);
  await check('{{ include .Values.name . }}', ['name/**', '/**']);
  await check('{{ $x := merge (dict) .Values.a }}{{ $x.b }}', ['a/**', 'a.b/**']);
  await check('{{ toYaml . }}', ['/**']);
});

test('a text in the template is followed through tpl', async () => {
  await check('{{ tpl "{{ .Values.a }}" . }}', ['a/**']);
});

test('a read is placed where its expression starts', async () => {
  const outcome = await engine.reads(
    chartOf({ 'a.yaml': 'x: 1\ny: {{ .Values.a.b.c | quote }}\n' }),
  );
  expect(outcome).toMatchObject({
    reads: [{ template: 'inline/templates/a.yaml', file: 'templates/a.yaml', line: 1, column: 6 }],
  });
});

test('a template that does not parse is a template error', async () => {
  expect(await engine.reads(chartOf({ 'a.yaml': '\n{{ if }}' }))).toMatchObject({
    kind: 'template-error',
    file: 'templates/a.yaml',
    line: 1,
  });
});
