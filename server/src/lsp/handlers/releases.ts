import type { CancellationToken } from 'vscode-languageserver/node';
import type { ClusterChoice } from '../../deploy/cluster/clusters.ts';
import type { ConnectFailure } from '../../deploy/cluster/connect-failure.ts';
import type { Ports } from '../../deploy/cluster/ports.ts';
import { readRelease, readReleases } from '../../deploy/status/read-releases.ts';
import { sayNoRelease } from '../../deploy/sentences.ts';
import { failed, ok, type Result } from '../../base/result.ts';
import type {
  ReleaseAnswer,
  ReleasesAnswer,
  ReleasesParams,
  ReleaseTarget,
} from '../../protocol.ts';
import { readYaml } from '../../syntax/read-yaml.ts';
import { abortSignalOf } from '../abort-signal.ts';
import { notConnected, refused } from '../refused.ts';
import type { Session } from '../session.ts';

/** inference/releases: what is deployed of inference charts, and where it stands. Writes nothing. */
export async function releases(
  session: Session,
  { kubeconfig, context, namespace }: ReleasesParams,
  token: CancellationToken,
): Promise<ReleasesAnswer> {
  const connected = await connectTo(session, {
    ...(kubeconfig !== undefined && { kubeconfig }),
    ...(context !== undefined && { context }),
  });
  if (!connected.ok) return notConnected(connected.failure);
  const { target } = connected.value.cluster;
  const read = await readReleases(connected.value, namespace, abortSignalOf(token));
  if (!read.ok) return refused(read.failure, target);
  return {
    kind: 'releases',
    context: target.context,
    server: target.server,
    namespace: read.value.namespace ?? null,
    releases: read.value.releases,
  };
}

/** inference/release: one release with its workloads, pods, events and revisions. Writes nothing. */
export async function release(
  session: Session,
  asked: ReleaseTarget,
  token: CancellationToken,
): Promise<ReleaseAnswer> {
  const connected = await connectTo(session, asked);
  if (!connected.ok) return notConnected(connected.failure);
  const { target } = connected.value.cluster;
  const read = await readRelease(connected.value, asked, abortSignalOf(token));
  if (!read.ok) return refused(read.failure, target);
  if (read.value === undefined) return { kind: 'not-found', message: sayNoRelease(asked, target) };
  return { kind: 'release', context: target.context, server: target.server, release: read.value };
}

/** A connection that is kept for the next look; whoever gets it does not close it. */
export async function connectTo(
  { ports, access, connections }: Session,
  choice: ClusterChoice,
): Promise<Result<Ports, ConnectFailure>> {
  const untrusted = access.refusal();
  if (untrusted !== undefined) return failed(untrusted);
  const clusters = await ports.clusters();
  const cluster = connections.to(
    {
      ...access.choice(choice),
      ...(choice.context !== undefined && { context: choice.context }),
    },
    clusters,
  );
  if (!cluster.ok) return failed(cluster.failure);
  return ok({ cluster: cluster.value, clock: clusters.clock, readYaml });
}
