/** A JSON object whose members have not been looked at yet. */
export type ConfigRecord = Readonly<Record<string, unknown>>;

/** Reads the first of several spellings that holds a positive whole number. */
export type NumberReader = (...names: readonly string[]) => number | undefined;

export function isRecord(value: unknown): value is ConfigRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function numbersOf(config: ConfigRecord): NumberReader {
  return (...names) =>
    names.map((name) => config[name]).find((value): value is number => isCount(value));
}

/** The text under a key, empty when it holds none. */
export function textAt(config: ConfigRecord | undefined, name: string): string {
  const value = config?.[name];
  return typeof value === 'string' ? value : '';
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value > 0;
}
