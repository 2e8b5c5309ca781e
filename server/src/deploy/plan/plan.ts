import { createHash } from 'node:crypto';
import { failed, ok, type Result } from '../../base/result.ts';
import { checkAccess, type Need } from '../preflight/access.ts';
import { checkObjects, type ObjectChecks } from './check-objects.ts';
import { draftObjects } from './drafts.ts';
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
import type { Release } from '../release/release.ts';
import { isPending, type Revision } from '../release/release-record.ts';
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
  readonly problems: readonly Problem[];
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
  readonly release: Omit<Release, 'manifest'>;
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
  const release: Release = { ...request.release, manifest: joinManifests(documents) };
  const read = readManifests(documents, readYaml);
  if (!read.ok) return failed({ kind: 'manifest-unusable', fault: read.failure });
  const manifests = read.value;

  const owner = { release: release.name, namespace: release.namespace };
  // Earlier revisions are known only after the survey, which asks for the kinds they use; these cover them in practice.
  const apiVersions = [...manifests.map(({ ref }) => ref.apiVersion), 'v1', 'apps/v1', 'ray.io/v1'];
  const world = await survey(cluster, { ...owner, apiVersions }, signal);
  if (!world.ok) return refused(world.failure);

  const drafts = draftObjects(manifests, owner, world.value);
  const twice = findTwice(drafts.placed);
  if (twice !== undefined) return failed({ kind: 'manifest-unusable', fault: twice });
  const earlier = earlierObjects(world.value.revisions, readYaml);
  const kept = new Set(drafts.placed.map(({ ref }) => keyOf(ref)));
  const [objects, deletions, secrets] = await Promise.all([
    checkObjects(cluster, drafts, { owner, earlier }, signal),
    planDeletions(ports, earlier, { kinds: world.value.kinds, owner, kept }, signal),
    checkSecrets(
      cluster,
      { needed: neededSecrets(manifests, release.namespace), gatedModel },
      signal,
    ),
  ]);
  if (!objects.ok) return refused(objects.failure);
  if (!deletions.ok) return refused(deletions.failure);
  const planned = [...inStages(objects.value.planned), ...deletions.value];
  const access = await checkAccess(
    cluster,
    [...drafts.needs, ...needsOfDeletions(deletions.value, world.value)],
    signal,
  );
  if (signal?.aborted === true) return refused({ kind: 'cancelled' });

  return ok({
    id: createId(cluster.target, release, planned, rollbackTo),
    target: cluster.target,
    release,
    objects: planned,
    problems: orderProblems([
      ...worldProblems(world.value, cluster.target, request),
      ...drafts.problems,
      ...access,
      ...unlessDenied(objects.value, access),
      ...secrets,
    ]),
    clusterUid: world.value.clusterUid,
    head: world.value.revisions[0],
    revisions: world.value.revisions,
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

function worldProblems(
  world: Survey,
  target: Target,
  { release, rollbackTo }: PlanRequest,
): Problem[] {
  const { version, namespace, revisions } = world;
  const [head] = revisions;
  const problems: Problem[] = [];
  if (isTooOld(version)) problems.push({ kind: 'cluster-too-old', version });
  if (target.isUnverified) problems.push({ kind: 'unverified-server', server: target.server });
  if (namespace === 'terminating')
    problems.push({ kind: 'namespace-terminating', namespace: release.namespace });
  if (head !== undefined && isPending(head.status)) problems.push(busy(head, rollbackTo));
  const hook = rollbackTo && recordedHooks(rollbackTo, ['pre-rollback', 'post-rollback']);
  if (hook !== undefined) problems.push(...hook);
  return problems;
}

/** A rollback is Helm's own way out of an operation that was interrupted, so it is only warned of. */
function busy(head: Revision, rollbackTo: Revision | undefined): Problem {
  const { revision, status } = head;
  return rollbackTo === undefined ? { kind: 'release-busy', revision, status } : interrupted(head);
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
  const { name, namespace, manifest } = release;
  const content = [
    target,
    name,
    namespace,
    manifest,
    rollbackTo?.revision,
    objects.map(({ path, body }) => [path, body]),
  ];
  return hash.update(JSON.stringify(content)).digest('hex').slice(0, 16);
}
