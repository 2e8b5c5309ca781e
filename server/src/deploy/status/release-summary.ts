/* A release as both surfaces hand it out: over the wire and as JSON of the command line. */

/** `changing`: an operation has the release, or was interrupted. `stopped`: nothing is wanted to run. */
export type ReleaseState = 'serving' | 'starting' | 'failing' | 'changing' | 'stopped' | 'unknown';

export interface ReleaseSummary {
  readonly release: string;
  readonly namespace: string;
  readonly revision: number;
  /** Helm's word: `deployed`, `failed`, `pending-upgrade`… */
  readonly status: string;
  /** As ISO 8601; absent when the record does not say. */
  readonly updated?: string;
  /** Name and version, as `helm list` prints them. */
  readonly chart: string;
  readonly model?: string;
  readonly accelerator?: string;
  readonly replicas: ReplicaCount;
  /** Devices that its pods ask for in all, by resource name. */
  readonly devices: readonly DeviceCount[];
  readonly state: ReleaseState;
  /** Where it stands, in a sentence. */
  readonly message: string;
}

export interface ReplicaCount {
  readonly ready: number;
  readonly wanted: number;
}

export interface DeviceCount {
  /** `nvidia.com/gpu`, `aws.amazon.com/neuron`, … */
  readonly resource: string;
  readonly count: number;
}

export interface PodSummary {
  readonly name: string;
  readonly isReady: boolean;
  /** As `kubectl get pods` prints it: Running, Pending, CrashLoopBackOff… */
  readonly status: string;
  readonly restarts: number;
  readonly node?: string;
}

export interface WorkloadSummary {
  readonly kind: string;
  readonly name: string;
  readonly namespace: string;
  readonly state: ReleaseState;
  readonly message: string;
  readonly replicas: ReplicaCount;
  readonly pods: readonly PodSummary[];
  /** Why it does not get on, with what to do; `pod` when the cause is about a single one. */
  readonly causes: readonly { readonly pod?: string; readonly message: string }[];
}

export interface RevisionSummary {
  readonly revision: number;
  readonly status: string;
  readonly updated?: string;
  readonly chart: string;
  readonly description: string;
}

export interface ReleaseEvent {
  /** As ISO 8601; empty when the event does not say. */
  readonly time: string;
  readonly isWarning: boolean;
  readonly reason: string;
  /** `Pod llama-5d9f-x2x7q`. */
  readonly object: string;
  readonly message: string;
}

export interface ReleaseDetail extends ReleaseSummary {
  readonly workloads: readonly WorkloadSummary[];
  /** Newest first. */
  readonly revisions: readonly RevisionSummary[];
  /** Newest last. */
  readonly events: readonly ReleaseEvent[];
  /** What an operation that has not said how it ended means; absent when there is none. */
  readonly interrupted?: string;
}
