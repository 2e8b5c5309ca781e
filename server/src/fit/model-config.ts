import { failed, ok, type Result } from '../base/result.ts';
import type { LatentAttention, ModelFacts } from '../catalog/models.ts';
import { attentionLayers } from './config-attention.ts';
import { contextLimit } from './config-context.ts';
import { quantizationOf } from './config-quantization.ts';
import {
  isRecord,
  numbersOf,
  textAt,
  type ConfigRecord,
  type NumberReader,
} from './config-record.ts';
import { countParameters } from './count-parameters.ts';

/** Why a config.json says nothing about memory, as a sentence. */
export interface ConfigFailure {
  readonly kind: 'not-json' | 'not-a-model' | 'irregular';
  readonly message: string;
}

/**
 * Reads a Hugging Face config.json into model facts; the parameter count is worked out from the
 * shape. Multimodal configs are read through their `text_config`. Never throws.
 * @param id what to call the model: its path or hub id.
 */
export function parseModelConfig(text: string, id: string): Result<ModelFacts, ConfigFailure> {
  let root: unknown;
  try {
    root = JSON.parse(text);
  } catch {
    return failed({ kind: 'not-json', message: `${id} holds no JSON.` });
  }
  if (!isRecord(root)) return failed({ kind: 'not-json', message: `${id} holds no JSON object.` });
  const config = isRecord(root['text_config']) ? { ...root, ...root['text_config'] } : root;
  const read = numbersOf(config);

  const layers = read('num_hidden_layers', 'n_layer', 'num_layers');
  const hiddenSize = read('hidden_size', 'n_embd', 'd_model');
  const attentionHeads = read('num_attention_heads', 'n_head');
  const vocabSize = read('vocab_size', 'padded_vocab_size');
  if (!layers || !hiddenSize || !attentionHeads || !vocabSize) {
    const message = `${id} has no num_hidden_layers, hidden_size, num_attention_heads and vocab_size of a language model.`;
    return failed({ kind: 'not-a-model', message });
  }

  const mla = latentAttention(read);
  const experts = expertsOf(read);
  const intermediateSize = read('intermediate_size_mlp', 'intermediate_size', 'n_inner');
  const limit = read('max_position_embeddings', 'n_positions', 'seq_length');
  const quantization = quantizationOf(config, root);
  const headDim = read('head_dim') ?? hiddenSize / attentionHeads;
  const shape = {
    layers,
    attention: attentionLayers(config, layers),
    hiddenSize,
    attentionHeads,
    vocabSize,
    kvHeads: kvHeadsOf(config, attentionHeads),
    headDim,
    ...(intermediateSize && { intermediateSize }),
    ...(mla && { mla }),
    ...(experts && { experts }),
    tiesWordEmbeddings: tiesWordEmbeddings(config),
  };
  const parameters = countParameters(shape, config, root);
  if (parameters === undefined) {
    const message = `${id} is a ${textAt(config, 'model_type')} model: its size cannot be told from its config.`;
    return failed({ kind: 'irregular', message });
  }
  return ok({
    id,
    parametersB: parameters / 1e9,
    ...shape,
    ...(limit && { maxPositionEmbeddings: contextLimit(config, limit) }),
    dtype: dtypeOf(config, root),
    ...(quantization && { quantization }),
    ...(isRecord(root['vision_config']) && { isMultimodal: true }),
    ...(isPooling(root) && { isPooling: true }),
    ...architecturesOf(root),
    source: id,
    confidence: 'config',
  });
}

/**
 * Architectures whose names end like this are served for embedding, scoring or classifying.
 * https://github.com/vllm-project/vllm/blob/v0.11.0/vllm/config/model.py (_SUFFIX_TO_DEFAULTS);
 * ChatGLMModel is registered as a model that generates text.
 */
const poolingSuffix =
  /(ForTextEncoding|EmbeddingModel|For(Sequence|Token|Audio|Image|Video)Classification|ClassificationModel|ForRewardModeling|RewardModel|(?<!Chat|LMHead|ChatGLM)Model)$/;

function isPooling({ architectures }: ConfigRecord): boolean {
  return (
    Array.isArray(architectures) &&
    architectures.some((name) => typeof name === 'string' && poolingSuffix.test(name))
  );
}

function architecturesOf({ architectures }: ConfigRecord): Pick<ModelFacts, 'architectures'> {
  const names = Array.isArray(architectures)
    ? architectures.filter((name) => typeof name === 'string')
    : [];
  return names.length === 0 ? {} : { architectures: names };
}

/** Absent means the default of the model's class, which a saved config leaves out. */
function tiesWordEmbeddings(config: ConfigRecord): boolean {
  const stated = config['tie_word_embeddings'];
  if (typeof stated === 'boolean') return stated;
  return /^(gemma|cohere|gpt2)/.test(textAt(config, 'model_type'));
}

function kvHeadsOf(config: ConfigRecord, attentionHeads: number): number {
  if (config['multi_query'] === true && config['new_decoder_architecture'] !== true) return 1;
  return numbersOf(config)('num_key_value_heads', 'num_kv_heads') ?? attentionHeads;
}

function latentAttention(read: NumberReader): LatentAttention | undefined {
  const kvLoraRank = read('kv_lora_rank');
  const qkRopeHeadDim = read('qk_rope_head_dim');
  if (kvLoraRank === undefined || qkRopeHeadDim === undefined) return undefined;
  // Keys of the sparse index: 128 bytes in fp8 and a scale (DeepSeek-V3.2).
  return { kvLoraRank, qkRopeHeadDim, ...(read('index_topk') && { indexerBytesPerToken: 132 }) };
}

function expertsOf(read: NumberReader): ModelFacts['experts'] {
  const count = read('num_local_experts', 'n_routed_experts', 'num_experts');
  const perToken = read('num_experts_per_tok', 'top_k_experts', 'experts_per_token');
  const intermediateSize = read('moe_intermediate_size', 'intermediate_size');
  if (count === undefined || count < 2) return undefined;
  return { count, ...(perToken && { perToken }), ...(intermediateSize && { intermediateSize }) };
}

function dtypeOf(config: ConfigRecord, root: ConfigRecord): ModelFacts['dtype'] {
  const stated = [config['dtype'], config['torch_dtype'], root['dtype'], root['torch_dtype']]
    .filter((value) => typeof value === 'string')
    .map((value) => value.replace(/^torch\./, ''))
    .find((value) => value === 'bfloat16' || value === 'float16' || value === 'float32');
  return stated ?? 'bfloat16';
}
