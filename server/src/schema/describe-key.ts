import type { Generation } from '../chart/chart.ts';
import type { Path } from '../syntax/node.ts';
import { generations } from './compiled/index.js';
import { schemasAt, type JsonSchema, type JsonType } from './json-schema.ts';

/** What the schema of a chart generation says of one key. */
export interface KeyDescription {
  readonly description?: string;
  /** Without `null`: that a key may be left empty is no type. */
  readonly type?: readonly JsonType[];
  readonly default?: unknown;
  /** All allowed values, when they are listed. */
  readonly enum?: readonly unknown[];
  readonly examples?: readonly unknown[];
  readonly minimum?: number;
  readonly maximum?: number;
  /** Keys of the map that stands here, in the schema's order. */
  readonly children?: readonly string[];
}

/** Undefined when the generation has no schema or its schema does not know the path; `[]` is the root. */
export function describeKey(
  generation: Generation | undefined,
  path: Path,
): KeyDescription | undefined {
  const schema = generation === undefined ? undefined : generations[generation]?.schema;
  const parts = schema === undefined ? [] : schemasAt(schema, path);
  if (parts.length === 0) return undefined;
  const children = [...new Set(parts.flatMap(({ properties }) => Object.keys(properties ?? {})))];
  const types = new Set(parts.flatMap(({ type }) => type ?? []));
  const allowed = parts.find((part) => part.enum !== undefined)?.enum;
  return {
    ...first(parts, 'description'),
    ...(types.size > 0 && { type: namedTypes([...types]) }),
    ...first(parts, 'default'),
    ...(allowed !== undefined && { enum: allowed.filter((value) => value !== null) }),
    ...first(parts, 'examples'),
    ...first(parts, 'minimum'),
    ...first(parts, 'maximum'),
    ...(children.length > 0 && { children }),
  };
}

/** That a key may be left empty, or that its number may stand in quotes, is no type of its own. */
function namedTypes(types: readonly JsonType[]): readonly JsonType[] {
  const isNumber = types[0] === 'integer' || types[0] === 'number';
  return types.filter((type) => type !== 'null' && !(isNumber && type === 'string'));
}

/** The outermost part that has the keyword wins: it stands next to the key. */
function first<Keyword extends keyof JsonSchema>(
  parts: readonly JsonSchema[],
  keyword: Keyword,
): { readonly [key in Keyword]?: NonNullable<JsonSchema[Keyword]> } {
  const found = parts.find((part) => part[keyword] !== undefined)?.[keyword];
  return found === undefined ? {} : ({ [keyword]: found } as never);
}
