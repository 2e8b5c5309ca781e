import type { KeyDescription } from '../schema/describe-key.ts';

/** What the schema says of a key, as Markdown; empty when it says nothing. */
export function describeInMarkdown(description: KeyDescription | undefined): string {
  if (description === undefined) return '';
  const { default: byDefault, minimum, maximum } = description;
  const parts = [
    description.description,
    isScalar(byDefault) ? `Default: \`${String(byDefault)}\`.` : undefined,
    rangeOf(minimum, maximum),
  ];
  return parts.filter((part) => part !== undefined).join('\n\n');
}

/** "integer", "string or null": the type in the words of JSON Schema. */
export function typeOf(description: KeyDescription | undefined): string {
  return description?.type?.join(' or ') ?? '';
}

function rangeOf(minimum: number | undefined, maximum: number | undefined): string | undefined {
  if (minimum !== undefined && maximum !== undefined) return `From ${minimum} to ${maximum}.`;
  if (minimum !== undefined) return `At least ${minimum}.`;
  return maximum === undefined ? undefined : `At most ${maximum}.`;
}

function isScalar(value: unknown): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}
