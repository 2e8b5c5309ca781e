import { readdirSync, readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';

const dataFolder = new URL('../../server/src/catalog/data/', import.meta.url);
const schemaFolder = new URL('../../schemas/', import.meta.url);
const files = readdirSync(dataFolder).map((name) => name.replace(/\.json$/, ''));

interface DataFile {
  readonly sources: Readonly<Record<string, unknown>>;
  /** Of a file that a program of build/ writes: the one package that all its records are from. */
  readonly source?: { readonly package: string };
  readonly [list: string]: unknown;
}

type Entry = Readonly<Record<string, unknown>>;

const read = (folder: URL, name: string): unknown =>
  JSON.parse(readFileSync(new URL(name, folder), 'utf8'));
const dataOf = (name: string): DataFile => read(dataFolder, `${name}.json`) as DataFile;
const recordsOf = (file: DataFile): readonly Entry[] =>
  Object.values(file).find((value) => Array.isArray(value)) as readonly Entry[];
const keyOf = (record: Entry): string =>
  String(record['name'] ?? record['id'] ?? record['flag'] ?? record['pattern']);

describe.each(files)('catalog data %s', (name) => {
  it('matches its schema', () => {
    const schema = read(schemaFolder, `catalog-${name}.schema.json`) as object;
    const ajv = new Ajv({ allErrors: true, strictTypes: false, formats: { regex: true } });
    const validate = ajv.compile(schema);
    validate(dataOf(name));
    expect(validate.errors ?? []).toEqual([]);
  });

  it('is sorted and holds no record twice', () => {
    const keys = recordsOf(dataOf(name)).map((record) => keyOf(record).toLowerCase());
    expect(new Set(keys).size).toBe(keys.length);
    // Patterns are tried in order, so images.json is ordered from narrow to wide instead.
    if (name !== 'images') expect(keys).toEqual([...keys].sort());
  });

  it('names only sources that it lists', () => {
    const { sources, source } = dataOf(name);
    if (source !== undefined) {
      expect(source.package).not.toBe('');
      return;
    }
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
