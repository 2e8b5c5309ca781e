import type { ModelFacts } from '../catalog/models.ts';
import { countParameters } from './count-parameters.ts';
import { bytesPerWeight } from './quantization-method.ts';
import type { GpuSettings } from './settings.ts';
import { gib } from './units.ts';

/** Bytes of the parts of a model that pipeline and tensor parallelism treat apart. */
export interface WeightBytes {
  /** All layers, without the tables below. */
  readonly layers: number;
  /** The embedding table, or the head: each is `vocab x hidden` and stays in 16 bits. */
  readonly table: number;
  /** Tables in memory on one stage: 1 when the head is the embedding, else 2. */
  readonly tables: 1 | 2;
  readonly basis: 'loaded' | 'checkpoint' | 'parameters';
}

/** The size of a model in memory, by the best figure there is for it as it will be loaded. */
export function weightBytes(
  settings: Pick<GpuSettings, 'model' | 'quantization' | 'weightBytes'>,
): WeightBytes {
  const { model } = settings;
  const tables = model.tiesWordEmbeddings ? 1 : 2;
  const table = model.vocabSize * model.hiddenSize * settings.weightBytes;
  const known = knownBytes(settings);
  if (known !== undefined) {
    return { ...known, layers: Math.max(0, known.bytes - tables * table), table, tables };
  }
  const parameters = model.parametersB * 1e9 - tables * model.vocabSize * model.hiddenSize;
  const perWeight = settings.quantization
    ? bytesPerWeight(settings.quantization)
    : settings.weightBytes;
  const vision = Math.min(Math.max(0, parameters), visionParameters(model));
  const language = Math.max(0, parameters - vision);
  const layers = language * perWeight + vision * settings.weightBytes;
  return { layers, table, tables, basis: 'parameters' };
}

/**
 * Parameters beside the language model, which publishers leave in 16 bits when they quantise: what
 * the count holds beyond the layers we can count ourselves. None where layers differ from one
 * another, because the remainder would then be an error of ours.
 */
function visionParameters(model: ModelFacts): number {
  const { isMultimodal, experts, mla, attention } = model;
  const isRegular = experts === undefined && mla === undefined && attention.linearLayers === 0;
  if (isMultimodal !== true || !isRegular) return 0;
  const language = countParameters(model, {}, {});
  return language === undefined ? 0 : Math.max(0, model.parametersB * 1e9 - language);
}

/**
 * What the checkpoint weighs, where vLLM loads it as it is: same quantisation, same data type. A
 * loaded size from a log is best, then the size on disk; "computed" records say no more than the
 * parameter count does.
 */
function knownBytes({
  model,
  quantization,
  weightBytes: elementBytes,
}: Pick<GpuSettings, 'model' | 'quantization' | 'weightBytes'>) {
  if (quantization !== model.quantization) return undefined;
  const scale = quantization === undefined ? elementBytes / ownBytes(model) : 1;
  if (model.loadedGiB !== undefined) {
    return { bytes: model.loadedGiB * gib * scale, basis: 'loaded' as const };
  }
  if (model.weightsGiB === undefined || model.weightsSource?.startsWith('computed') === true) {
    return undefined;
  }
  return { bytes: model.weightsGiB * gib * scale, basis: 'checkpoint' as const };
}

function ownBytes(model: ModelFacts): number {
  return model.dtype === 'float32' ? 4 : 2;
}
