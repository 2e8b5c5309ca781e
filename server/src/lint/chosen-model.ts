import type { ModelFacts } from '../catalog/models.ts';
import type { InferenceConfig } from '../model/inference-config.ts';
import type { Fact } from '../model/merged-values.ts';

/** A model that a values file names and whose facts were read, not recalled. */
export interface ChosenModel {
  readonly facts: ModelFacts;
  readonly id: Fact<string>;
}

/**
 * Absent for the default model of the chart too: a file that names no model lies on top of others
 * that we may not know, and nearly nobody serves the default.
 */
export function chosenModel({ modelId, known }: InferenceConfig): ChosenModel | undefined {
  if (modelId === undefined || modelId.origin.kind === 'chart') return undefined;
  if (known.model === undefined || known.model.confidence === 'recalled') return undefined;
  return { facts: known.model, id: modelId };
}
