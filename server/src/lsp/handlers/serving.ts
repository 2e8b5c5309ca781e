import { randomUUID } from 'node:crypto';
import type { CancellationToken } from 'vscode-languageserver/node';
import { curl, sayNoRelease, sayNotOpened, sayRefusal } from '../../deploy/sentences.ts';
import { followLogs as follow } from '../../deploy/serving/follow-logs.ts';
import { openEndpoint as open } from '../../deploy/serving/open-endpoint.ts';
import { podsOfRelease, readReleaseObjects } from '../../deploy/serving/release-workloads.ts';
import {
  logText,
  type EndpointAnswer,
  type FollowLogsAnswer,
  type FollowLogsParams,
  type ReleaseTarget,
} from '../../protocol.ts';
import { abortSignalOf } from '../abort-signal.ts';
import { openRelease } from '../open-release.ts';
import type { Session } from '../session.ts';
import { notConnected } from '../refused.ts';

/** inference/followLogs: the logs of a release's pods, until the request is cancelled. */
export async function followLogs(
  session: Session,
  { token: of, ...asked }: FollowLogsParams,
  token: CancellationToken,
): Promise<FollowLogsAnswer> {
  const connected = await openRelease(session, asked);
  if (!connected.ok) return notConnected(connected.failure);
  const { ports } = connected.value;
  const { cluster } = ports;
  try {
    const signal = abortSignalOf(token);
    const found = await readReleaseObjects(ports, asked, signal);
    if (!found.ok) return { kind: 'failed', message: sayRefusal(found.failure, cluster.target) };
    const { value } = found;
    if (value === undefined)
      return { kind: 'failed', message: sayNoRelease(asked, cluster.target) };
    await follow(
      ports,
      {
        pods: () => podsOfRelease(ports, value, signal),
        onText: (text) => {
          void session.connection.sendNotification(logText.method, { token: of, text });
        },
      },
      signal,
    );
    return { kind: 'ended' };
  } finally {
    await cluster.close();
  }
}

/** inference/openEndpoint: a port of this machine that leads to the release's model. */
export async function openEndpoint(
  session: Session,
  asked: ReleaseTarget,
  token: CancellationToken,
): Promise<EndpointAnswer> {
  const connected = await openRelease(session, asked);
  if (!connected.ok) return notConnected(connected.failure);
  const { ports } = connected.value;
  const { cluster } = ports;
  const opened = await open(ports, asked, abortSignalOf(token));
  if (opened.kind !== 'open') {
    await cluster.close();
    return { kind: 'failed', message: sayNotOpened(opened, asked, cluster.target) };
  }
  const { forward, endpoint, model } = opened;
  const id = randomUUID();
  session.endpoints.set(id, async () => {
    await forward.close();
    await cluster.close();
  });
  const { url } = forward;
  return {
    kind: 'open',
    id,
    url,
    service: endpoint.service,
    model: model ?? null,
    curl: model === undefined ? `curl ${url}/health` : curl(url, { model, api: 'chat' }),
  };
}

/** inference/closeEndpoint: connections that are open through it end. */
export async function closeEndpoint(
  { endpoints }: Session,
  { id }: { readonly id: string },
): Promise<null> {
  await endpoints.get(id)?.();
  endpoints.delete(id);
  return null;
}
