import type { JsonSchema, JsonType } from './json-schema.ts';

/** What a value must be, as the end of "… must be": "a whole number from 1 to 8", "gpu or neuron". */
export function expectation(schemas: readonly JsonSchema[]): string {
  const listed = allowedValues(schemas);
  if (listed.length > 0)
    return either(listed.map((one) => (typeof one === 'string' ? one : JSON.stringify(one))));
  const kinds = [...new Set(schemas.flatMap(kindsOf))];
  // Text is then allowed for a number in quotes, which is a number to whoever writes it.
  const isNumber = kinds.some((kind) => kind.includes('number'));
  return either(isNumber ? kinds.filter((kind) => !kind.startsWith('text')) : kinds);
}

/** The values that the schemas list, in their order; empty when they do not list any. */
export function allowedValues(schemas: readonly JsonSchema[]): readonly unknown[] {
  return schemas
    .flatMap((schema) => (schema.const === undefined ? (schema.enum ?? []) : [schema.const]))
    .filter((value) => value !== null && value !== '');
}

function kindsOf(schema: JsonSchema): string[] {
  // That a key may also be left empty is not what is wanted of it.
  const types = [schema.type ?? impliedType(schema)].flat().filter((type) => type !== 'null');
  return types.map((type) => {
    switch (type) {
      case 'integer':
        return `a whole number${range(schema)}`;
      case 'number':
        return `a number${range(schema)}`;
      case 'string':
        return `text${form(schema)}`;
      case 'boolean':
        return 'true or false';
      case 'object':
        return 'a map of keys';
      case 'array':
        return 'a list';
    }
  });
}

/** Branches of a condition restrict without repeating the type. */
function impliedType(schema: JsonSchema): JsonType {
  const bounds = ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf'];
  return bounds.some((bound) => bound in schema) ? 'number' : 'string';
}

function range(schema: JsonSchema): string {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum } = schema;
  if (minimum !== undefined && maximum !== undefined) return ` from ${minimum} to ${maximum}`;
  const lower =
    exclusiveMinimum !== undefined
      ? ` above ${exclusiveMinimum}`
      : minimum !== undefined && ` of at least ${minimum}`;
  const upper =
    exclusiveMaximum !== undefined
      ? ` below ${exclusiveMaximum}`
      : maximum !== undefined && ` of at most ${maximum}`;
  return [lower, upper].filter((bound) => bound !== false).join(' and');
}

function form({ pattern, minLength, maxLength }: JsonSchema): string {
  if (pattern !== undefined) return ` of the form ${pattern}`;
  if (maxLength !== undefined) return ` of at most ${maxLength} characters`;
  return minLength === 1 ? ' that is not empty' : '';
}

function either(choices: readonly string[]): string {
  if (choices.length < 2) return choices[0] ?? 'left out';
  return `${choices.slice(0, -1).join(', ')} or ${choices.at(-1) ?? ''}`;
}
