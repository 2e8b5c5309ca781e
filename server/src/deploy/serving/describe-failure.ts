import type { Ports } from '../cluster/ports.ts';
import type { Plan } from '../plan/plan.ts';
import { decidingKeys } from '../rollout/deciding-keys.ts';
import { gatherEvidence, writeEvidence } from './evidence.ts';
import type { ServingOutcome } from './serve.ts';

export interface Failure {
  /** Markdown, secrets masked. */
  readonly evidence: string;
  /** Keys of the values file that decide it; empty when the file has no say in it. */
  readonly keys: readonly string[];
}

interface Failed {
  readonly outcome: Exclude<ServingOutcome, { kind: 'serving' | 'cancelled' }>;
  /** What the user is told of it. */
  readonly summary: string;
  readonly signal?: AbortSignal;
}

/** Keeps what there is to see before anybody can roll it back or delete it. */
export async function describeFailure(
  ports: Ports,
  plan: Plan,
  { outcome, summary, signal }: Failed,
): Promise<Failure> {
  const workload = 'workload' in outcome ? outcome.workload : undefined;
  const gathered =
    workload === undefined ? undefined : await gatherEvidence(ports, plan, workload, signal);
  return {
    evidence: gathered === undefined ? summary : writeEvidence(gathered, { plan, summary }),
    keys: [...new Set(keysOf(outcome))],
  };
}

function keysOf(outcome: Failed['outcome']): readonly string[] {
  switch (outcome.kind) {
    case 'stalled':
      return decidingKeys(outcome.cause);
    case 'timed-out':
      return outcome.causes.flatMap(decidingKeys);
    case 'no-answer':
    case 'gone':
    case 'refused':
      return [];
  }
}
