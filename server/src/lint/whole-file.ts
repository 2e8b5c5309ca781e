import type { InferenceConfig } from '../model/inference-config.ts';

/**
 * Whether this document stands for itself: it names both what serves and which model. Of another
 * one, that lies on top of files we may not know, nobody can say what it leaves out.
 */
export function isWholeFile({ framework, modelId }: InferenceConfig): boolean {
  return framework?.origin.kind === 'document' && modelId?.origin.kind === 'document';
}
