import type { GpuSettings } from './settings.ts';
import { showGiB } from './units.ts';
import type { WeightBytes } from './weights.ts';

/** What the estimate rests on besides the values and vLLM's defaults. */
export function standingAssumptions(
  settings: GpuSettings,
  weights: WeightBytes,
): readonly string[] {
  const { model, gpu, version } = settings;
  const basis = {
    loaded: 'what vLLM printed as loaded',
    checkpoint: 'the size of the checkpoint',
    parameters: 'the parameter count',
  };
  return [
    `Weights come from ${basis[weights.basis]} (${model.siblingOf ?? model.id}).`,
    ...(model.confidence === 'recalled' ? ['The shape of the model is from memory.'] : []),
    ...(model.attention.linearLayers > 0
      ? ['The state of linear-attention layers (fixed per request) is not counted.']
      : []),
    ...(gpu.isMeasured
      ? []
      : [`${gpu.name} is taken to show ${showGiB(gpu.totalGiB)} GiB; no log was found.`]),
    ...(settings.engine === 'V0' ? ['The V0 engine runs.'] : []),
    ...(version === undefined || settings.quantization === undefined
      ? []
      : [`Quantised weights are ${settings.quantization}; embeddings and head stay in 16 bits.`]),
    'Nothing else runs on the GPU; no LoRA adapters, speculative decoding or CPU offloading.',
  ];
}
