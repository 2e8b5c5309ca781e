import type { ReleaseDetail, ReleaseSummary } from '../deploy/status/release-summary.ts';
import type { ClusterRefused } from './refusal.ts';
import type { Request } from './request.ts';

export type {
  PodSummary,
  ReleaseDetail,
  ReleaseEvent,
  ReleaseState,
  ReleaseSummary,
  RevisionSummary,
  WorkloadSummary,
} from '../deploy/status/release-summary.ts';

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
