import type { Result } from '../../base/result.ts';
import type { MayRun } from '../safety/exec-plugins.ts';
import type { ConnectFailure } from './connect-failure.ts';
import type { Cluster, Clock } from './ports.ts';

/** The way to clusters. Loaded when the first one is touched, because the Kubernetes client takes a moment. */
export interface Clusters {
  /** Freezes the cluster that the choice names now; connects to nothing yet. */
  connect(choice: ClusterChoice): Result<Cluster, ConnectFailure>;
  contexts(choice: Pick<ClusterChoice, 'kubeconfig'>): Result<ContextList, ConnectFailure>;
  readonly clock: Clock;
}

/** What is absent is as kubectl has it. */
export interface ClusterChoice {
  readonly kubeconfig?: string;
  readonly context?: string;
  readonly namespace?: string;
  /** Whether to run a command of the kubeconfig. Absent: the known ones are run. */
  readonly mayRun?: MayRun;
  /** Folders in which such commands are looked for before the PATH, separated as there. */
  readonly execPath?: string;
}

export interface ContextList {
  readonly current: string;
  readonly contexts: readonly {
    readonly name: string;
    readonly server: string;
    readonly namespace: string;
  }[];
}
