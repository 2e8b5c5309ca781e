import { listAt, textAt, type Json } from '../objects/json.ts';
import type { Cause } from './cause.ts';

/**
 * A pod that lost its node. Its controller makes another, so this is worth waiting for, and worth
 * knowing: on spot instances it comes again.
 */
export function nodeCauses(pod: Json, name: string, events: readonly Json[]): Cause[] {
  const node = textAt(pod, 'spec', 'nodeName') ?? '';
  const lost = (why: 'not-ready' | 'evicted' | 'interrupted', evidence = ''): Cause[] => [
    { kind: 'node-lost', pod: name, node, why, evidence },
  ];
  if (textAt(pod, 'status', 'phase') === 'Failed' && textAt(pod, 'status', 'reason') === 'Evicted')
    return lost('evicted', textAt(pod, 'status', 'message'));
  const disruption = conditionOf(pod, 'DisruptionTarget', 'True');
  if (disruption !== undefined) return lost('interrupted', textAt(disruption, 'message'));
  // The node controller's word to each pod of a node that no longer reports.
  const event = events.find((one) => textAt(one, 'reason') === 'NodeNotReady');
  const isUnready = conditionOf(pod, 'Ready', 'False') !== undefined;
  return event !== undefined && isUnready ? lost('not-ready', textAt(event, 'message')) : [];
}

function conditionOf(pod: Json, type: string, status: string): unknown {
  return listAt(pod, 'status', 'conditions').find(
    (one) => textAt(one, 'type') === type && textAt(one, 'status') === status,
  );
}
