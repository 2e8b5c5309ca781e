import { failed, ok, type Result } from '../../base/result.ts';
import { discover } from '../cluster/discovery.ts';
import type { Ports } from '../cluster/ports.ts';
import type { Refusal } from '../cluster/refusal.ts';
import type { ListedRelease } from '../release/list-releases.ts';
import { objectsOf } from '../release/release-objects.ts';
import { isPending, type Revision } from '../release/release-record.ts';
import { factsOf, type RevisionFacts } from '../release/revision-facts.ts';
import { isWorkload } from '../rollout/judge.ts';
import type { DeviceCount, ReleaseState, ReplicaCount } from './release-summary.ts';
import { workloadStatus, type WorkloadStatus } from './workload-status.ts';

/** A release as it is now: what its record says, and what its workloads do. */
export interface ReleaseReport {
  readonly head: Revision;
  /** The revision whose objects are looked at: the deployed one, else the newest. */
  readonly shown: Revision;
  readonly facts: RevisionFacts;
  readonly state: ReleaseState;
  readonly workloads: readonly WorkloadStatus[];
  readonly replicas: ReplicaCount;
  readonly devices: readonly DeviceCount[];
}

/** Looks at the workloads of releases. What one of them cannot show is left unknown; reads only. */
export async function inspectReleases(
  ports: Ports,
  releases: readonly ListedRelease[],
  signal?: AbortSignal,
): Promise<Result<readonly ReleaseReport[], Refusal>> {
  const found = releases.map(({ head, deployed: shown = head }) => {
    const objects = objectsOf(shown, ports.readYaml);
    return { head, shown, objects: objects.ok ? objects.value : [] };
  });
  const apiVersions = found
    .flatMap(({ objects }) => objects.map(({ ref }) => ref))
    .filter(isWorkload)
    .map(({ apiVersion }) => apiVersion);
  const kinds = await discover(ports.cluster, apiVersions, signal);
  if (!kinds.ok) return kinds;
  const reports = await Promise.all(
    found.map(async ({ head, shown, objects }): Promise<ReleaseReport> => {
      const facts = factsOf(shown);
      const elapsedMs = ports.clock.now() - Date.parse(facts.updated ?? '1970-01-01');
      const surroundings = {
        release: shown,
        objects: objects.map(({ ref, object }) => ({
          ...{ ref, change: 'unchanged' as const, body: JSON.stringify(object) },
        })),
      };
      const asked = { kinds: kinds.value, surroundings, elapsedMs };
      const workloads = await Promise.all(
        objects
          .filter(({ ref }) => isWorkload(ref))
          .map(({ ref }) => workloadStatus(ports, { ref, ...asked }, signal)),
      );
      return { head, shown, facts, workloads, state: stateOf(head, workloads), ...sum(workloads) };
    }),
  );
  return signal?.aborted === true ? failed({ kind: 'cancelled' }) : ok(reports);
}

function stateOf(head: Revision, workloads: readonly WorkloadStatus[]): ReleaseState {
  if (isPending(head.status)) return 'changing';
  if (head.status === 'uninstalled') return 'stopped';
  const states = workloads.map((one) => (one.kind === 'found' ? one.state : one.kind));
  if (states.includes('failing') || states.includes('missing')) return 'failing';
  if (states.length === 0 || states.includes('kind-not-served') || states.includes('unreadable'))
    return 'unknown';
  if (states.includes('starting')) return 'starting';
  return states.includes('serving') ? 'serving' : 'stopped';
}

function sum(workloads: readonly WorkloadStatus[]): Pick<ReleaseReport, 'replicas' | 'devices'> {
  const found = workloads.filter((one) => one.kind === 'found');
  const devices = new Map<string, number>();
  for (const { resource, count } of found.flatMap((one) => one.devices))
    devices.set(resource, (devices.get(resource) ?? 0) + count);
  return {
    replicas: {
      ready: found.reduce((total, { replicas }) => total + replicas.ready, 0),
      wanted: found.reduce((total, { replicas }) => total + replicas.wanted, 0),
    },
    devices: [...devices].map(([resource, count]) => ({ resource, count })),
  };
}
