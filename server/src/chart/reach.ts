import type { ChartRead } from './chart-read.ts';
import { holds, type NamedConditions } from './condition.ts';

/** What chooses the templates: the two values that decide which workload is rendered. */
export interface Situation {
  readonly framework?: string;
  readonly accelerator?: string;
}

/** Whether a read can take place; what its conditions do not say clearly may hold. */
export function isReachable(
  { guards }: ChartRead,
  { framework, accelerator }: Situation,
  named: NamedConditions,
): boolean {
  const valueAt = (path: string) => {
    if (path === 'inference.framework') return framework;
    return path === 'inference.accelerator' ? accelerator : undefined;
  };
  return guards.every((guard) => {
    const given = holds(guard.text, valueAt, named);
    return given === undefined || given === guard.holds;
  });
}
