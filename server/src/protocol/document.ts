import type { Notification, Request } from './request.ts';

export const languageId = 'inference-values';

/** Which chart a document is judged against, and why. Shown in the status bar. */
export interface ChartInfo {
  readonly name: string;
  readonly version: string;
  /** Absent: only what its releases say of it is known. */
  readonly directory?: string;
  readonly chosenBy: 'modeline' | 'setting' | 'nearby' | 'helm-cache' | 'known' | 'box';
  /** A sentence with the reason, or with what is wrong with the chart that was named. */
  readonly explanation: string;
  /** The charts that were found for the document, the likeliest first; only when asked for. */
  readonly alternatives?: readonly FoundChart[];
}

export interface FoundChart {
  readonly name: string;
  readonly version: string;
  /** Folder or archive. */
  readonly directory: string;
  /** Where it lies, in a few words. */
  readonly why: string;
  /** The document is judged by it. */
  readonly isChosen: boolean;
  /** What the setting `inferenceCharts.chart` has to say for it. */
  readonly setting: string;
}

export interface DocumentParams {
  readonly uri: string;
}

export interface ChartParams extends DocumentParams {
  readonly withAlternatives?: boolean;
}

export const chartRequest: Request<ChartParams, ChartInfo | null> = {
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
      /** Of the document that was rendered. */
      readonly version: number;
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

/** Zero-based, in UTF-16 units, as LSP has it. */
export interface DocumentEdit {
  readonly range: {
    readonly start: { readonly line: number; readonly character: number };
    readonly end: { readonly line: number; readonly character: number };
  };
  readonly newText: string;
}

/** `initializationOptions` of our own client. Others leave it out: what they open is trusted. */
export interface InitializationOptions {
  readonly isTrusted: boolean;
  /** Ids of kubeconfig commands that the user allowed before. */
  readonly allowedPlugins: readonly string[];
}

/** Client to server: the user trusts the workspace now. */
export const didGrantTrust: Notification<null> = { method: 'inference/didGrantTrust' };

/** Server to client: the chart of these documents changed on disk, so previews are out of date. */
export const chartChanged: Notification<{ readonly uris: readonly string[] }> = {
  method: 'inference/chartChanged',
};
