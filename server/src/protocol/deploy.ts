import type { DocumentParams } from './document.ts';
import type { ClusterRefused } from './refusal.ts';
import type { ReleaseTarget } from './releases.ts';
import type { Notification, Request } from './request.ts';

/** Where and as what to deploy; what is absent comes from the modeline, settings and the kubeconfig. */
export interface PlanParams extends DocumentParams {
  readonly kubeconfig?: string;
  readonly context?: string;
  readonly namespace?: string;
  readonly release?: string;
}

export interface PlannedObject {
  readonly kind: string;
  readonly name: string;
  readonly namespace: string | null;
  readonly change: 'create' | 'change' | 'unchanged' | 'delete' | 'not-checkable';
  /** Live and next state as YAML for the diff editor; secrets masked. Live is empty for a new object. */
  readonly live: string;
  readonly next: string;
  /** Why it could not be checked, what conflicts, what the server warned of. */
  readonly remarks: readonly string[];
}

export interface PlanProblem {
  readonly severity: 'block' | 'warning' | 'information';
  readonly message: string;
}

/** One preflight of a plan. What it found wrong is among the problems. */
export interface PlanCheck {
  readonly name: string;
  /** "room on the nodes". */
  readonly title: string;
  readonly verdict: 'ok' | 'warning' | 'block' | 'not-permitted';
  /** Which rights it lacked, and so what is not known; absent when it saw everything. */
  readonly notChecked?: string;
}

export interface DeployTarget {
  readonly context: string;
  readonly server: string;
  readonly user: string;
  readonly namespace: string;
  readonly release: string;
  /** `protected`: whoever applies must have typed the name of the context. `read-only`: nothing is applied. */
  readonly protection: 'open' | 'protected' | 'read-only';
}

export type PlanAnswer =
  | {
      readonly kind: 'planned';
      readonly id: string;
      readonly target: DeployTarget;
      /** True for the first revision of the release. */
      readonly isInstall: boolean;
      readonly objects: readonly PlannedObject[];
      readonly problems: readonly PlanProblem[];
      readonly checks: readonly PlanCheck[];
      /** "Checked: API server, …": everything that is in order, in one sentence. */
      readonly checked: string;
      /** "Ready within about 50 min: …", in one sentence; absent when the plan starts no pods. */
      readonly readyWithin?: string;
      /** The Secret in which the pods look for a Hugging Face token and find none; it can be created. */
      readonly tokenSecret?: TokenSecret;
    }
  | { readonly kind: 'has-errors'; readonly message: string }
  | { readonly kind: 'render-failed'; readonly message: string }
  | ClusterRefused
  | { readonly kind: 'cancelled' };

/** Where pods take a Hugging Face token from. Never holds the token. */
export interface TokenSecret {
  readonly namespace: string;
  readonly name: string;
  readonly key: string;
}

export interface CreateTokenSecretParams {
  /** Of the plan that names the Secret; it is of no use afterwards. */
  readonly planId: string;
  /** Goes into the Secret and nowhere else. */
  readonly token: string;
  /** The name of the context as the user typed it. */
  readonly confirmedContext?: string;
}

export type CreateTokenSecretAnswer =
  | { readonly kind: 'created'; readonly message: string }
  | { readonly kind: 'failed'; readonly message: string };

export const createTokenSecretRequest: Request<CreateTokenSecretParams, CreateTokenSecretAnswer> = {
  method: 'inference/createTokenSecret',
};

export const planRequest: Request<PlanParams, PlanAnswer> = { method: 'inference/plan' };

export interface ApplyParams {
  readonly planId: string;
  /** Progress notifications carry it. */
  readonly token: string;
  /** The name of the context as the user typed it. */
  readonly confirmedContext?: string;
}

export type ApplyAnswer =
  | {
      readonly kind: 'serving';
      readonly message: string;
      /** Commands that ask the model, ready to paste; empty when no Service leads to it. */
      readonly howToAsk: string;
      readonly revision: number;
      readonly written: readonly string[];
    }
  /** Applied, but it does not serve: the cause from events, conditions and logs. */
  | {
      readonly kind: 'not-ready';
      readonly message: string;
      /** Markdown: the plan, the workload, its pods, events and logs when it was given up. */
      readonly evidence: string;
      /** Keys of the values file that decide it, for inference/locateKeys. */
      readonly keys: readonly string[];
      /** What would undo it: the release before, or none at all. Nothing was undone. */
      readonly undo: {
        readonly kind: 'roll-back' | 'uninstall';
        readonly target: ReleaseTarget;
      };
      readonly revision: number;
      readonly written: readonly string[];
    }
  /** The context is read-only, or protected and its name was not typed. The plan is kept. */
  | { readonly kind: 'not-permitted'; readonly message: string }
  /** The world changed since the plan was shown; nothing was written. */
  | { readonly kind: 'stale'; readonly message: string }
  /** Stopped part of the way: exactly these objects were written. */
  | {
      readonly kind: 'failed';
      readonly message: string;
      readonly written: readonly string[];
      readonly notWritten: readonly string[];
    }
  | { readonly kind: 'cancelled'; readonly message: string; readonly written: readonly string[] };

export const applyRequest: Request<ApplyParams, ApplyAnswer> = { method: 'inference/apply' };

export interface ApplyProgress {
  readonly token: string;
  readonly message: string;
  /** 0 to 100, absent while the end is not known. */
  readonly percentage?: number;
}

export const applyProgress: Notification<ApplyProgress> = { method: 'inference/applyProgress' };

/** Contexts of the kubeconfig that deploy would use, for the picker and the status bar. */
export type ContextsAnswer =
  | {
      readonly kind: 'contexts';
      readonly current: string;
      readonly contexts: readonly {
        readonly name: string;
        readonly server: string;
        readonly namespace: string;
      }[];
    }
  | { readonly kind: 'failed'; readonly message: string };

export const contextsRequest: Request<{ readonly kubeconfig?: string }, ContextsAnswer> = {
  method: 'inference/contexts',
};
