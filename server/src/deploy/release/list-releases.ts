import { chartNames } from '../../chart/describe-chart.ts';
import { ok, type Result } from '../../base/result.ts';
import type { Cluster } from '../cluster/ports.ts';
import { readAnswer, type Refusal } from '../cluster/refusal.ts';
import { textAt } from '../objects/json.ts';
import { revisionsIn, type Revision } from './release-record.ts';

export interface ReleaseList {
  /** The only namespace that was looked into; undefined when it was all of them. */
  readonly namespace: string | undefined;
  /** By namespace and name. */
  readonly releases: readonly ListedRelease[];
}

export interface ListedRelease {
  readonly head: Revision;
  /** Absent when no revision is deployed, as after a first one that failed. */
  readonly deployed?: Revision;
}

/**
 * Releases of inference charts: in the namespace that is asked for, else in all of them, and where
 * the user may not look into all, in the one of the context.
 */
export async function listReleases(
  cluster: Cluster,
  wanted: string | undefined,
  signal?: AbortSignal,
): Promise<Result<ReleaseList, Refusal>> {
  const everywhere = await listIn(cluster, wanted, signal);
  if (everywhere.ok) return ok({ namespace: wanted, releases: everywhere.value });
  if (everywhere.failure.kind !== 'forbidden' || wanted !== undefined) return everywhere;
  const { namespace } = cluster.target;
  const own = await listIn(cluster, namespace, signal);
  return own.ok ? ok({ namespace, releases: own.value }) : own;
}

/** Records can be large: they are read by the page, and only the newest of each release is kept. */
const pageSize = '100';

async function listIn(
  cluster: Cluster,
  namespace: string | undefined,
  signal?: AbortSignal,
): Promise<Result<readonly ListedRelease[], Refusal>> {
  const place = namespace === undefined ? '' : `/namespaces/${encodeURIComponent(namespace)}`;
  const found = new Map<string, ListedRelease>();
  let next = '';
  do {
    const query = {
      // A superseded revision is never the newest, and most of the records are superseded ones.
      labelSelector: 'owner=helm,status!=superseded',
      limit: pageSize,
      ...(next !== '' && { continue: next }),
    };
    const request = { method: 'GET', path: `/api/v1${place}/secrets`, query } as const;
    const page = readAnswer(await cluster.request(request, signal));
    if (!page.ok) return page;
    for (const revision of revisionsIn(page.value.body)) keepNewest(found, revision);
    next = textAt(page.value.body, 'metadata', 'continue') ?? '';
  } while (next !== '');
  return ok([...found].toSorted(([one], [other]) => (one < other ? -1 : 1)).map(([, it]) => it));
}

function keepNewest(found: Map<string, ListedRelease>, revision: Revision): void {
  const chart = textAt(revision.record, 'chart', 'metadata', 'name') ?? '';
  if (!chartNames.has(chart)) return;
  const key = `${revision.namespace}/${revision.release}`;
  const known = found.get(key);
  const isNewer = known === undefined || known.head.revision < revision.revision;
  const deployed = revision.status === 'deployed' ? revision : known?.deployed;
  found.set(key, {
    head: isNewer ? revision : known.head,
    ...(deployed !== undefined && { deployed }),
  });
}
