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
export type ReleaseNode = { readonly target: ReleaseTarget } & (
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
);

/** What a menu of the view, or nobody, hands to a command. */
export function isReleaseNode(argument: unknown): argument is ReleaseNode {
  return typeof argument === 'object' && argument !== null && 'target' in argument;
}
