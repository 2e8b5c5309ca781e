/**
 * Requests of ours on top of LSP: the only file of the server that the client imports.
 * Every answer is a tagged union with one member per thing the user would do differently.
 */

/**
 * A request by its method name; the type parameters are what crosses the wire. No class of the LSP
 * libraries, because client and server each bring their own version of it.
 */
export interface Request<Params, Answer> {
  readonly method: string;
  /** Never set: holds the types. */
  readonly types?: { readonly params: Params; readonly answer: Answer };
}

/** A notification by its method name. */
export interface Notification<Params> {
  readonly method: string;
  /** Never set: holds the type. */
  readonly types?: { readonly params: Params };
}

export const languageId = 'inference-values';

/** Which chart a document is judged against, and why. Shown in the status bar. */
export interface ChartInfo {
  readonly name: string;
  readonly version: string;
  readonly directory: string;
  readonly chosenBy: 'modeline' | 'setting' | 'nearby' | 'box';
  /** A sentence with the reason, or with what is wrong with the chart that was named. */
  readonly explanation: string;
}

export interface DocumentParams {
  readonly uri: string;
}

export const chartRequest: Request<DocumentParams, ChartInfo | null> = {
  method: 'inference/chart',
};

/** Is this text one of our values files? Asked for plain YAML documents before they become ours. */
export interface DetectParams {
  readonly uri: string;
  readonly text: string;
}

export const detectRequest: Request<DetectParams, { readonly isInferenceValues: boolean }> = {
  method: 'inference/detect',
};

export interface RenderParams extends DocumentParams {
  /** The text to render; the open document's when absent. */
  readonly text?: string;
}

export interface RenderedManifest {
  readonly kind: string;
  readonly name: string;
  /** Template that printed it, relative to the chart's parent, as Helm's `# Source:` line has it. */
  readonly source: string;
  /** Zero-based first line in `manifests`. */
  readonly line: number;
}

export type RenderAnswer =
  | {
      readonly kind: 'rendered';
      /** Exactly what `helm template` prints. */
      readonly manifests: string;
      readonly documents: readonly RenderedManifest[];
      readonly notes: string;
      readonly release: string;
      readonly namespace: string;
    }
  | {
      readonly kind: 'failed';
      readonly message: string;
      /** Template and line when Helm names them. */
      readonly at?: { readonly uri: string; readonly line: number; readonly character: number };
    }
  | { readonly kind: 'cancelled' };

export const renderRequest: Request<RenderParams, RenderAnswer> = { method: 'inference/render' };

/** A preset as it is listed for "New Inference Values from Preset". */
export interface PresetInfo {
  readonly id: string;
  readonly fileName: string;
  readonly title: string;
  readonly description: string;
  readonly hardware: string;
  readonly accelerator: string;
  readonly framework: string;
  readonly model: string;
}

export const presetsRequest: Request<null, readonly PresetInfo[]> = { method: 'inference/presets' };

export const presetTextRequest: Request<{ readonly id: string }, { readonly text: string } | null> =
  { method: 'inference/presetText' };

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

export interface DeployTarget {
  readonly context: string;
  readonly server: string;
  readonly user: string;
  readonly namespace: string;
  readonly release: string;
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
      readonly manifests: string;
    }
  | { readonly kind: 'has-errors'; readonly message: string }
  | { readonly kind: 'render-failed'; readonly message: string }
  /** No kubeconfig, no context, exec plugin missing, unreachable, unauthorized, forbidden…: the sentence says what to do. */
  | { readonly kind: 'cluster-refused'; readonly reason: string; readonly message: string }
  | { readonly kind: 'cancelled' };

export const planRequest: Request<PlanParams, PlanAnswer> = { method: 'inference/plan' };

export interface ApplyParams {
  readonly planId: string;
  /** Progress notifications carry it. */
  readonly token: string;
}

export type ApplyAnswer =
  | {
      readonly kind: 'serving';
      readonly message: string;
      readonly revision: number;
      readonly written: readonly string[];
    }
  /** Applied, but it does not serve: the cause from events, conditions and logs. */
  | {
      readonly kind: 'not-ready';
      readonly message: string;
      readonly evidence: string;
      readonly revision: number;
      readonly written: readonly string[];
    }
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

/** Server to client: the chart of these documents changed on disk, so previews are out of date. */
export const chartChanged: Notification<{ readonly uris: readonly string[] }> = {
  method: 'inference/chartChanged',
};

/** How a document's model lies in the memory of one device: what "Show Inference Memory Fit" draws. */
export interface FitPart {
  readonly kind:
    'weights' | 'activations' | 'overhead' | 'graphs' | 'kv-cache' | 'free' | 'missing';
  /** "KV cache". */
  readonly label: string;
  /** "3.84 GiB". */
  readonly size: string;
  /** Share of the bar, 0 to 1. */
  readonly share: number;
}

/** An instance type on which the model fits, and the one edit that makes the document ask for it. */
export interface FittingInstance {
  readonly name: string;
  /** "4 × L40S 48 GiB, 48 vCPU, 384 GiB". */
  readonly hardware: string;
  /** "tensorParallelSize 4, 4 GPUs; KV cache 210,000 tokens". */
  readonly outcome: string;
  /** The document asks for exactly this already. */
  readonly isCurrent: boolean;
  /** For the version of the answer; absent when nothing would change. */
  readonly edit?: DocumentEdit;
}

/** Zero-based, in UTF-16 units, as LSP has it. */
export interface DocumentEdit {
  readonly range: {
    readonly start: { readonly line: number; readonly character: number };
    readonly end: { readonly line: number; readonly character: number };
  };
  readonly newText: string;
}

export type FitAnswer =
  | {
      readonly kind: 'estimated';
      /** Of the document. */
      readonly version: number;
      readonly verdict: 'fits' | 'tight' | 'does-not-fit';
      /** "meta-llama/Llama-3.1-8B-Instruct on each A10G of g5.xlarge". */
      readonly title: string;
      readonly reason: string;
      readonly parts: readonly FitPart[];
      /** Figures in the order of their weight: label and text. */
      readonly figures: readonly (readonly [string, string])[];
      readonly risks: readonly string[];
      readonly assumptions: readonly string[];
      readonly instances: readonly FittingInstance[];
    }
  | {
      readonly kind: 'unknown';
      readonly version: number;
      readonly title: string;
      /** What would have to be known, each in words that finish "not known: …". */
      readonly missing: readonly string[];
      readonly instances: readonly FittingInstance[];
    }
  | { readonly kind: 'not-open' };

export const fitRequest: Request<DocumentParams, FitAnswer> = { method: 'inference/fit' };

/** A start-up log or error message, and the document it may be about. */
export interface ExplainLogParams {
  readonly log: string;
  readonly uri?: string;
}

/** One failure that the log proves. */
export interface ExplainedFailure {
  /** What happened, in a sentence with the numbers of the log. */
  readonly message: string;
  /** Zero-based line of the log. */
  readonly line: number;
  /** The software that words it so. */
  readonly source: string;
  /** Keys of the values file that decide it, most likely first. */
  readonly keys: readonly {
    readonly key: string;
    /** Where the document says it; absent when the chart or an earlier file does, or nobody. */
    readonly range?: DocumentEdit['range'];
    /** "131072", or "131072 (the chart's default)"; absent when nobody says it. */
    readonly value?: string;
  }[];
  /** Changes that the log itself proves right. */
  readonly fixes: readonly { readonly title: string; readonly edit?: DocumentEdit }[];
}

export interface ExplainLogAnswer {
  /** Of the document; absent without one. */
  readonly version?: number;
  /** First is usually the root. */
  readonly failures: readonly ExplainedFailure[];
  /** What the log says of memory: label and text. */
  readonly figures: readonly (readonly [string, string])[];
}

export const explainLogRequest: Request<ExplainLogParams, ExplainLogAnswer> = {
  method: 'inference/explainLog',
};
