import type { ScalarNode } from './node.ts';

/**
 * The name Helm gives a key: numbers and booleans become the text of their value, so `on:` is
 * "true". Undefined for null, which Helm refuses.
 * Source: sigs.k8s.io/yaml v1.6.0 yaml.go, convertToJSONableObject.
 */
export function keyName({ value }: ScalarNode): string | undefined {
  return value === null ? undefined : String(value);
}
