import { at, listAt, textAt, type Json } from '../objects/json.ts';
import { isPodReady } from '../objects/pod.ts';
import type { BudgetPart } from './budget-part.ts';
import type { Snapshot } from './snapshot.ts';

/** What the pods of a workload are at, of the ways that a budget counts. */
export type Phase = 'controller' | 'node' | 'image' | 'preparation' | 'startup';

/** The earliest that any pod is still at; `controller` while there are no pods. */
export function phaseOf({ pods }: Pick<Snapshot, 'pods'>): Phase {
  const phases = pods.filter((pod) => !isPodReady(pod)).map(podPhase);
  if (pods.length === 0) return 'controller';
  return order.find((phase) => phases.includes(phase)) ?? 'startup';
}

const order: readonly Phase[] = ['node', 'image', 'preparation', 'startup'];

export function phaseOfPart({ kind }: BudgetPart): Phase {
  return kind === 'loading' || kind === 'startup-probe' ? 'startup' : kind;
}

function podPhase(pod: Json): Phase {
  if (textAt(pod, 'spec', 'nodeName') === undefined) return 'node';
  const first = listAt(pod, 'status', 'initContainerStatuses');
  const main = listAt(pod, 'status', 'containerStatuses');
  if (main.some(hasRun)) return 'startup';
  const isPreparing = first.some(
    (status) => at(status, 'state', 'running') !== undefined && at(status, 'started') !== true,
  );
  return isPreparing ? 'preparation' : 'image';
}

function hasRun(status: unknown): boolean {
  return [
    at(status, 'state', 'running'),
    at(status, 'state', 'terminated'),
    at(status, 'lastState', 'terminated'),
  ].some((state) => state !== undefined);
}
