import { readdirSync, readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';

const dataFolder = new URL('../../server/src/catalog/data/', import.meta.url);
const schemaFolder = new URL('../../schemas/', import.meta.url);
const files = readdirSync(dataFolder).map((name) => name.replace(/\.json$/, ''));

interface DataFile {
  readonly sources: Readonly<Record<string, unknown>>;
  /** Of a file that a program of build/ writes: the one package that all its records are from. */
  readonly source?: Readonly<Record<string, string>>;
  readonly [list: string]: unknown;
}

type Entry = Readonly<Record<string, unknown>>;

const read = (folder: URL, name: string): unknown =>
  JSON.parse(readFileSync(new URL(name, folder), 'utf8'));
const dataOf = (name: string): DataFile => read(dataFolder, `${name}.json`) as DataFile;
const recordsOf = (file: DataFile): readonly Entry[] =>
  Object.values(file).find(
    (value) => Array.isArray(value) && typeof value[0] === 'object',
  ) as readonly Entry[];
const keyOf = (record: Entry): string =>
  String(record['name'] ?? record['id'] ?? record['flag'] ?? record['pattern']);

describe.each(files)('catalog data %s', (name) => {
  // Written by a program: the whole table has one source, and the releases that were read.
  const isRead = 'releases' in dataOf(name);

  if (isRead)
    it('is of the releases that the catalog knows', () => {
      const { releases } = dataOf(name);
      expect(releases).toEqual(dataOf('vllm-releases')['releases']);
      expect(recordsOf(dataOf('vllm-releases')).map(keyOf)).toEqual(releases);
    });

  if (isRead)
    it('tells life spans in releases that were read, in their order', () => {
      const releases = dataOf(name)['releases'] as readonly string[];
      for (const bounds of lifeSpansOf(dataOf(name))) {
        const places = bounds.map((bound) => releases.indexOf(bound));
        expect(places).not.toContain(-1);
        expect(places).toEqual([...places].sort((a, b) => a - b));
      }
    });

  it('matches its schema', () => {
    const schema = read(schemaFolder, `catalog-${name}.schema.json`) as object;
    const ajv = new Ajv({ allErrors: true, strictTypes: false, formats: { regex: true } });
    const validate = ajv.compile(schema);
    validate(dataOf(name));
    expect(validate.errors ?? []).toEqual([]);
  });

  it('is sorted and holds no record twice', () => {
    const fold = (key: string) => (isRead ? `${key.toLowerCase()} ${key}` : key.toLowerCase());
    const keys = recordsOf(dataOf(name)).map((record) => fold(keyOf(record)));
    expect(new Set(keys).size).toBe(keys.length);
    // Patterns are tried in order, so images.json is ordered from narrow to wide instead; releases
    // stand in the order in which they came.
    if (!['images', 'vllm-releases'].includes(name)) expect(keys).toEqual([...keys].sort());
  });

  const { source: only } = dataOf(name);
  if (only !== undefined)
    it('names its one source', () => {
      expect(Object.values(only)).not.toContain('');
    });
  else
    it('names only sources that it lists', () => {
      const { sources } = dataOf(name);
      const named = recordsOf(dataOf(name)).flatMap((record) => sourcesOf(record, sources));
      expect(named.length).toBeGreaterThan(0);
      expect(named.filter((source) => !(source in sources))).toEqual([]);
    });
});

/** A model's source is a sentence that begins with the key of a source. */
function sourcesOf(record: Entry, sources: DataFile['sources']): readonly string[] {
  const source = record['source'];
  if (typeof source === 'string') {
    return [Object.keys(sources).find((key) => source.startsWith(key)) ?? source];
  }
  const visible = record['visibleSource'];
  return [...(record['sources'] as string[]), ...(typeof visible === 'string' ? [visible] : [])];
}

/** The releases that each life span of a table names, in the order in which it names them. */
function lifeSpansOf(file: DataFile): readonly (readonly string[])[] {
  const release = String.raw`\d+\.[\d.]+(?:\.post\d+)?`;
  const span = `(?:${release})?-(?:${release})?`;
  return [...JSON.stringify(file).matchAll(new RegExp(`"(${span}(?:,${span})*)"`, 'g'))].map(
    ([, text = '']) => text.split(/[-,]/).filter((bound) => bound !== ''),
  );
}
