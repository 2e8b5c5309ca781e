import type { KeyDescription } from '../schema/describe-key.ts';
import { wordsInMarkdown } from './words-in-markdown.ts';

/** What the chart's own values.yaml has for a key that the schema has no words for. */
export interface ChartWords {
  /** Plain text of the comments at the key. */
  readonly comment: string | undefined;
  readonly default: string | undefined;
}

/** What a list of proposals has room for. */
const maxComment = 400;

/** What the schema says of a key, else what the chart does, as Markdown; empty when neither says anything. */
export function describeInMarkdown(
  description: KeyDescription | undefined,
  ofChart: ChartWords | undefined,
): string {
  const { comment, default: inChart } = ofChart ?? {};
  const byDefault = description?.default ?? inChart;
  const parts = [
    description?.description ?? (comment && wordsInMarkdown(comment, maxComment)),
    isScalar(byDefault) ? `Default: \`${String(byDefault)}\`.` : undefined,
    rangeOf(description?.minimum, description?.maximum),
    comment && "From the chart's values.yaml.",
  ];
  return parts.filter((part) => part !== undefined).join('\n\n');
}

/** "integer", "string or null": the type in the words of JSON Schema. */
export function typeOf(description: KeyDescription | undefined): string {
  return description?.type?.join(' or ') ?? '';
}

/** The same words for a value of the chart. */
export function typeOfValue(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  if (Number.isInteger(value)) return 'integer';
  return value === null || value === undefined ? '' : typeof value;
}

function rangeOf(minimum: number | undefined, maximum: number | undefined): string | undefined {
  if (minimum !== undefined && maximum !== undefined) return `From ${minimum} to ${maximum}.`;
  if (minimum !== undefined) return `At least ${minimum}.`;
  return maximum === undefined ? undefined : `At most ${maximum}.`;
}

function isScalar(value: unknown): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}
