import type { ModelFacts } from '../catalog/models.ts';
import { isRecord, numbersOf, textAt, type ConfigRecord } from './config-record.ts';

type Shape = Pick<
  ModelFacts,
  | 'layers'
  | 'attention'
  | 'hiddenSize'
  | 'attentionHeads'
  | 'kvHeads'
  | 'headDim'
  | 'vocabSize'
  | 'intermediateSize'
  | 'experts'
  | 'mla'
  | 'tiesWordEmbeddings'
>;

/**
 * Parameters of a decoder from the shape in its config: embeddings, attention, feed-forward or
 * experts, and a vision tower if it has one. Norms and biases are left out (under 0.1 %). Absent for
 * families whose layers differ from one another in ways their config does not spell out simply.
 */
export function countParameters(
  shape: Shape,
  config: ConfigRecord,
  root: ConfigRecord,
): number | undefined {
  if (isIrregular(config)) return undefined;
  const { linearLayers } = shape.attention;
  const tables = shape.tiesWordEmbeddings ? 1 : 2;
  return (
    tables * shape.vocabSize * shape.hiddenSize +
    (shape.layers - linearLayers) * attentionParameters(shape, config) +
    linearLayers * linearAttentionParameters(shape, config) +
    feedForwardParameters(shape, config) +
    (isRecord(root['vision_config']) ? visionParameters(root['vision_config']) : 0)
  );
}

function attentionParameters(shape: Shape, config: ConfigRecord): number {
  const { hiddenSize: hidden, attentionHeads: heads, mla } = shape;
  const headDim = shape.headDim ?? hidden / heads;
  if (mla === undefined) {
    const kvHeads = shape.kvHeads ?? heads;
    return hidden * headDim * ((hasOutputGate(config) ? 3 : 2) * heads + 2 * kvHeads);
  }
  const read = numbersOf(config);
  const nope = read('qk_nope_head_dim') ?? 128;
  const value = read('v_head_dim') ?? 128;
  const queryRank = read('q_lora_rank');
  const queries = heads * (nope + mla.qkRopeHeadDim);
  return (
    (queryRank === undefined ? hidden * queries : queryRank * (hidden + queries)) +
    hidden * (mla.kvLoraRank + mla.qkRopeHeadDim) +
    mla.kvLoraRank * heads * (nope + value) +
    heads * value * hidden
  );
}

/** Gated delta net: keys, queries, values and a gate in, one matrix out (Qwen3-Next and later). */
function linearAttentionParameters(shape: Shape, config: ConfigRecord): number {
  const read = numbersOf(config);
  const keys = (read('linear_num_key_heads') ?? 0) * (read('linear_key_head_dim') ?? 0);
  const values = (read('linear_num_value_heads') ?? 0) * (read('linear_value_head_dim') ?? 0);
  return shape.hiddenSize * (2 * keys + 3 * values);
}

function hasOutputGate(config: ConfigRecord): boolean {
  return config['attn_output_gate'] === true || textAt(config, 'model_type') === 'qwen3_next';
}

/** Mamba hybrids and models cut by architecture search. */
function isIrregular(config: ConfigRecord): boolean {
  const families = /^(nemotron|jamba|mamba|bamba|falcon_h1|zamba|deci|granitemoehybrid|lfm|rwkv)/;
  return families.test(textAt(config, 'model_type')) || Array.isArray(config['block_configs']);
}

function feedForwardParameters(shape: Shape, config: ConfigRecord): number {
  const { hiddenSize: hidden, layers, experts } = shape;
  const read = numbersOf(config);
  const matrices = hasGate(config) ? 3 : 2;
  const dense = matrices * hidden * (shape.intermediateSize ?? 4 * hidden);
  if (experts?.count === undefined || experts.intermediateSize === undefined) return layers * dense;
  const expert = 3 * hidden * experts.intermediateSize;
  const shared = 3 * hidden * sharedSize(config, experts.intermediateSize);
  const router = hidden * experts.count;
  const every = read('interleave_moe_layer_step', 'decoder_sparse_step') ?? 1;
  const leading = read('first_k_dense_replace') ?? 0;
  const mixtures = Math.floor((layers - leading) / every);
  // Gemma 4 runs its experts beside a dense feed-forward, not instead of it.
  const besides = config['enable_moe_block'] === true ? mixtures * dense : 0;
  const routed = mixtures * (experts.count * expert + shared + router);
  return routed + besides + (layers - mixtures) * dense;
}

/** Experts that every token goes through: a size of their own, or so many of the routed kind. */
function sharedSize(config: ConfigRecord, expertSize: number): number {
  const read = numbersOf(config);
  const size = read('shared_expert_intermediate_size', 'moe_shared_expert_intermediate_size');
  if (size !== undefined) return size;
  const isLlama4 = textAt(config, 'model_type').startsWith('llama4');
  return (read('n_shared_experts', 'num_shared_experts') ?? (isLlama4 ? 1 : 0)) * expertSize;
}

/** A few older families have no gate beside the feed-forward's first matrix. */
function hasGate(config: ConfigRecord): boolean {
  const families = /^(gpt2|gpt_neox|gptj|gpt_bigcode|falcon|opt|bloom|phi|starcoder2|mpt)$/;
  return !families.test(textAt(config, 'model_type'));
}

/** A vision transformer: four square matrices of attention and two of feed-forward a layer. */
function visionParameters(vision: ConfigRecord): number {
  const read = numbersOf(vision);
  const hidden = read('hidden_size', 'embed_dim', 'width');
  const layers = read('num_hidden_layers', 'depth', 'layers');
  if (hidden === undefined || layers === undefined) return 0;
  const feedForward = read('intermediate_size') ?? 4 * hidden;
  return layers * (4 * hidden * hidden + 2 * hidden * feedForward);
}
