import type { Path } from '../syntax/node.ts';
import { schemasAt, type JsonSchema } from './json-schema.ts';

/** Whether a chart's own values.schema.json refuses a key at `path`, so that Helm stops. */
export function isRefusedKey(schema: JsonSchema, path: Path): boolean {
  const key = path.at(-1);
  if (typeof key !== 'string') return false;
  return schemasAt(schema, path.slice(0, -1)).some(
    ({ properties = {}, patternProperties = {}, additionalProperties }) =>
      additionalProperties === false &&
      !Object.hasOwn(properties, key) &&
      !Object.keys(patternProperties).some((pattern) => matches(pattern, key)),
  );
}

/** A pattern that is no regular expression here may match there. */
function matches(pattern: string, key: string): boolean {
  try {
    return new RegExp(pattern, 'u').test(key);
  } catch {
    return true;
  }
}
