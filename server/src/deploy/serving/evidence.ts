import type { Ports } from '../cluster/ports.ts';
import { byTime, timeOfEvent } from '../objects/event.ts';
import { at, listAt, numberAt, textAt, type Json } from '../objects/json.ts';
import type { ObjectRef } from '../objects/kube-object.ts';
import { isPodReady } from '../objects/pod.ts';
import { maskText } from '../objects/mask-text.ts';
import type { Plan } from '../plan/plan.ts';
import { readLog } from '../rollout/container-log.ts';
import type { Snapshot } from '../rollout/snapshot.ts';
import { takeSnapshot } from '../rollout/take-snapshot.ts';

/** The state of one workload at the moment it was given up, before anybody rolls back or deletes it. */
export interface Evidence {
  readonly workload: ObjectRef;
  /** Absent when it is gone or cannot be read any more. */
  readonly snapshot?: Snapshot;
  readonly logs: readonly ContainerLog[];
}

export interface ContainerLog {
  readonly pod: string;
  readonly container: string;
  /** Of the container's life before the one that runs. */
  readonly isPrevious: boolean;
  readonly text: string;
}

const tailLines = 80;
/** Replicas fail in the same way; these are enough to see that. */
const maxPods = 4;

/** Reads what explains a failure. What may not be read is left out. */
export async function gatherEvidence(
  ports: Ports,
  plan: Plan,
  workload: ObjectRef,
  signal?: AbortSignal,
): Promise<Evidence> {
  const planned = plan.objects.find(
    ({ ref }) => ref.kind === workload.kind && ref.name === workload.name,
  );
  if (planned === undefined) return { workload, logs: [] };
  const followed = { ref: workload, path: planned.path, elapsedMs: 0 };
  const taken = await takeSnapshot(ports, plan, followed, signal);
  if (!taken.ok || taken.value === undefined) return { workload, logs: [] };
  const snapshot = taken.value;
  const unready = snapshot.pods.filter((pod) => !isPodReady(pod));
  const told = (unready.length > 0 ? unready : snapshot.pods).slice(0, maxPods);
  const logs = await Promise.all(told.flatMap((pod) => logsOf(ports, pod, signal)));
  return { workload, snapshot, logs: logs.filter((log) => log !== undefined) };
}

function logsOf(
  { cluster }: Ports,
  pod: Json,
  signal?: AbortSignal,
): Promise<ContainerLog | undefined>[] {
  const name = textAt(pod, 'metadata', 'name') ?? '';
  const namespace = textAt(pod, 'metadata', 'namespace') ?? '';
  return statusesOf(pod).flatMap((status) => {
    const container = textAt(status, 'name') ?? '';
    const hasEnded = (numberAt(status, 'restartCount') ?? 0) > 0;
    const isRunning = at(status, 'state', 'running') !== undefined;
    const lives = [...(hasEnded ? [true] : []), ...(isRunning ? [false] : [])];
    return lives.map(async (isPrevious) => {
      const place = { namespace, pod: name, container };
      const text = await readLog(cluster, place, { isPrevious, tailLines }, signal);
      return text === undefined ? undefined : { pod: name, container, isPrevious, text };
    });
  });
}

/** As a document to read and to hand on; `summary` is the sentence that the user was told. */
export function writeEvidence(
  { workload, snapshot, logs }: Evidence,
  { plan, summary }: { readonly plan: Plan; readonly summary: string },
): string {
  const { release, target, objects } = plan;
  const sections: readonly (readonly [string, readonly string[]])[] = [
    ['Plan', objects.map(({ change, ref }) => `- ${change} ${ref.kind} ${ref.name}`)],
    [
      `${workload.kind} ${workload.name}`,
      snapshot === undefined
        ? ['It could not be read.']
        : listAt(snapshot.object, 'status', 'conditions').map(
            (one) =>
              `- ${textOf(one, 'type')} is ${textOf(one, 'status')} (${textOf(one, 'reason')}): ${textOf(one, 'message')}`,
          ),
    ],
    ['Pods', (snapshot?.pods ?? []).map(describePod)],
    ['Events', (snapshot?.events ?? []).toSorted(byTime).slice(-maxEvents).map(describeEvent)],
    ...logs.map(
      ({ pod, container, isPrevious, text }) =>
        [
          `Log of ${pod}, container ${container}${isPrevious ? ', before its last restart' : ''}`,
          ['```', text, '```'],
        ] as const,
    ),
  ];
  const text = [
    `# ${release.name} in ${release.namespace} on ${target.context}`,
    summary,
    ...sections
      .filter(([, lines]) => lines.length > 0)
      .map(([title, lines]) => `## ${title}\n\n${lines.join('\n')}`),
  ].join('\n\n');
  return maskText(`${text}\n`);
}

const maxEvents = 40;

function describePod(pod: Json): string {
  const name = textOf(pod, 'metadata', 'name');
  const states = statusesOf(pod).map((status) => {
    const reason =
      textAt(status, 'state', 'waiting', 'reason') ??
      textAt(status, 'state', 'terminated', 'reason') ??
      (at(status, 'ready') === true ? 'ready' : 'not ready');
    const restarts = numberAt(status, 'restartCount') ?? 0;
    return `${textOf(status, 'name')} ${reason}, ${restarts} restarts`;
  });
  const where = textAt(pod, 'spec', 'nodeName');
  const place = where === undefined ? 'on no node' : `on ${where}`;
  return `- ${name}: ${textOf(pod, 'status', 'phase')} ${place}; ${states.join('; ') || 'no container yet'}`;
}

function describeEvent(event: Json): string {
  const subject = `${textOf(event, 'involvedObject', 'kind')} ${textOf(event, 'involvedObject', 'name')}`;
  return `- ${timeOfEvent(event)} ${textOf(event, 'reason')}, ${subject}: ${textOf(event, 'message')}`;
}

function statusesOf(pod: Json): readonly unknown[] {
  return [
    ...listAt(pod, 'status', 'initContainerStatuses'),
    ...listAt(pod, 'status', 'containerStatuses'),
  ];
}

function textOf(value: unknown, ...path: readonly string[]): string {
  return textAt(value, ...path) ?? '';
}
