import type { Clock, Cluster } from './ports.ts';

/** As often as it is worth asking a server that refuses for want of time; client-go asks ten times. */
const attempts = 6;
/** A server that wants longer than this is given up on at once, and the user hears of it. */
const longestWaitSeconds = 30;

/**
 * Waits as long as an overloaded server asks for (429 with Retry-After, else a second) and asks again. It
 * refused before it did anything, so that a write is repeated as safely as a question.
 */
export function patientCluster(cluster: Cluster, clock: Clock): Cluster {
  return {
    ...cluster,
    request: async (request, signal) => {
      for (let attempt = 1; ; attempt++) {
        const answer = await cluster.request(request, signal);
        if (answer.kind !== 'answered' || answer.status !== 429) return answer;
        const { retryAfterSeconds = 1 } = answer;
        if (attempt === attempts || retryAfterSeconds > longestWaitSeconds) return answer;
        await clock.sleep(retryAfterSeconds * 1000, signal);
      }
    },
  };
}
