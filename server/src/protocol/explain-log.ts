import type { DocumentEdit } from './document.ts';
import type { Request } from './request.ts';

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
