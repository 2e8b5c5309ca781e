import type { Clusters } from '../../deploy/cluster/clusters.ts';
import { systemClock } from './clock.ts';
import { connect, listContexts } from './cluster.ts';

/** Clusters as kubectl reaches them. */
export const clusters: Clusters = {
  connect,
  contexts: listContexts,
  clock: systemClock,
};
