import { paths } from '../catalog/values-paths.ts';
import type { ChartRead } from './chart-read.ts';
import { holds, type NamedConditions } from './condition.ts';

/** What chooses the templates: the two values that decide which workload is rendered. */
export interface Situation {
  readonly framework?: string;
  readonly accelerator?: string;
}

const frameworkKey = paths.framework.join('.');
const acceleratorKey = paths.accelerator.join('.');

/** Tells whether a read can take place; what its conditions do not say clearly may hold. */
export function reachIn(
  { framework, accelerator }: Situation,
  named: NamedConditions,
): (read: ChartRead) => boolean {
  // Hundreds of reads stand under the same few conditions.
  const known = new Map<string, boolean | undefined>();
  const valueAt = (path: string) => {
    if (path === frameworkKey) return framework;
    return path === acceleratorKey ? accelerator : undefined;
  };
  const given = (text: string) => {
    if (!known.has(text)) known.set(text, holds(text, valueAt, named));
    return known.get(text);
  };
  return ({ guards }) =>
    guards.every((guard) => {
      const value = given(guard.text);
      return value === undefined || value === guard.holds;
    });
}
