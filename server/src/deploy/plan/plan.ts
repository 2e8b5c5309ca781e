import { createHash } from 'node:crypto';
import { failed, ok, type Result } from '../../base/result.ts';
import { checkAccess, nameOf, type Need } from '../preflight/access.ts';
import { check, preflights, type Check } from '../preflight/check.ts';
import { rolloutNeeds } from '../preflight/rollout-needs.ts';
import { runPreflights } from '../preflight/run-preflights.ts';
import { findScalers } from '../preflight/scalers.ts';
import { lookAround } from '../preflight/world.ts';
import type { NewObject } from '../preflight/quota.ts';
import { checkObjects, type ObjectChecks } from './check-objects.ts';
import { draftObjects, versionsOf } from './drafts.ts';
import { keyOf } from '../objects/kube-object.ts';
import {
  joinManifests,
  readManifests,
  type Manifest,
  type ManifestFault,
  type RenderedDocument,
} from '../objects/manifest.ts';
import { neededSecrets } from '../preflight/needed-secrets.ts';
import { checkSecrets } from '../preflight/secrets.ts';
import { interrupted, recordedHooks } from './recorded.ts';
import type { PlannedObject } from './planned-object.ts';
import type { Ports } from '../cluster/ports.ts';
import { severityOf, type Problem } from './problem.ts';
import { earlierObjects, planDeletions } from './prune.ts';
import type { Refusal } from '../cluster/refusal.ts';
import { releaseHooks } from '../release/release-hooks.ts';
import type { Release } from '../release/release.ts';
import { isPending, type Revision } from '../release/release-record.ts';
import { isWorkload } from '../rollout/judge.ts';
import { rolloutBudget, type RolloutBudget } from '../rollout/rollout-budget.ts';
import { inStages } from './stages.ts';
import { isTooOld, survey, type Survey } from './survey.ts';
import type { Target } from '../cluster/target.ts';

/** What will be done to which cluster, down to the byte. Shown, confirmed, and then applied as it is. */
export interface Plan {
  readonly id: string;
  readonly target: Target;
  readonly release: Release;
  /** In the order in which they are applied; deletions last. */
  readonly objects: readonly PlannedObject[];
  /** Of all checks, what blocks first. */
  readonly problems: readonly Problem[];
  /** What was looked at, with what was found or could not be seen. */
  readonly checks: readonly Check[];
  /** What the workloads may take until they are ready; the rollout waits as long. */
  readonly budgets: readonly RolloutBudget[];
  /** Identity of the cluster; absent when it may not be read. */
  readonly clusterUid: string | undefined;
  /** The newest revision of the release when the plan was made; absent for an install. */
  readonly head: Revision | undefined;
  /** Needed to supersede the deployed revision and to keep the history short. */
  readonly revisions: readonly Revision[];
  /** The revision that is brought back; absent when something new is deployed. */
  readonly rollbackTo?: Revision;
}

export interface PlanRequest {
  readonly release: Omit<Release, 'manifest' | 'hooks'>;
  readonly documents: readonly RenderedDocument[];
  /** The model to be served, when it is known that Hugging Face gives it to token holders only. */
  readonly gatedModel?: string;
  /** The revision that the release and its documents are of, when an earlier one is brought back. */
  readonly rollbackTo?: Revision;
}

export type PlanFailure =
  | { readonly kind: 'manifest-unusable'; readonly fault: ManifestFault }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

/** Asks the cluster about everything and writes nothing. */
export async function makePlan(
  ports: Ports,
  request: PlanRequest,
  signal?: AbortSignal,
): Promise<Result<Plan, PlanFailure>> {
  const { cluster, readYaml } = ports;
  const { documents, gatedModel, rollbackTo } = request;
  const release: Release = {
    ...request.release,
    manifest: joinManifests(documents),
    hooks: releaseHooks(documents, readYaml),
  };
  const read = readManifests(documents, readYaml);
  if (!read.ok) return failed({ kind: 'manifest-unusable', fault: read.failure });
  const manifests = read.value;

  const owner = { release: release.name, namespace: release.namespace };
  // Earlier revisions are known only after the survey, which asks for the kinds they use; these cover them in practice.
  const apiVersions = [
    ...manifests.map(({ ref }) => ref.apiVersion),
    ...manifests.flatMap(({ object, isCrd = false }) => (isCrd ? versionsOf(object) : [])),
    ...['v1', 'apps/v1', 'ray.io/v1'],
  ];
  const found = await survey(cluster, { ...owner, apiVersions }, signal);
  if (!found.ok) return refused(found.failure);
  const surveyed = found.value;

  const world = lookAround(cluster, release.namespace, signal);
  const scalers = await findScalers(world, manifests, release.namespace);
  const drafts = draftObjects(manifests, owner, surveyed, new Set(scalers.byWorkload.keys()));
  const twice = findTwice(drafts.placed);
  if (twice !== undefined) return failed({ kind: 'manifest-unusable', fault: twice });
  const earlier = earlierObjects(surveyed.revisions, readYaml);
  const kept = new Set(drafts.placed.map(({ ref }) => keyOf(ref)));
  const [objects, deletions, secrets] = await Promise.all([
    checkObjects(cluster, drafts, { owner, earlier }, signal),
    planDeletions(ports, earlier, { kinds: surveyed.kinds, owner, kept }, signal),
    checkSecrets(world, { needed: neededSecrets(manifests, release.namespace), gatedModel }),
  ]);
  if (!objects.ok) return refused(objects.failure);
  if (!deletions.ok) return refused(deletions.failure);
  const gone = deletions.value.map(({ planned: one }) => one);
  const planned = [...inStages(objects.value.planned), ...gone];
  const [access, preflightChecks] = await Promise.all([
    checkAccess(
      cluster,
      [...drafts.needs, ...needsOfDeletions(gone, surveyed), ...rolloutNeeds(release.namespace)],
      signal,
    ),
    runPreflights(world, {
      namespace: release.namespace,
      isNamespaceThere: surveyed.namespace === 'present',
      manifests,
      workloads: [
        ...objects.value.workloads,
        ...deletions.value.map(({ planned: { ref }, live }) => ({ ref, live, next: undefined })),
      ],
      created: newObjects(planned, surveyed, release.namespace),
    }),
  ]);
  if (signal?.aborted === true) return refused({ kind: 'cancelled' });

  const denied = access.flatMap(({ problems }) => problems);
  const checks = inOrder([
    ...surveyChecks(surveyed, cluster.target, request),
    ...(manifests.length === 0
      ? []
      : [check('kinds', drafts.problems), check('objects', unlessDenied(objects.value, denied))]),
    ...access,
    ...(secrets === undefined ? [] : [secrets]),
    ...(scalers.check === undefined ? [] : [scalers.check]),
    ...preflightChecks,
  ]);
  return ok({
    id: createId(cluster.target, release, planned, rollbackTo),
    target: cluster.target,
    release,
    objects: planned,
    problems: orderProblems(checks.flatMap(({ problems }) => problems)),
    checks,
    budgets: objects.value.workloads.filter(({ ref }) => isWorkload(ref)).map(rolloutBudget),
    clusterUid: surveyed.clusterUid,
    head: surveyed.revisions[0],
    revisions: surveyed.revisions,
    ...(rollbackTo !== undefined && { rollbackTo }),
  });
}

/** Nothing of a plan with a blocking problem may be applied. */
export function blockersOf(plan: Plan): readonly Problem[] {
  return plan.problems.filter((problem) => severityOf(problem) === 'block');
}

function refused(refusal: Refusal): Result<never, PlanFailure> {
  return failed({ kind: 'refused', refusal });
}

function surveyChecks(
  found: Survey,
  target: Target,
  { release, rollbackTo }: PlanRequest,
): readonly Check[] {
  const { version, namespace, revisions } = found;
  const [head] = revisions;
  const server: Problem[] = [];
  if (isTooOld(version)) server.push({ kind: 'cluster-too-old', version });
  if (target.isUnverified) server.push({ kind: 'unverified-server', server: target.server });
  const place: Problem[] = [];
  if (namespace === 'terminating')
    place.push({ kind: 'namespace-terminating', namespace: release.namespace });
  if (head !== undefined && isPending(head.status)) place.push(busy(head, rollbackTo));
  const hook = rollbackTo && recordedHooks(rollbackTo, ['pre-rollback', 'post-rollback']);
  if (hook !== undefined) place.push(...hook);
  return [{ ...check('api-server', server), detail: version }, check('namespace', place)];
}

function inOrder(checks: readonly Check[]): readonly Check[] {
  return checks.toSorted(
    (a, b) => preflights.indexOf(a.preflight) - preflights.indexOf(b.preflight),
  );
}

/** Objects that are not there yet, and the release's own record of this revision. */
function newObjects(
  planned: readonly PlannedObject[],
  { kinds }: Survey,
  namespace: string,
): NewObject[] {
  const created = planned.flatMap(({ ref, change, waitsFor }): NewObject[] => {
    const resource = kinds.find(ref.apiVersion, ref.kind);
    const isNew = change === 'create' || waitsFor !== undefined;
    if (!isNew || resource === undefined) return [];
    return [{ namespace: ref.namespace, counted: `count/${nameOf(resource)}` }];
  });
  const isRecorded = planned.some(({ change }) => change !== 'unchanged');
  return isRecorded ? [...created, { namespace, counted: 'count/secrets' }] : created;
}

/** A rollback is Helm's own way out of an operation that was interrupted, so it is only warned of. */
function busy(head: Revision, rollbackTo: Revision | undefined): Problem {
  const { release, namespace, revision, status } = head;
  return rollbackTo === undefined
    ? { kind: 'release-busy', release, namespace, revision, status }
    : interrupted(head);
}

/** A denied right says it better than the 403 of each object that needs it. */
function unlessDenied({ problems }: ObjectChecks, access: readonly Problem[]): readonly Problem[] {
  const isExplained = access.length > 0;
  return problems.filter(
    (problem) =>
      !(isExplained && problem.kind === 'object-refused' && problem.refusal.kind === 'forbidden'),
  );
}

function orderProblems(problems: readonly Problem[]): readonly Problem[] {
  const order = ['block', 'warning', 'information'];
  return problems.toSorted((a, b) => order.indexOf(severityOf(a)) - order.indexOf(severityOf(b)));
}

function needsOfDeletions(deletions: readonly PlannedObject[], { kinds }: Survey): Need[] {
  return deletions.flatMap(({ ref }) => {
    const resource = kinds.find(ref.apiVersion, ref.kind);
    return resource === undefined ? [] : [{ resource, namespace: ref.namespace, verb: 'delete' }];
  });
}

function findTwice(placed: readonly Pick<Manifest, 'ref' | 'source'>[]): ManifestFault | undefined {
  const seen = new Set<string>();
  for (const { ref, source } of placed) {
    const key = keyOf(ref);
    if (seen.has(key)) return { source, reason: 'twice', ref };
    seen.add(key);
  }
  return undefined;
}

function createId(
  target: Target,
  release: Release,
  objects: readonly PlannedObject[],
  rollbackTo?: Revision,
): string {
  const hash = createHash('sha256');
  const { name, namespace, manifest, hooks } = release;
  const content = [
    target,
    name,
    namespace,
    manifest,
    hooks,
    rollbackTo?.revision,
    objects.map(({ path, body }) => [path, body]),
  ];
  return hash.update(JSON.stringify(content)).digest('hex').slice(0, 16);
}
