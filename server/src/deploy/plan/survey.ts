import { failed, ok, type Result } from '../../base/result.ts';
import { discover, type ServedKinds } from '../cluster/discovery.ts';
import { numberAt, textAt } from '../objects/json.ts';
import type { Cluster } from '../cluster/ports.ts';
import { readAnswer, type Accepted, type Refusal } from '../cluster/refusal.ts';
import { listRevisions } from '../release/release-store.ts';
import type { Revision } from '../release/release-record.ts';

/** What a plan needs to know of the cluster before it looks at single objects. */
export interface Survey {
  /** As `v1.35.4`; a cluster's own suffix (`-eks-…`) stays on. */
  readonly version: string;
  /** Of the namespace kube-system: the nearest thing to an identity that a cluster has. Absent when not permitted. */
  readonly clusterUid: string | undefined;
  readonly namespace: 'present' | 'missing' | 'terminating';
  readonly kinds: ServedKinds;
  /** Newest first; empty also when Secrets may not be listed, which the access check then reports. */
  readonly revisions: readonly Revision[];
}

export interface SurveyRequest {
  readonly release: string;
  readonly namespace: string;
  readonly apiVersions: readonly string[];
}

export async function survey(
  cluster: Cluster,
  { release, namespace, apiVersions }: SurveyRequest,
  signal?: AbortSignal,
): Promise<Result<Survey, Refusal>> {
  const get = async (path: string): Promise<Result<Accepted, Refusal>> =>
    readAnswer(await cluster.request({ method: 'GET', path }, signal));
  // First alone: one clear refusal instead of six, and one connection that the others then share.
  const version = await get('/version');
  if (!version.ok) return version;
  const [kinds, place, system, revisions] = await Promise.all([
    discover(cluster, apiVersions, signal),
    get(`/api/v1/namespaces/${namespace}`),
    get('/api/v1/namespaces/kube-system'),
    listRevisions(cluster, { release, namespace }, signal),
  ]);
  if (!kinds.ok) return kinds;
  if (!place.ok && !isPermissible(place.failure)) return place;
  if (!revisions.ok && !isPermissible(revisions.failure)) return failed(revisions.failure);
  return ok({
    version: textAt(version.value.body, 'gitVersion') ?? '',
    clusterUid: system.ok ? textAt(system.value.body, 'metadata', 'uid') : undefined,
    namespace: stateOf(place),
    kinds: kinds.value,
    revisions: revisions.ok ? revisions.value : [],
  });
}

/** Server-side apply with strict field validation came on by default in 1.25. */
export function isTooOld(version: string): boolean {
  const [, major = '1', minor = '99'] = /^v?(\d+)\.(\d+)/.exec(version) ?? [];
  return Number(major) === 1 && Number(minor) < 25;
}

function stateOf(place: Result<Accepted, Refusal>): Survey['namespace'] {
  if (!place.ok) return place.failure.kind === 'not-found' ? 'missing' : 'present';
  return textAt(place.value.body, 'status', 'phase') === 'Terminating' ? 'terminating' : 'present';
}

/** Absence and lack of permission are facts about the cluster; anything else ends the plan. */
function isPermissible({ kind }: Refusal): boolean {
  return kind === 'not-found' || kind === 'forbidden';
}

/** A mark that changes when the object's content does, but not with every status update. */
export function contentVersion(live: unknown): string | undefined {
  const uid = textAt(live, 'metadata', 'uid');
  if (uid === undefined) return undefined;
  const generation = numberAt(live, 'metadata', 'generation');
  const version = generation ?? textAt(live, 'metadata', 'resourceVersion') ?? '';
  return `${uid}@${String(version)}`;
}
