import type { Check, Preflight, Right } from '../preflight/check.ts';
import { verdictOf } from '../preflight/check.ts';
import type { Target } from '../cluster/target.ts';
import { listInWords } from './object-name.ts';

const titles: Readonly<Record<Preflight, string>> = {
  'api-server': 'API server',
  namespace: 'namespace and release',
  kinds: 'kinds',
  rights: 'rights to apply',
  'rollout-rights': 'rights to follow the rollout',
  objects: 'dry run of each object',
  'ray-operator': 'KubeRay operator',
  references: 'what the pods refer to',
  secrets: 'secrets',
  quota: 'resource quota',
  'limit-ranges': 'limit ranges',
  scheduler: 'scheduler of the pods',
  'device-plugin': 'device plugin',
  capacity: 'room on the nodes',
  scaling: 'autoscalers',
  deadlines: 'startup deadlines',
  'held-updates': 'updates that are held back',
};

/** What was looked at, in a few words: `API server (v1.35.4)`. */
export function nameCheck({ preflight, detail }: Check): string {
  return detail === undefined ? titles[preflight] : `${titles[preflight]} (${detail})`;
}

/** Why it could not all be looked at; undefined when it could. */
export function sayNotChecked(check: Check, { user }: Pick<Target, 'user'>): string | undefined {
  if (check.missing.length === 0) return undefined;
  return `Not checked: ${nameCheck(check)}, because user ${user} may not ${sayRights(check.missing)}.`;
}

/** All that was found in order and without a remark, in one line; undefined when nothing was. */
export function sayChecked(checks: readonly Check[]): string | undefined {
  const fine = checks.filter((check) => verdictOf(check) === 'ok' && check.problems.length === 0);
  return fine.length === 0 ? undefined : `Checked: ${fine.map(nameCheck).join(', ')}.`;
}

/** `list nodes in the cluster and get pods/log in namespace models`. */
function sayRights(rights: readonly Right[]): string {
  const grouped = Map.groupBy(rights, ({ namespace }) => namespace);
  return listInWords(
    [...grouped].map(([namespace, own]) => {
      const what = listInWords(own.map(({ verb, resource }) => `${verb} ${resource}`));
      return `${what} ${namespace === undefined ? 'in the cluster' : `in namespace ${namespace}`}`;
    }),
  );
}
