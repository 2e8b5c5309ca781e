import { findModel, models, type ModelFacts } from '../catalog/models.ts';
import type { Preset } from '../chart/preset.ts';
import type { Analysis } from './analysis.ts';
import type { ValueProposal } from './proposal.ts';

/** Models that presets serve on the file's accelerator, then all others that we have facts of. */
export function proposeModels(
  { config }: Analysis,
  presets: readonly Preset[],
): readonly ValueProposal[] {
  const accelerator = config.accelerator?.value;
  const served = presets.filter((preset) => preset.accelerator === accelerator);
  const ids = new Set([
    ...served.map(({ model }) => model).filter((id) => id !== ''),
    ...models.filter(({ isPooling }) => isPooling !== true).map(({ id }) => id),
  ]);
  return [...ids].map((id) => {
    const facts = findModel(id);
    const preset = served.find(({ model }) => model === id);
    return {
      value: id,
      kind: 'model',
      detail: facts ? sizeOf(facts) : '',
      documentation: documentationOf(facts, preset),
    };
  });
}

function sizeOf({ parametersB, quantization, dtype, isGated }: ModelFacts): string {
  const weights = quantization ?? dtype;
  return `${parametersB} B, ${weights}${isGated === true ? ', gated' : ''}`;
}

function documentationOf(facts: ModelFacts | undefined, preset: Preset | undefined): string {
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
    preset && `Preset: ${preset.title}, ${preset.hardware}.`,
  ];
  return parts.filter((part) => typeof part === 'string').join('\n\n');
}
