import type { ApplyParams, DeployTarget, PlanAnswer, PlanProblem } from './deploy.ts';
import type { ClusterRefused } from './refusal.ts';
import type { ReleaseTarget } from './releases.ts';
import type { Request } from './request.ts';

/** Without a revision, the newest one before this that was deployed. */
export interface RollbackParams extends ReleaseTarget {
  readonly revision?: number;
}

/** What a rollback would do; `inference/apply` does it, as any other plan. */
export const planRollbackRequest: Request<RollbackParams, PlanAnswer> = {
  method: 'inference/planRollback',
};

export interface UninstallParams extends ReleaseTarget {
  /** The record stays and says uninstalled. */
  readonly keepsHistory?: boolean;
}

export type UninstallPlanAnswer =
  | {
      readonly kind: 'planned';
      readonly id: string;
      readonly target: DeployTarget;
      /** What is deleted, as "Kind name", in order. */
      readonly deletes: readonly string[];
      /** A sentence for each object that stays, or is gone already. */
      readonly leaves: readonly string[];
      readonly problems: readonly PlanProblem[];
    }
  | ClusterRefused
  | { readonly kind: 'cancelled' };

export const planUninstallRequest: Request<UninstallParams, UninstallPlanAnswer> = {
  method: 'inference/planUninstall',
};

export type UninstallAnswer =
  | {
      readonly kind: 'uninstalled';
      readonly message: string;
      readonly deleted: readonly string[];
      /** Told to go, and held by finalizers when the waiting ended. */
      readonly lingering: readonly string[];
    }
  /** The context is protected or read-only; nothing was deleted. */
  | { readonly kind: 'not-permitted'; readonly message: string }
  /** The world changed since the plan was shown; nothing was deleted. */
  | { readonly kind: 'stale'; readonly message: string }
  | {
      readonly kind: 'failed' | 'cancelled';
      readonly message: string;
      readonly deleted: readonly string[];
      readonly notDeleted: readonly string[];
    };

export const uninstallRequest: Request<ApplyParams, UninstallAnswer> = {
  method: 'inference/uninstall',
};

export interface MarkFailedParams extends ReleaseTarget {
  /** The one that the user was shown as interrupted. */
  readonly revision: number;
  readonly confirmedContext?: string;
}

export type MarkFailedAnswer =
  | { readonly kind: 'marked'; readonly message: string }
  | { readonly kind: 'not-permitted'; readonly message: string }
  /** It is no longer the newest, or no longer pending. */
  | { readonly kind: 'stale'; readonly message: string }
  | ClusterRefused
  | { readonly kind: 'cancelled' };

/** Ends an operation that was interrupted before it could say how it ended. */
export const markFailedRequest: Request<MarkFailedParams, MarkFailedAnswer> = {
  method: 'inference/markFailed',
};
