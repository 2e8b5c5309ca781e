import { ok, type Result } from '../../base/result.ts';
import type { Ports } from '../cluster/ports.ts';
import type { Refusal } from '../cluster/refusal.ts';
import { listReleases } from '../release/list-releases.ts';
import { listRevisions, type ReleaseName } from '../release/release-store.ts';
import { inspectReleases } from './inspect-release.ts';
import { onceEach } from './once-each.ts';
import type { ReleaseDetail, ReleaseSummary } from './release-summary.ts';
import { detail, summarize } from './summarize.ts';

export interface ReleasesRead {
  /** The only namespace that was looked into; undefined when it was all of them. */
  readonly namespace: string | undefined;
  readonly releases: readonly ReleaseSummary[];
}

/** Every release of an inference chart that may be seen, and where it stands. Writes nothing. */
export async function readReleases(
  ports: Ports,
  namespace: string | undefined,
  signal?: AbortSignal,
): Promise<Result<ReleasesRead, Refusal>> {
  const cluster = onceEach(ports.cluster);
  const listed = await listReleases(cluster, namespace, signal);
  if (!listed.ok) return listed;
  const reports = await inspectReleases({ ...ports, cluster }, listed.value.releases, signal);
  if (!reports.ok) return reports;
  const releases = reports.value.map((report) => summarize(report, cluster.target));
  return ok({ namespace: listed.value.namespace, releases });
}

/** One release with all that is known of it; undefined when there is none of this name. */
export async function readRelease(
  ports: Ports,
  name: ReleaseName,
  signal?: AbortSignal,
): Promise<Result<ReleaseDetail | undefined, Refusal>> {
  const cluster = onceEach(ports.cluster);
  const revisions = await listRevisions(cluster, name, signal);
  if (!revisions.ok) return revisions;
  const [head] = revisions.value;
  if (head === undefined) return ok(undefined);
  const deployed = revisions.value.find(({ status }) => status === 'deployed');
  const release = { head, ...(deployed !== undefined && { deployed }) };
  const reports = await inspectReleases({ ...ports, cluster }, [release], signal);
  if (!reports.ok) return reports;
  const [report] = reports.value;
  return ok(report && detail(report, revisions.value, cluster.target));
}
