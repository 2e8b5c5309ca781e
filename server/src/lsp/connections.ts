import type { Result } from '../base/result.ts';
import type { ClusterChoice, Clusters } from '../deploy/cluster/clusters.ts';
import type { ConnectFailure } from '../deploy/cluster/connect-failure.ts';
import type { Cluster } from '../deploy/cluster/ports.ts';

/** Connections for looking again and again, which would else sign in anew each time. */
export interface Connections {
  /** The cluster that the choice names now; the connection stays open for whoever asks next. */
  to(choice: ClusterChoice, clusters: Clusters): Result<Cluster, ConnectFailure>;
}

/** Longer than a view waits before it looks again. */
const idleMs = 60_000;

export function keepConnections(): Connections {
  const kept = new Map<string, { readonly cluster: Cluster; readonly timer: NodeJS.Timeout }>();
  return {
    to(choice, clusters) {
      const connected = clusters.connect(choice);
      if (!connected.ok) return connected;
      // What the kubeconfig says now decides: another user or certificate is another connection.
      const key = JSON.stringify(connected.value.target);
      const known = kept.get(key);
      if (known !== undefined) {
        known.timer.refresh();
        return { ok: true, value: known.cluster };
      }
      const cluster = connected.value;
      const timer = setTimeout(() => {
        kept.delete(key);
        void cluster.close();
      }, idleMs).unref();
      kept.set(key, { cluster, timer });
      return connected;
    },
  };
}
