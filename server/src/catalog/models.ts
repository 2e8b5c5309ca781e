import data from './data/models.json' with { type: 'json' };
import { quantizedName, type QuantizedName } from './quantized-name.ts';
import type { QuantizationMethod } from './quantization.ts';

/** What is known of one model. Sizes in elements; GiB is 2^30 bytes for the whole model. */
export interface ModelFacts {
  /** The id asked for: a Hugging Face `owner/name`. */
  readonly id: string;
  /** All parameters, 10^9. */
  readonly parametersB: number;
  /** Parameters used for one token (mixture of experts), 10^9. */
  readonly activeParametersB?: number;
  readonly layers: number;
  readonly hiddenSize: number;
  /** Feed-forward size of a dense layer. Absent: not known, or every layer has experts. */
  readonly intermediateSize?: number;
  readonly attentionHeads: number;
  /** Key-value heads of one layer. Absent for latent attention (`mla`), which has none. */
  readonly kvHeads?: number;
  readonly headDim?: number;
  readonly vocabSize: number;
  /** Longest context the model's config allows, tokens. Absent: not sure for this variant. */
  readonly maxPositionEmbeddings?: number;
  readonly attention: AttentionLayers;
  readonly mla?: LatentAttention;
  readonly experts?: Experts;
  /** Data type of the unquantised weights. */
  readonly dtype: 'bfloat16' | 'float16' | 'float32';
  /** How the checkpoint itself is quantised. Absent: not quantised. */
  readonly quantization?: QuantizationMethod;
  readonly tiesWordEmbeddings: boolean;
  /** Classes that a config.json names; for models of the catalog see `vllm-architectures`. */
  readonly architectures?: readonly string[];
  /** Has vision or audio parts beside the language model. */
  readonly isMultimodal?: boolean;
  /** An embedding or ranking model: no generation, no tokens in a KV cache to count on. */
  readonly isPooling?: boolean;
  /** Size of the checkpoint's weights. Absent for a sibling: work it out from the parameters. */
  readonly weightsGiB?: number;
  /** Where `weightsGiB` comes from: `disk`, `measured` and `computed` begin the sentence. */
  readonly weightsSource?: string;
  /** What vLLM printed as loaded, summed over ranks. */
  readonly loadedGiB?: number;
  /** Whether the hub asks for a token and an accepted licence. */
  readonly isGated?: boolean;
  readonly source: string;
  /**
   * `verified-in-file` (a config file was read), `verified-by-log` (a start-up log agrees),
   * `recalled` (neither), `sibling` (facts of `siblingOf`), `config` (parsed from a config.json).
   */
  readonly confidence: ModelConfidence;
  /** The record that these facts are from, when the id itself has none. */
  readonly siblingOf?: string;
  readonly note?: string;
}

export type ModelConfidence =
  'verified-in-file' | 'verified-by-log' | 'recalled' | 'sibling' | 'config';

/** Layers by how much KV cache they need. The rest of `layers` need none per token. */
export interface AttentionLayers {
  readonly fullLayers: number;
  readonly windowedLayers: number;
  readonly linearLayers: number;
  /** Tokens that a windowed layer looks back. */
  readonly window?: number;
  readonly windowKind?: 'sliding' | 'chunked';
  /** Head count and size of full layers where they differ from `kvHeads` and `headDim`. */
  readonly globalKvHeads?: number;
  readonly globalHeadDim?: number;
  readonly encoderLayers?: number;
  /** Layers with neither attention nor state: feed-forward only, or attention left out. */
  readonly cacheFreeLayers?: number;
}

/** Latent attention (DeepSeek): one vector a token and layer, the same on every rank. */
export interface LatentAttention {
  readonly kvLoraRank: number;
  readonly qkRopeHeadDim: number;
  /** Bytes a token and layer of the sparse-attention index. Absent: it has none. */
  readonly indexerBytesPerToken?: number;
}

export interface Experts {
  readonly count?: number;
  readonly perToken?: number;
  /** Feed-forward size of one expert. */
  readonly intermediateSize?: number;
}

export const models: readonly ModelFacts[] = Object.freeze(data.models as ModelFacts[]);

const byId: ReadonlyMap<string, ModelFacts> = new Map(
  models.map((model) => [model.id.toLowerCase(), model]),
);

/** Models by owner-free name, and by the name of their family and size alone. */
const byBareName = index((model) => bareName(model.id));
const byVariant = index((model) => variantName(model.id));

/** Owners known to publish other people's models unchanged or only quantised. */
const republishers: ReadonlySet<string> = new Set([
  'amd',
  'casperhansen',
  'hugging-quants',
  'ibnzterrell',
  'kaitchup',
  'neuralmagic',
  'nm-testing',
  'nousresearch',
  'nvidia',
  'redhatai',
  'solidrust',
  'techxgenus',
  'thebloke',
  'unsloth',
]);

/**
 * Facts for a Hugging Face id. Case does not matter, as on the hub. Without a record of its own,
 * these get the architecture of a model we know, with `siblingOf` set:
 * a quantised copy by anyone (`acme/Qwen2.5-7B-Instruct-AWQ`); a mirror by a known republisher; and
 * another variant by the same owner (`Qwen/Qwen2.5-7B` beside `Qwen/Qwen2.5-7B-Instruct`), whose
 * longest context may differ and is left out. Absent for everything else: local paths, s3:// and
 * other people's fine-tunes are never guessed at.
 */
export function findModel(id: string): ModelFacts | undefined {
  const exact = byId.get(id.trim().toLowerCase());
  if (exact) return exact;
  const [owner, name, ...more] = id.trim().split('/');
  if (!owner || !name || more.length > 0) return undefined;
  const quantized = quantizedName(name);
  const base = quantized?.base ?? name;
  const copy = byBareName.get(bareName(base));
  const isCopy =
    quantized !== undefined || isOwner(owner, copy) || republishers.has(owner.toLowerCase());
  if (copy && isCopy) return sibling(id.trim(), copy, quantized);
  const variant = byVariant.get(variantName(base));
  if (!variant || !(isOwner(owner, variant) || republishers.has(owner.toLowerCase()))) {
    return undefined;
  }
  return withoutContext(sibling(id.trim(), variant, quantized));
}

function withoutContext(model: ModelFacts): ModelFacts {
  return Object.fromEntries(
    Object.entries(model).filter(([key]) => key !== 'maxPositionEmbeddings'),
  ) as unknown as ModelFacts;
}

function isOwner(owner: string, model: ModelFacts | undefined): boolean {
  return model?.id.toLowerCase().startsWith(`${owner.toLowerCase()}/`) === true;
}

/**
 * Models as their makers first published them (some of those are quantised), by a name. Names that
 * stand for different architectures are left out.
 */
function index(nameOf: (model: ModelFacts) => string): ReadonlyMap<string, ModelFacts> {
  const found = new Map<string, ModelFacts>();
  const ambiguous = new Set<string>();
  for (const model of models.filter((facts) => quantizedName(facts.id) === undefined)) {
    const name = nameOf(model);
    const other = found.get(name);
    if (other && !isSameShape(other, model)) ambiguous.add(name);
    found.set(name, other ?? model);
  }
  for (const name of ambiguous) found.delete(name);
  return found;
}

function isSameShape(left: ModelFacts, right: ModelFacts): boolean {
  return (
    left.layers === right.layers &&
    left.hiddenSize === right.hiddenSize &&
    left.kvHeads === right.kvHeads &&
    left.vocabSize === right.vocabSize &&
    left.intermediateSize === right.intermediateSize
  );
}

function sibling(
  id: string,
  original: ModelFacts,
  quantized: QuantizedName | undefined,
): ModelFacts {
  const { weightsGiB, weightsSource, loadedGiB, note, isGated, ...architecture } = original;
  return {
    ...architecture,
    ...(quantized
      ? { quantization: quantized.method }
      : {
          ...(weightsGiB !== undefined && { weightsGiB }),
          ...(weightsSource !== undefined && { weightsSource }),
          ...(loadedGiB !== undefined && { loadedGiB }),
        }),
    ...(note !== undefined && { note }),
    // A copy is often open where the original is not, so nothing is said about it.
    ...(isGated === false && { isGated }),
    id,
    siblingOf: original.id,
    confidence: 'sibling',
  };
}

/** Mirrors keep or drop Meta's prefix: `Meta-Llama-3.1-8B-Instruct`, `Llama-3.1-8B-Instruct`. */
function bareName(idOrName: string): string {
  return (idOrName.split('/').at(-1) ?? '').toLowerCase().replace(/^meta-(?=llama)/, '');
}

/** The name without what only tells how a model was trained on, or when. */
function variantName(idOrName: string): string {
  return bareName(idOrName)
    .replace(/-(instruct|chat|it|pt|base|hf|thinking|reasoning(-plus)?)(?=-|$)/g, '')
    .replace(/-\d{4}$/, '');
}
