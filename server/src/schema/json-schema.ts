import type { Path } from '../syntax/node.ts';

/** The parts of JSON Schema (draft-07) that our schemas use, and the words we add to it. */
export interface JsonSchema {
  readonly $ref?: string;
  readonly definitions?: Readonly<Record<string, JsonSchema>>;
  readonly title?: string;
  readonly description?: string;
  readonly type?: JsonType | readonly JsonType[];
  readonly default?: unknown;
  readonly examples?: readonly unknown[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
  readonly multipleOf?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
  readonly properties?: Readonly<Record<string, JsonSchema | boolean>>;
  readonly patternProperties?: Readonly<Record<string, JsonSchema | boolean>>;
  readonly additionalProperties?: JsonSchema | boolean;
  readonly items?: JsonSchema | boolean;
  readonly allOf?: readonly JsonSchema[];
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  /** The sentence to print when this part of the schema is not met, instead of one made from its keywords. */
  readonly 'x-message'?: string;
}

export type JsonType = 'null' | 'boolean' | 'object' | 'array' | 'number' | 'integer' | 'string';

/** Every part of the schema that speaks of the value at `path`, references followed, outermost first. */
export function schemasAt(root: JsonSchema, path: Path): readonly JsonSchema[] {
  let parts = unfold(root, root);
  for (const step of path)
    parts = parts.flatMap((part) => inner(part, step)).flatMap((part) => unfold(root, part));
  return parts;
}

function inner(schema: JsonSchema, step: string | number): JsonSchema[] {
  if (typeof step === 'number') return present(schema.items);
  const named = schema.properties?.[step];
  if (named !== undefined && Object.hasOwn(schema.properties ?? {}, step)) return present(named);
  const matching = Object.entries(schema.patternProperties ?? {})
    .filter(([pattern]) => new RegExp(pattern, 'u').test(step))
    .flatMap(([, value]) => present(value));
  return matching.length > 0 ? matching : present(schema.additionalProperties);
}

function present(schema: JsonSchema | boolean | undefined): JsonSchema[] {
  return typeof schema === 'object' ? [schema] : [];
}

/** The schema itself and what it is made of; conditions (`if`) are left out, they only restrict. */
function unfold(root: JsonSchema, schema: JsonSchema, depth = 0): JsonSchema[] {
  if (depth > maxDepth) return [];
  const made = [
    ...(schema.allOf ?? []),
    ...(schema.anyOf ?? []),
    ...(schema.oneOf ?? []),
    ...present(resolve(root, schema.$ref)),
  ];
  return [schema, ...made.flatMap((part) => unfold(root, part, depth + 1))];
}

/** References may not form a loop without a key between them; should they, we stop here. */
const maxDepth = 16;

function resolve(root: JsonSchema, reference: string | undefined): JsonSchema | undefined {
  if (reference === '#') return root;
  const name = /^#\/definitions\/([^/]+)$/.exec(reference ?? '')?.[1];
  return name === undefined ? undefined : root.definitions?.[decodeURIComponent(name)];
}
