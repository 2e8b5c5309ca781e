import { parseArgs } from 'node:util';
import { failed, ok, type Result } from '../base/result.ts';

export type Options = NonNullable<NonNullable<Parameters<typeof parseArgs>[0]>['options']>;

export interface Read {
  readonly values: Readonly<Record<string, unknown>>;
  readonly positionals: readonly string[];
}

/** Reads flags as Node does; the failure is one sentence without quotes. */
export function options(args: readonly string[], known: Options): Result<Read, string> {
  try {
    return ok(parseArgs({ args: [...args], options: known, allowPositionals: true }));
  } catch (error) {
    const [sentence = ''] = (error instanceof Error ? error.message : String(error)).split('. ');
    return failed(`${sentence.replaceAll("'", '').replace(/\.$/, '')}.`);
  }
}

export function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

export function texts(value: unknown): readonly string[] | undefined {
  return Array.isArray(value) ? value.map(String) : undefined;
}

export function given<Key extends string, Value>(
  key: Key,
  value: Value | undefined,
): { readonly [key in Key]?: Value } {
  return value === undefined ? {} : ({ [key]: value } as never);
}
