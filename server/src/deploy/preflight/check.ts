import { severityOf, type Problem } from '../plan/problem.ts';

/** What a plan looks at before anything is written, in the order in which it is told. */
export const preflights = [
  'api-server',
  'namespace',
  'kinds',
  'rights',
  'rollout-rights',
  'objects',
  'ray-operator',
  'references',
  'secrets',
  'quota',
  'limit-ranges',
  'scheduler',
  'device-plugin',
  'capacity',
  'scaling',
  'deadlines',
  'held-updates',
] as const;

export type Preflight = (typeof preflights)[number];

/** A right that the user lacks. Without a namespace it is for the whole cluster. */
export interface Right {
  readonly verb: string;
  /** `deployments.apps`, as `kubectl auth can-i` takes it. */
  readonly resource: string;
  readonly namespace?: string;
}

/** What one preflight found. One that has nothing to look at in a plan is not among its checks. */
export interface Check {
  readonly preflight: Preflight;
  readonly problems: readonly Problem[];
  /** For want of these it could not look at everything. */
  readonly missing: readonly Right[];
  /** A version or the like, to be shown with what was checked. */
  readonly detail?: string;
}

export type Verdict = 'ok' | 'warning' | 'block' | 'not-permitted';

/** Problems weigh more than what is not known; a remark is no problem. */
export function verdictOf({ problems, missing }: Check): Verdict {
  const severities = problems.map(severityOf);
  if (severities.includes('block')) return 'block';
  if (severities.includes('warning')) return 'warning';
  return missing.length > 0 ? 'not-permitted' : 'ok';
}

export function check(
  preflight: Preflight,
  problems: readonly Problem[],
  missing: readonly Right[] = [],
): Check {
  return { preflight, problems, missing };
}
