import { failed, ok, type Result } from '../../base/result.ts';
import type { Drafts } from './drafts.ts';
import { keyOf, type ObjectRef } from '../objects/kube-object.ts';
import { isOwned, ownerOf, type Owner } from '../objects/ownership.ts';
import { dryRun } from './dry-run.ts';
import { notCheckable, type PlannedObject } from './planned-object.ts';
import type { Cluster } from '../cluster/ports.ts';
import type { Problem } from './problem.ts';
import type { Refusal } from '../cluster/refusal.ts';
import type { Workload } from '../preflight/pod-moves.ts';

export interface ObjectChecks {
  readonly planned: readonly PlannedObject[];
  readonly problems: readonly Problem[];
  /** Before and after, for all that can be told: an object that was refused is not among them. */
  readonly workloads: readonly Workload[];
}

/** Dry-runs every object that can be; a refusal of one object is a problem of the plan, not its end. */
export async function checkObjects(
  cluster: Cluster,
  { placed }: Drafts,
  { owner, earlier }: { readonly owner: Owner; readonly earlier: readonly ObjectRef[] },
  signal?: AbortSignal,
): Promise<Result<ObjectChecks, Refusal>> {
  const planned: PlannedObject[] = [];
  const problems: Problem[] = [];
  const workloads: Workload[] = [];
  const known = new Set(earlier.map(keyOf));
  const answers = await Promise.all(
    placed.map(async (draft) => ({
      draft,
      answer: draft.waitsFor === undefined ? await dryRun(cluster, draft, signal) : draft.waitsFor,
    })),
  );
  for (const { draft, answer } of answers) {
    const { ref } = draft;
    if (typeof answer === 'string') {
      planned.push(notCheckable(draft, answer));
      workloads.push({ ref, live: undefined, next: draft.object });
      continue;
    }
    if (!answer.ok) {
      if (endsPlan(answer.failure)) return failed(answer.failure);
      planned.push(notCheckable(draft));
      problems.push({ kind: 'object-refused', ref, refusal: answer.failure });
      continue;
    }
    const { live, next, isUnsure } = answer.value;
    workloads.push({ ref, live, next });
    planned.push(answer.value.planned);
    for (const text of answer.value.planned.warnings)
      problems.push({ kind: 'server-warning', ref, text });
    if (isUnsure) problems.push({ kind: 'fields-left', ref });
    // A namespace that was made between the survey and the dry run is nobody's object.
    const isForeign = live !== undefined && !isOwned(live, owner) && !known.has(keyOf(ref));
    if (isForeign && draft.source !== '') {
      const other = ownerOf(live);
      problems.push({ kind: 'object-not-ours', ref, ...(other !== undefined && { owner: other }) });
    }
  }
  return ok({ planned, problems, workloads });
}

/** These are about the connection, and every other object would get the same answer. */
function endsPlan({ kind }: Refusal): boolean {
  return (
    kind === 'unreachable' ||
    kind === 'timed-out' ||
    kind === 'certificate-refused' ||
    kind === 'no-credentials' ||
    kind === 'unauthorized' ||
    kind === 'cancelled'
  );
}
