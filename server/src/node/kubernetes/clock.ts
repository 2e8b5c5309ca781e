import { setTimeout as delay } from 'node:timers/promises';
import type { Clock } from '../../deploy/cluster/ports.ts';

export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: async (ms, signal) => {
    try {
      await delay(ms, undefined, signal && { signal });
    } catch (error) {
      if (signal?.aborted !== true) throw error;
    }
  },
};
