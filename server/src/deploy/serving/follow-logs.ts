import type { Cluster, Ports } from '../cluster/ports.ts';
import { readAnswer } from '../cluster/refusal.ts';
import { at, isMap, listAt, numberAt, textAt, type Json } from '../objects/json.ts';
import { maskText } from '../objects/mask-text.ts';
import { logPath, readLog } from '../rollout/container-log.ts';

export interface LogSource {
  /** The pods to follow now; asked again and again, because pods come and go. */
  readonly pods: () => Promise<readonly Json[]>;
  readonly onText: (text: string) => void;
}

const pollMs = 5000;
const tailLines = 200;

/** Hands on whole lines of all containers, each with its pod and container in front, until the signal fires. */
export async function followLogs(
  { cluster, clock }: Ports,
  { pods, onText }: LogSource,
  signal: AbortSignal,
): Promise<void> {
  const followed = new Map<string, Promise<unknown>>();
  while (!signal.aborted) {
    for (const life of (await pods()).flatMap(livesOf)) {
      if (followed.has(life.id)) continue;
      const write = lineWriter(`[${life.pod}/${life.container}] `, onText);
      const isFirst = !hasEarlierLife(followed, life);
      const following = follow(cluster, { ...life, isFirst, write, signal }).then(() => {
        write.end();
      });
      followed.set(life.id, following);
    }
    await clock.sleep(pollMs, signal);
  }
  await Promise.all(followed.values());
}

interface Life {
  readonly id: string;
  readonly namespace: string;
  readonly pod: string;
  readonly container: string;
  readonly restarts: number;
}

/** A restart is another life: its log begins anew. Containers that wait have none yet. */
function livesOf(pod: Json): readonly Life[] {
  const name = textAt(pod, 'metadata', 'name') ?? '';
  const namespace = textAt(pod, 'metadata', 'namespace') ?? '';
  return [
    ...listAt(pod, 'status', 'initContainerStatuses'),
    ...listAt(pod, 'status', 'containerStatuses'),
  ]
    .filter(isMap)
    .filter((status) => at(status, 'state', 'waiting') === undefined)
    .map((status) => {
      const container = textAt(status, 'name') ?? '';
      const restarts = numberAt(status, 'restartCount') ?? 0;
      const id = `${name}/${container}/${restarts}`;
      return { id, namespace, pod: name, container, restarts };
    });
}

function hasEarlierLife(followed: ReadonlyMap<string, unknown>, { pod, container }: Life): boolean {
  return [...followed.keys()].some((id) => id.startsWith(`${pod}/${container}/`));
}

interface Following extends Life {
  /** What came before the command was given is of interest, too. */
  readonly isFirst: boolean;
  readonly write: LineWriter;
  readonly signal: AbortSignal;
}

async function follow(
  cluster: Cluster,
  { namespace, pod, container, restarts, isFirst, write, signal }: Following,
): Promise<void> {
  const place = { namespace, pod, container };
  if (isFirst && restarts > 0) {
    const before = await readLog(cluster, place, { isPrevious: true, tailLines }, signal);
    if (before !== undefined) write(`${before}\n--- restarted (${restarts}) ---\n`);
  }
  const answer = await cluster.stream(
    {
      method: 'GET',
      path: logPath(place),
      query: { container, follow: 'true', ...(isFirst && { tailLines: String(tailLines) }) },
    },
    write,
    signal,
  );
  const read = readAnswer(answer);
  if (!read.ok && 'message' in read.failure) write(`--- no log: ${read.failure.message} ---\n`);
}

interface LineWriter {
  (text: string): void;
  /** Writes what stands without a line break at the end. */
  end(): void;
}

function lineWriter(prefix: string, onText: (text: string) => void): LineWriter {
  let rest = '';
  const put = (lines: readonly string[]): void => {
    if (lines.length > 0) onText(lines.map((line) => `${prefix}${maskText(line)}\n`).join(''));
  };
  const write = (text: string): void => {
    const lines = `${rest}${text}`.split('\n');
    rest = lines.pop() ?? '';
    put(lines);
  };
  return Object.assign(write, {
    end: () => {
      put(rest === '' ? [] : [rest]);
      rest = '';
    },
  });
}
