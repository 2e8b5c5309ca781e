import { failed, ok, type Result } from '../../base/result.ts';
import { discover, resourcePath } from '../cluster/discovery.ts';
import type { Ports } from '../cluster/ports.ts';
import type { Refusal } from '../cluster/refusal.ts';
import type { Json } from '../objects/json.ts';
import type { ObjectRef } from '../objects/kube-object.ts';
import { objectsOf } from '../release/release-objects.ts';
import { listRevisions, type ReleaseName } from '../release/release-store.ts';
import { isWorkload } from '../rollout/judge.ts';
import { takeSnapshot } from '../rollout/take-snapshot.ts';
import type { Placed } from './endpoint.ts';

/** What a release put into the cluster, with the workloads among it. */
export interface ReleaseObjects {
  readonly objects: readonly Placed[];
  readonly workloads: readonly Placed[];
}

/** Of the deployed revision, else of the newest; undefined when there is no such release. */
export async function readReleaseObjects(
  { cluster, readYaml }: Ports,
  release: ReleaseName,
  signal?: AbortSignal,
): Promise<Result<ReleaseObjects | undefined, Refusal>> {
  const revisions = await listRevisions(cluster, release, signal);
  if (!revisions.ok) return failed(revisions.failure);
  const shown = revisions.value.find(({ status }) => status === 'deployed') ?? revisions.value[0];
  if (shown === undefined) return ok(undefined);
  const read = objectsOf(shown, readYaml);
  const objects = read.ok ? read.value : [];
  return ok({ objects, workloads: objects.filter(({ ref }) => isWorkload(ref)) });
}

/** The pods that a release's workloads have now; fewer when something of them may not be read. */
export async function podsOfRelease(
  ports: Ports,
  { objects, workloads }: ReleaseObjects,
  signal?: AbortSignal,
): Promise<readonly Json[]> {
  const versions = workloads.map(({ ref }) => ref.apiVersion);
  const kinds = await discover(ports.cluster, versions, signal);
  if (!kinds.ok) return [];
  const lists = await Promise.all(
    workloads.map(async ({ ref }) => {
      const resource = kinds.value.find(ref.apiVersion, ref.kind);
      if (resource === undefined) return [];
      const followed = { ref, path: resourcePath(resource, ref), elapsedMs: 0 };
      const taken = await takeSnapshot(ports, surroundingsOf(ref, objects), followed, signal);
      return taken.ok ? (taken.value?.pods ?? []) : [];
    }),
  );
  return lists.flat();
}

function surroundingsOf({ namespace = 'default' }: ObjectRef, objects: readonly Placed[]) {
  return {
    release: { namespace },
    objects: objects.map(({ ref, object }) => ({
      ...{ ref, change: 'unchanged' as const, body: JSON.stringify(object) },
    })),
  };
}
