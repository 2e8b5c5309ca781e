import type { Cluster } from '../cluster/ports.ts';
import { readAnswer } from '../cluster/refusal.ts';
import { maskText } from '../objects/mask-text.ts';

export interface LogPlace {
  readonly namespace: string;
  readonly pod: string;
  /** The pod's only one when absent. */
  readonly container?: string;
}

export interface LogPart {
  /** Of the container's last life, not of the one that runs. */
  readonly isPrevious?: boolean;
  readonly tailLines: number;
}

/** As much as a start-up failure of vLLM takes, with the traceback of every rank. */
const limitBytes = 256 * 1024;

/** The end of a container's log, secrets masked; undefined when it cannot be read or is empty. */
export async function readLog(
  cluster: Cluster,
  place: LogPlace,
  { isPrevious = false, tailLines }: LogPart,
  signal?: AbortSignal,
): Promise<string | undefined> {
  const answer = readAnswer(
    await cluster.request(
      {
        method: 'GET',
        path: logPath(place),
        query: {
          ...(place.container !== undefined && { container: place.container }),
          ...(isPrevious && { previous: 'true' }),
          tailLines: String(tailLines),
          limitBytes: String(limitBytes),
        },
      },
      signal,
    ),
  );
  if (!answer.ok) return undefined;
  const { body } = answer.value;
  // A log whose only line is JSON comes as text all the same: the API server calls it text/plain.
  const text = typeof body === 'string' ? maskText(body).trimEnd() : '';
  return text === '' ? undefined : text;
}

export function logPath({ namespace, pod }: LogPlace): string {
  return `/api/v1/namespaces/${encodeURIComponent(namespace)}/pods/${encodeURIComponent(pod)}/log`;
}
