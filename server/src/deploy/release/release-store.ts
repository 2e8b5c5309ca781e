import { failed, ok, type Result } from '../../base/result.ts';
import { mapAt } from '../objects/json.ts';
import { fieldManager } from '../objects/ownership.ts';
import type { ApiRequest, Ports } from '../cluster/ports.ts';
import type { Cluster } from '../cluster/ports.ts';
import { isLost, lookAgain } from '../cluster/lost-answer.ts';
import { readAnswer, type Refusal } from '../cluster/refusal.ts';
import { isSame } from '../objects/json.ts';
import {
  fromSecret,
  revisionsIn,
  secretName,
  toSecret,
  withStatus,
  type ReleaseStatus,
  type Revision,
} from './release-record.ts';

export interface ReleaseName {
  readonly release: string;
  readonly namespace: string;
}

/** Helm keeps ten revisions of a release unless told otherwise. */
export const historyLimit = 10;

/** Newest first. */
export async function listRevisions(
  cluster: Cluster,
  { release, namespace }: ReleaseName,
  signal?: AbortSignal,
): Promise<Result<readonly Revision[], Refusal>> {
  const answer = await cluster.request(
    {
      method: 'GET',
      path: secretsPath(namespace),
      query: { labelSelector: `owner=helm,name=${release}` },
    },
    signal,
  );
  const listed = readAnswer(answer);
  return listed.ok ? ok(revisionsIn(listed.value.body)) : listed;
}

/** Creating the Secret is the lock on the release: of two at the same time, one is refused. */
export async function createRevision(
  ports: Ports,
  revision: Revision,
): Promise<Result<Revision, Refusal>> {
  return write(ports, revision, { method: 'POST', path: secretsPath(revision.namespace) });
}

export async function changeStatus(
  ports: Ports,
  revision: Revision,
  status: ReleaseStatus,
  description: string,
): Promise<Result<Revision, Refusal>> {
  const path = `${secretsPath(revision.namespace)}/${secretName(revision)}`;
  return write(ports, withStatus(revision, status, description), { method: 'PUT', path });
}

/** As Helm leaves a release while its objects go; refused when somebody changed the record meanwhile. */
export async function markUninstalling(
  ports: Ports,
  revision: Revision,
): Promise<Result<Revision, Refusal>> {
  const info = {
    ...mapAt(revision.record, 'info'),
    deleted: new Date(ports.clock.now()).toISOString(),
  };
  const deleted = { ...revision, record: { ...revision.record, info } };
  return changeStatus(ports, deleted, 'uninstalling', 'Deletion in progress (or silently failed)');
}

/** The newest goes last, so that a release that lost some of its history is still there to be asked for. */
export async function deleteRevisions(
  cluster: Cluster,
  revisions: readonly Revision[],
): Promise<Result<undefined, Refusal>> {
  for (const revision of revisions.toReversed()) {
    const path = `${secretsPath(revision.namespace)}/${secretName(revision)}`;
    const answer = readAnswer(await cluster.request({ method: 'DELETE', path }));
    if (!answer.ok && answer.failure.kind !== 'not-found') return answer;
  }
  return ok(undefined);
}

/**
 * Removes the oldest revisions over Helm's limit, never the deployed one. History is a convenience:
 * a refusal is not worth failing a deployment that succeeded, and the next one tries again.
 */
export async function trimHistory(cluster: Cluster, revisions: readonly Revision[]): Promise<void> {
  const surplus = revisions
    .slice(historyLimit)
    .filter(({ status }) => status !== 'deployed')
    .map((revision) => `${secretsPath(revision.namespace)}/${secretName(revision)}`);
  await Promise.all(surplus.map((path) => cluster.request({ method: 'DELETE', path })));
}

async function write(
  ports: Ports,
  revision: Revision,
  request: Pick<ApiRequest, 'method' | 'path'>,
): Promise<Result<Revision, Refusal>> {
  const { cluster, clock } = ports;
  const body = JSON.stringify(toSecret(revision, Math.floor(clock.now() / 1000)));
  const answer = await cluster.request({ ...request, query: { fieldManager }, body });
  if (isLost(answer)) {
    const path = `${secretsPath(revision.namespace)}/${secretName(revision)}`;
    const found = await lookAgain(ports, path);
    const stored = found.ok ? fromSecret(found.value) : undefined;
    if (stored !== undefined && isSame(stored.record, revision.record)) return ok(stored);
  }
  const written = readAnswer(answer);
  if (!written.ok) return written;
  const stored = fromSecret(written.value.body);
  return stored === undefined
    ? failed({
        kind: 'server-failed',
        status: 200,
        message: 'the release record came back unreadable',
      })
    : ok(stored);
}

function secretsPath(namespace: string): string {
  return `/api/v1/namespaces/${encodeURIComponent(namespace)}/secrets`;
}
