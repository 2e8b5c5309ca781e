import { failed, ok, type Result } from '../../base/result.ts';
import type { Ports } from '../cluster/ports.ts';
import { listAt, mapAt, textAt } from '../objects/json.ts';
import { makePlan, type Plan, type PlanFailure } from '../plan/plan.ts';
import { documentsOf } from '../release/release-objects.ts';
import type { Revision } from '../release/release-record.ts';
import { listRevisions, type ReleaseName } from '../release/release-store.ts';
import type { Release } from '../release/release.ts';

export type RollbackFailure =
  | PlanFailure
  | { readonly kind: 'no-release'; readonly name: ReleaseName }
  /** `kept` are the revisions that there still are, newest first. */
  | {
      readonly kind: 'no-revision';
      readonly wanted: number;
      readonly kept: readonly number[];
    }
  /** No earlier revision was ever deployed. */
  | { readonly kind: 'nothing-before'; readonly head: number };

/**
 * Plans to bring an earlier revision back: its very manifest, compared with the cluster as a deployment
 * is. Without a number, the newest revision before this one that was deployed.
 */
export async function planRollback(
  ports: Ports,
  { name, revision }: { readonly name: ReleaseName; readonly revision?: number },
  signal?: AbortSignal,
): Promise<Result<Plan, RollbackFailure>> {
  const listed = await listRevisions(ports.cluster, name, signal);
  if (!listed.ok) return failed({ kind: 'refused', refusal: listed.failure });
  const chosen = choose(listed.value, name, revision);
  if (!chosen.ok) return chosen;
  const rollbackTo = chosen.value;
  const documents = documentsOf(rollbackTo);
  const plan = await makePlan(
    ports,
    { release: releaseOf(rollbackTo), documents, rollbackTo },
    signal,
  );
  return plan.ok ? ok(plan.value) : plan;
}

function choose(
  revisions: readonly Revision[],
  name: ReleaseName,
  wanted: number | undefined,
): Result<Revision, RollbackFailure> {
  const [head, ...earlier] = revisions;
  if (head === undefined) return failed({ kind: 'no-release', name });
  if (wanted === undefined) {
    const last = earlier.find(({ status }) => status === 'deployed' || status === 'superseded');
    return last === undefined ? failed({ kind: 'nothing-before', head: head.revision }) : ok(last);
  }
  const found = revisions.find(({ revision }) => revision === wanted);
  if (found !== undefined) return ok(found);
  const kept = revisions.map(({ revision }) => revision);
  return failed({ kind: 'no-revision', wanted, kept });
}

function releaseOf({ release, namespace, record }: Revision): Omit<Release, 'manifest' | 'hooks'> {
  const notes = textAt(record, 'info', 'notes');
  return {
    name: release,
    namespace,
    chart: {
      metadata: mapAt(record, 'chart', 'metadata'),
      values: mapAt(record, 'chart', 'values'),
      templates: listAt(record, 'chart', 'templates').map((template) => ({
        name: textAt(template, 'name') ?? '',
        text: Buffer.from(textAt(template, 'data') ?? '', 'base64').toString(),
      })),
    },
    values: mapAt(record, 'config'),
    ...(notes !== undefined && { notes }),
  };
}
