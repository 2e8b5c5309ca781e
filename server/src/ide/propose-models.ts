import { findModel, models, type ModelFacts } from '../catalog/models.ts';
import type { Preset } from '../chart/preset.ts';
import { estimateFit } from '../fit/estimate.ts';
import { fitRequestOf } from '../fit/request-of-values.ts';
import type { InferenceConfig } from '../model/inference-config.ts';
import type { Analysis } from './analysis.ts';
import type { ValueProposal } from './proposal.ts';
import { rankPresets } from './rank-presets.ts';

/**
 * Models that we know: those that presets serve on the instance type of the file, those that fit with
 * what the file says, then the others. In each part the models with a preset for the accelerator of
 * the file come first, those of its framework before those of another.
 */
export function proposeModels(
  { config }: Analysis,
  presets: readonly Preset[],
): readonly ValueProposal[] {
  const accelerator = config.accelerator?.value;
  const isFitting = fitterFor(config);
  const served = rankPresets(
    config,
    presets.filter((preset) => preset.accelerator === accelerator && preset.model !== ''),
  );
  const ids = new Set([
    ...served.map(({ model }) => model),
    ...models.filter(({ isPooling }) => isPooling !== true).map(({ id }) => id),
  ]);
  return [...ids]
    .map((id) => {
      const facts = findModel(id);
      const preset = served.find(({ model }) => model === id);
      const fits = facts !== undefined && isFitting(facts);
      const isOnInstance =
        preset !== undefined && preset.instanceType === config.instanceType?.value;
      return { id, facts, preset, fits, part: isOnInstance ? 0 : fits ? 1 : 2 };
    })
    .toSorted((a, b) => a.part - b.part)
    .map(({ id, facts, preset, fits }) => ({
      value: id,
      kind: 'model',
      detail: facts ? sizeOf(facts) : '',
      documentation: documentationOf(facts, preset, fits),
    }));
}

/** Whether a model fits with all else that the values say; no model does where they leave that open. */
function fitterFor(config: InferenceConfig): (model: ModelFacts) => boolean {
  const [anyModel] = models;
  const request = anyModel && fitRequestOf(config, { model: anyModel });
  if (request?.ok !== true) return () => false;
  return (model) => estimateFit({ ...request.value, model }).verdict === 'fits';
}

function sizeOf({ parametersB, quantization, dtype, isGated }: ModelFacts): string {
  const weights = quantization ?? dtype;
  return `${parametersB} B, ${weights}${isGated === true ? ', gated' : ''}`;
}

function documentationOf(
  facts: ModelFacts | undefined,
  preset: Preset | undefined,
  fits: boolean,
): string {
  const { maxPositionEmbeddings, attentionHeads, kvHeads, weightsGiB } = facts ?? {};
  const heads = kvHeads === undefined ? '' : `, ${kvHeads} KV heads`;
  const parts = [
    maxPositionEmbeddings && `Context up to ${maxPositionEmbeddings} tokens.`,
    weightsGiB && `Weights ${weightsGiB} GiB.`,
    attentionHeads &&
      `${attentionHeads} attention heads${heads}: tensorParallelSize must divide them.`,
    facts?.isGated === true
      ? 'Gated: accept its licence and create the Secret with a Hugging Face token.'
      : undefined,
    fits && 'Fits with the values of this file, by our estimate.',
    preset && `Preset: ${preset.title}, ${preset.hardware}.`,
  ];
  return parts.filter((part) => typeof part === 'string').join('\n\n');
}
