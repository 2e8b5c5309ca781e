import { explainVllmLog } from '../../fit/log.ts';
import type { Cluster } from '../cluster/ports.ts';
import { readAnswer } from '../cluster/refusal.ts';
import { isMap, listAt, mapAt, textAt, type Json } from '../objects/json.ts';
import type { Cause, Explained, Holder } from './cause.ts';
import { readLog } from './container-log.ts';
import { requestOf } from './scheduling-causes.ts';
import type { Snapshot } from './snapshot.ts';

/**
 * The same cause with what only a closer look tells: the log of the container that died, who holds the
 * devices that are missing. Asked once, when a rollout is given up.
 */
export async function explainCause(
  cluster: Cluster,
  cause: Cause,
  snapshot: Snapshot,
  signal?: AbortSignal,
): Promise<Cause> {
  switch (cause.kind) {
    case 'crash-loop':
    case 'startup-probe-failed': {
      const { pod, container } = cause;
      const namespace = snapshot.ref.namespace ?? 'default';
      const place = { namespace, pod, ...(container !== undefined && { container }) };
      const log =
        (await readLog(cluster, place, { isPrevious: true, tailLines }, signal)) ??
        (await readLog(cluster, place, { tailLines }, signal));
      if (log === undefined) return cause;
      const explained = explainLog(log);
      const evidence = [cause.evidence, lastLines(log)].join('\n');
      return { ...cause, evidence, ...(explained && { explained }) };
    }
    case 'serve-failed':
    case 'serve-unhealthy': {
      const explained = explainLog(cause.evidence);
      return { ...cause, evidence: lastLines(cause.evidence), ...(explained && { explained }) };
    }
    case 'insufficient-resource': {
      const holders = await findHolders(cluster, cause.resource, snapshot.nodes, signal);
      return holders === undefined ? cause : { ...cause, holders };
    }
    default:
      return cause;
  }
}

const tailLines = 400;

/** The first failure of a log is its root. */
function explainLog(log: string): Explained | undefined {
  const [failure] = explainVllmLog(log).failures;
  return failure && { message: failure.message, keys: failure.keys, fixes: failure.fixes };
}

/** What a Python traceback ends with is what went wrong. */
export function lastLines(log: string, count = 5): string {
  const lines = log.split('\n').filter((line) => line.trim() !== '');
  return lines.slice(-count).join('\n');
}

/** Nodes that have the resource are few; pods of the cluster may be many. */
const maxNodes = 20;

/** Undefined when the pods of other namespaces may not be read. cpu and memory are held by everything. */
async function findHolders(
  cluster: Cluster,
  resource: string,
  nodes: readonly Json[],
  signal?: AbortSignal,
): Promise<readonly Holder[] | undefined> {
  const names = nodes
    .filter((node) => Number(mapAt(node, 'status', 'allocatable')[resource] ?? 0) > 0)
    .map((node) => textAt(node, 'metadata', 'name') ?? '');
  if (!resource.includes('/') || names.length === 0 || names.length > maxNodes) return undefined;
  const lists = await Promise.all(
    names.map(async (name) =>
      readAnswer(
        await cluster.request(
          { method: 'GET', path: '/api/v1/pods', query: { fieldSelector: runningOn(name) } },
          signal,
        ),
      ),
    ),
  );
  if (lists.some(({ ok }) => !ok)) return undefined;
  return lists
    .flatMap((list) => (list.ok ? listAt(list.value.body, 'items').filter(isMap) : []))
    .map((pod): Holder => ({
      namespace: textAt(pod, 'metadata', 'namespace') ?? '',
      pod: textAt(pod, 'metadata', 'name') ?? '',
      amount: requestOf(pod, resource) ?? 0,
    }))
    .filter(({ amount }) => amount > 0)
    .toSorted((one, other) => other.amount - one.amount);
}

function runningOn(node: string): string {
  return `spec.nodeName=${node},status.phase!=Succeeded,status.phase!=Failed`;
}
