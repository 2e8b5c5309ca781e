import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import {
  dependenciesOnOurs,
  filesFor,
  valuesFor,
  type Dependency,
} from '../../server/src/chart/dependencies.ts';
import { switchedOffBy } from '../../server/src/ide/switched-off.ts';
import { mergeLayers } from '../../server/src/model/merged-values.ts';
import { parse } from '../../server/src/syntax/parse.ts';
import { chartAt, engineUnderTest } from './engine-under-test.ts';

const engine = engineUnderTest();
const folder = mkdtempSync(join(tmpdir(), 'inference-charts-umbrella-'));
afterAll(() => {
  engine.stop();
  rmSync(folder, { recursive: true });
});

const chartYaml = `apiVersion: v2
name: platform
version: 1.0.0
dependencies:
  - name: inference-charts
    alias: llm
    version: 0.2.7
    condition: first,llm.enabled
    tags: [gpu, own]
`;
const defaults = 'a: 1\nb: { c: 1, d: 1 }\n';

for (const [path, text] of Object.entries({
  'Chart.yaml': chartYaml,
  'charts/inference-charts/Chart.yaml': 'apiVersion: v2\nname: inference-charts\nversion: 0.2.7\n',
  'charts/inference-charts/values.yaml': defaults,
  'charts/inference-charts/templates/values.yaml': 'kind: Values\nvalues: {{ toJson .Values }}\n',
})) {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

const dependency = dependenciesOnOurs(chartYaml)[0] as Dependency;

/** What Helm hands to the dependency; undefined when it is switched off. */
async function byHelm(texts: readonly string[]): Promise<unknown> {
  const outcome = await engine.render({
    chart: await chartAt(engine, folder),
    valuesFiles: texts.map((text, index) => ({ name: `values-${index}.yaml`, text })),
    release: 'a',
    namespace: 'b',
  });
  if (outcome.kind !== 'rendered') throw new Error(JSON.stringify(outcome));
  const values = /^values: (.*)$/m.exec(outcome.manifest)?.[1];
  return values === undefined ? undefined : JSON.parse(values);
}

function byUs(texts: readonly string[]): unknown {
  const documents = texts.map((text) => parse(text));
  if (switchedOffBy(dependency, documents) !== undefined) return undefined;
  const last = documents.at(-1);
  const own = last && valuesFor(dependency, last);
  const files = filesFor(
    dependency,
    documents.map((document) => ({ document })),
  );
  const layers = [{ document: parse(defaults) }, ...files, ...(own ? [{ document: own }] : [])];
  return mergeLayers(layers.map(({ document }) => ({ origin: { kind: 'document' }, document })))
    .value;
}

describe('a dependency is switched as Helm switches it', () => {
  test.each([
    ['nothing is said', ''],
    ['the condition holds', 'llm: {enabled: true}\ntags: {gpu: false}\n'],
    ['the condition fails', 'llm: {enabled: false}\ntags: {gpu: true}\n'],
    ['an earlier condition decides', 'first: true\nllm: {enabled: false}\n'],
    ['a condition is no boolean', 'first: "no"\nllm: {enabled: false}\n'],
    ['a condition is null', 'first: null\nllm: {enabled: false}\n'],
    ['all tags that are set are false', 'tags: {gpu: false}\n'],
    ['one tag is true', 'tags: {gpu: false, own: true}\n'],
    ['another tag is false', 'tags: {cpu: false}\n'],
    ['a tag is no boolean', 'tags: {gpu: "false"}\n'],
  ])('%s', async (_name, text) => {
    expect(switchedOffBy(dependency, [parse(text)]) !== undefined).toBe(
      (await byHelm([text])) === undefined,
    );
  });
});

describe('a dependency is handed what Helm hands it', () => {
  test.each([
    [['llm: {a: 2}\n']],
    [['llm: {b: {c: 2}}\n', 'llm: {b: {d: 3}}\n']],
    [['llm: {enabled: false, a: 3}\n', 'llm: {enabled: true}\n']],
    [['llm: {a: null, b: null}\n']],
    [['llm: {b: {c: null}}\n', 'llm: {a: 4}\n']],
    [['global: {x: 1}\ndb: {a: 5}\n', 'global: {y: 2}\nllm: {a: 6}\n']],
    [['llm: {e: [1]}\n', 'llm: {e: [2], f: {}}\n']],
  ])('%j', async (texts) => {
    const handed = (await byHelm(texts)) as Record<string, unknown>;
    // The switch is the parent's.
    delete handed['enabled'];
    expect({ global: {}, ...(byUs(texts) as object) }).toEqual(handed);
  });
});
