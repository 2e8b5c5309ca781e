import type {
  PodSummary,
  ReleaseSummary,
  ReleaseTarget,
  RevisionSummary,
  WorkloadSummary,
} from '../../../server/src/protocol.ts';

/**
 * What stands in the Inference view. `kind` is the item's contextValue, and each item names its
 * release, so that a command on any of them knows what it is about.
 */
export type ReleaseNode =
  | WayOut
  | ({ readonly target: ReleaseTarget } & (
      | { readonly kind: 'release'; readonly release: ReleaseSummary; readonly server: string }
      | { readonly kind: 'workload'; readonly workload: WorkloadSummary }
      | { readonly kind: 'pod'; readonly pod: PodSummary; readonly causes: readonly string[] }
      | { readonly kind: 'cause'; readonly message: string }
      | { readonly kind: 'history'; readonly revisions: readonly RevisionSummary[] }
      | {
          readonly kind: 'revision';
          readonly revision: RevisionSummary;
          /** The newest one, to which nothing can be rolled back. */
          readonly isHead: boolean;
        }
    ));

/** What can be done when the cluster is not to be seen; stands where releases would. */
export interface WayOut {
  readonly kind: 'way-out';
  readonly label: string;
  readonly icon: string;
  readonly command: string;
  readonly arguments?: readonly unknown[];
}

/** What a menu of the view, or nobody, hands to a command. */
export function isReleaseNode(argument: unknown): argument is Exclude<ReleaseNode, WayOut> {
  return typeof argument === 'object' && argument !== null && 'target' in argument;
}
