import type { ClusterRefused } from './refusal.ts';
import type { Request } from './request.ts';

/**
 * Names one release in one cluster. Whatever acts on a release is told all of it: the current
 * context may be another one by then.
 */
export interface ReleaseTarget {
  /** The one that the settings name when absent. */
  readonly kubeconfig?: string;
  readonly context: string;
  readonly namespace: string;
  readonly release: string;
}

/** What is absent is as kubectl has it; without a namespace, all that the user may read. */
export interface ReleasesParams {
  readonly kubeconfig?: string;
  readonly context?: string;
  readonly namespace?: string;
}

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

export type ReleasesAnswer =
  | {
      readonly kind: 'releases';
      readonly context: string;
      readonly server: string;
      /** The only one that was looked into; null when it was all of them. */
      readonly namespace: string | null;
      readonly releases: readonly ReleaseSummary[];
    }
  | ClusterRefused
  | { readonly kind: 'cancelled' };

/** Releases of inference charts. */
export const releasesRequest: Request<ReleasesParams, ReleasesAnswer> = {
  method: 'inference/releases',
};

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

export type ReleaseAnswer =
  | {
      readonly kind: 'release';
      readonly context: string;
      readonly server: string;
      readonly release: ReleaseDetail;
    }
  | { readonly kind: 'not-found'; readonly message: string }
  | ClusterRefused
  | { readonly kind: 'cancelled' };

/** One release with its workloads, pods, events and revisions. */
export const releaseRequest: Request<ReleaseTarget, ReleaseAnswer> = {
  method: 'inference/release',
};
