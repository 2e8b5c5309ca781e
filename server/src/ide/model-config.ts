import { failed, ok, type Result } from '../base/result.ts';
import type { ModelConfigFile } from '../chart/model-config-file.ts';
import type { ModelFacts } from '../catalog/models.ts';
import { parseModelConfig } from '../fit/model-config.ts';
import type { InferenceConfig } from '../model/inference-config.ts';

/** What the user pointed at for the served model. */
export interface PointedModel {
  /** As the user wrote it. */
  readonly file: string;
  /** A modeline rather than a setting names the file. */
  readonly isOfModeline: boolean;
  /**
   * Absent for a model whose size cannot be worked out from its config: nothing is wrong then, and
   * nothing is known. The failure is a sentence for the user.
   */
  readonly facts: Result<ModelFacts | undefined, string>;
}

/** The config.json that is meant for this model; undefined where nobody names one. */
export function pointedModel(
  { modelId }: InferenceConfig,
  configs: readonly ModelConfigFile[],
): PointedModel | undefined {
  const found =
    configs.find((config) => config.modelId === undefined) ??
    configs.find((config) => config.modelId === modelId?.value);
  if (found === undefined) return undefined;
  const { file } = found;
  return {
    file,
    isOfModeline: found.modelId === undefined,
    facts: factsOf(found, modelId?.value ?? file),
  };
}

function factsOf(
  { file, text }: ModelConfigFile,
  id: string,
): Result<ModelFacts | undefined, string> {
  if (!text.ok) return failed(`The model config ${file} cannot be read: ${text.failure}.`);
  const parsed = parseModelConfig(text.value, file);
  if (parsed.ok) return ok({ ...parsed.value, id });
  return parsed.failure.kind === 'irregular' ? ok(undefined) : failed(parsed.failure.message);
}
