import type { DocumentEdit, DocumentParams } from './document.ts';
import type { Request } from './request.ts';

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
