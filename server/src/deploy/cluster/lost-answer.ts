import { ok, type Result } from '../../base/result.ts';
import type { ApiAnswer, Ports } from './ports.ts';
import { readAnswer, type Refusal } from './refusal.ts';

/** The request may have been carried out although nobody said so. */
export function isLost(answer: ApiAnswer): boolean {
  return answer.kind === 'timed-out' || (answer.kind === 'unreachable' && answer.wasSent);
}

/** Half a minute: an API server that was restarted is back by then. */
const looks = 30;
const lookMs = 1000;

/** What is at `path` now, undefined for nothing; asks until the cluster answers or it takes too long. */
export async function lookAgain(
  { cluster, clock }: Pick<Ports, 'cluster' | 'clock'>,
  path: string,
): Promise<Result<unknown, Refusal>> {
  for (let look = 1; ; look++) {
    const answer = readAnswer(await cluster.request({ method: 'GET', path }));
    if (answer.ok) return ok(answer.value.body);
    if (answer.failure.kind === 'not-found') return ok(undefined);
    if (look === looks) return answer;
    await clock.sleep(lookMs);
  }
}
