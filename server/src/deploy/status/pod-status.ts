import { at, listAt, mapAt, numberAt, textAt, type Json } from '../objects/json.ts';
import { isPodReady } from '../objects/pod.ts';
import type { PodSummary } from './release-summary.ts';

export function podStatusOf(pod: Json): PodSummary {
  const statuses = [
    ...listAt(pod, 'status', 'initContainerStatuses'),
    ...listAt(pod, 'status', 'containerStatuses'),
  ];
  const node = textAt(pod, 'spec', 'nodeName');
  return {
    name: textAt(pod, 'metadata', 'name') ?? '',
    isReady: isPodReady(pod),
    status: statusOf(pod, statuses),
    restarts: statuses.reduce<number>((sum, one) => sum + (numberAt(one, 'restartCount') ?? 0), 0),
    ...(node !== undefined && { node }),
  };
}

/** The first container that does not run says more than the phase of the pod. */
function statusOf(pod: Json, statuses: readonly unknown[]): string {
  if (at(pod, 'metadata', 'deletionTimestamp') !== undefined) return 'Terminating';
  for (const status of statuses) {
    const waiting = textAt(status, 'state', 'waiting', 'reason');
    if (waiting !== undefined && waiting !== 'PodInitializing') return waiting;
    const ended = mapAt(status, 'state', 'terminated');
    const exitCode = numberAt(ended, 'exitCode') ?? 0;
    if (exitCode !== 0) return textAt(ended, 'reason') ?? `ExitCode:${String(exitCode)}`;
  }
  return textAt(pod, 'status', 'reason') ?? textAt(pod, 'status', 'phase') ?? 'Unknown';
}
