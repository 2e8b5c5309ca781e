import type { AttentionLayers } from '../catalog/models.ts';
import { numbersOf, textAt, type ConfigRecord } from './config-record.ts';

/** Layer kinds from `layer_types`, a stated pattern, or the absence of both. */
export function attentionLayers(config: ConfigRecord, layers: number): AttentionLayers {
  const read = numbersOf(config);
  const window = read('sliding_window', 'attention_chunk_size');
  const windowKind = read('sliding_window') === undefined ? 'chunked' : 'sliding';
  const kinds = layerKinds(config, layers, window !== undefined);
  const windowedLayers = kinds.filter((kind) => kind === 'windowed').length;
  const linearLayers = kinds.filter((kind) => kind === 'linear').length;
  const cacheFreeLayers = kinds.filter((kind) => kind === 'none').length;
  const globalKvHeads = read('num_global_key_value_heads');
  const globalHeadDim = read('global_head_dim');
  return {
    fullLayers: layers - windowedLayers - linearLayers - cacheFreeLayers,
    windowedLayers,
    linearLayers,
    ...(cacheFreeLayers > 0 && { cacheFreeLayers }),
    ...(windowedLayers > 0 && window !== undefined && { window, windowKind }),
    ...(globalKvHeads && { globalKvHeads }),
    ...(globalHeadDim && { globalHeadDim }),
  };
}

type LayerKind = 'full' | 'windowed' | 'linear' | 'none';

function layerKinds(
  config: ConfigRecord,
  layers: number,
  hasWindow: boolean,
): readonly LayerKind[] {
  const types = config['layer_types'];
  if (Array.isArray(types)) return types.slice(0, layers).map(kindOfType);
  const pattern = config['hybrid_override_pattern'];
  if (typeof pattern === 'string') return Array.from(pattern, kindOfLetter).slice(0, layers);
  const read = numbersOf(config);
  const linearInterval = read('full_attention_interval');
  const every = (size: number, rest: LayerKind) =>
    Array.from({ length: layers }, (_, layer) => ((layer + 1) % size === 0 ? 'full' : rest));
  if (linearInterval !== undefined) return every(linearInterval, 'linear');
  if (!hasWindow || config['use_sliding_window'] === false) return [];
  const model = textAt(config, 'model_type');
  const size =
    read('sliding_window_pattern') ?? windowPatterns.find(([name]) => name.test(model))?.[1];
  return size === undefined ? windowEverywhere(model, layers) : every(size, 'windowed');
}

/** One full layer in so many, for models whose config does not say (transformers' defaults). */
const windowPatterns: readonly (readonly [RegExp, number])[] = [
  [/^gemma2/, 2],
  [/^gemma3/, 6],
  [/^cohere2/, 4],
  [/^llama4/, 4],
  [/^gpt_oss/, 2],
];

/** vLLM gives every layer the window for these; for others the key is known to be ignored. */
function windowEverywhere(model: string, layers: number): readonly LayerKind[] {
  const isEverywhere = /^(mistral|mixtral|starcoder2|ministral)$/.test(model);
  return isEverywhere ? Array.from({ length: layers }, () => 'windowed') : [];
}

function kindOfType(type: unknown): LayerKind {
  const name = typeof type === 'string' ? type : '';
  if (/sliding|chunked|local/.test(name)) return 'windowed';
  if (/linear|mamba|conv|recurrent|delta/.test(name)) return 'linear';
  return /^(mlp|moe|feed_forward)$/.test(name) ? 'none' : 'full';
}

/** Nemotron-H: `*` attention, `M` Mamba, `-` feed-forward, `E` experts. */
function kindOfLetter(letter: string): LayerKind {
  if (letter === 'M') return 'linear';
  return letter === '*' ? 'full' : 'none';
}
