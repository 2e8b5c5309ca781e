import type { Fact } from '../model/merged-values.ts';

/**
 * The fact to put the squiggle under, of those that clash: the first one written in this document.
 * Undefined when none is: then nothing in this document is to blame and the rule stays silent.
 */
export function blame(...clashing: readonly (Fact | undefined)[]): Fact | undefined {
  return clashing.find((fact) => fact?.origin.kind === 'document');
}

/** "8", or "8 (the chart's default)", or "8 (from values-base.yaml)": a value told with where it comes from. */
export function tell(fact: Fact): string {
  const value = String(fact.value);
  switch (fact.origin.kind) {
    case 'document':
      return value;
    case 'file':
      return `${value} (from ${fact.origin.file})`;
    case 'chart':
      return `${value} (the chart's default)`;
  }
}

/** Last key of the path, as users name it. */
export function keyOf(fact: Fact): string {
  return String(fact.path.at(-1));
}
