import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findModel, type ModelFacts } from '../../server/src/catalog/models.ts';
import { parseModelConfig } from '../../server/src/fit/model-config.ts';

describe('a config.json', () => {
  it.each([
    ['meta-llama/Llama-3.1-8B-Instruct', llama()],
    ['Qwen/Qwen3-30B-A3B', qwenMixture()],
    ['deepseek-ai/DeepSeek-V3', deepseek()],
    ['meta-llama/Llama-4-Scout-17B-16E-Instruct', scout()],
    ['google/gemma-3-12b-it', gemma()],
    ['Qwen/Qwen3.6-27B', qwenLinear()],
  ])('of %s gives the shape and, within 3 %%, the size we know', (id, config) => {
    const known = findModel(id);
    const read = parse(config);
    expect(Math.abs(read.parametersB / (known?.parametersB ?? 0) - 1)).toBeLessThan(0.03);
    expect(read.attention).toEqual(known?.attention);
    expect(read.mla).toEqual(known?.mla);
    expect(read.experts).toEqual(known?.experts);
    expect(read.maxPositionEmbeddings).toBe(known?.maxPositionEmbeddings);
    expect(read.tiesWordEmbeddings).toBe(known?.tiesWordEmbeddings);
  });

  it.each([
    ['Qwen3ForSequenceClassification', true],
    ['LlamaModel', true],
    ['InternLM2ForRewardModel', true],
    ['LlamaForCausalLM', undefined],
    ['GPT2LMHeadModel', undefined],
    ['InternVLChatModel', undefined],
    ['ChatGLMModel', undefined],
    ['LlavaForConditionalGeneration', undefined],
  ])('of a %s says whether it embeds or scores: %s', (name, isPooling) => {
    expect(parse({ ...llama(), architectures: [name] }).isPooling).toBe(isPooling);
  });

  it.each([
    [{ quant_method: 'awq', bits: 4 }, 'awq'],
    [{ quant_method: 'gptq', bits: 4 }, 'gptq'],
    [{ quant_method: 'gptq', bits: 8 }, 'gptq8'],
    [{ quant_method: 'fp8' }, 'fp8'],
    [{ quant_method: 'mxfp4' }, 'mxfp4'],
    [{ quant_method: 'modelopt', quant_algo: 'NVFP4' }, 'nvfp4'],
    [compressed(4, 'int'), 'int4'],
    [compressed(8, 'int'), 'int8'],
    [compressed(8, 'float'), 'fp8'],
    [{ quant_method: 'of-my-own' }, 'gguf'],
  ])('reads its quantisation %j as %s', (quantization_config, method) => {
    expect(parse({ ...llama(), quantization_config }).quantization).toBe(method);
  });

  it.each([
    [{ rope_type: 'linear', factor: 4 }, 4 * 131072],
    [{ rope_type: 'yarn', factor: 4, original_max_position_embeddings: 32768 }, 131072],
    [{ rope_type: 'llama3', factor: 8 }, 131072],
    [{ type: 'longrope', factor: 32 }, 131072],
    [null, 131072],
  ])('lengthens the context by %j to %i', (rope_scaling, limit) => {
    expect(parse({ ...llama(), rope_scaling }).maxPositionEmbeddings).toBe(limit);
  });

  it('knows which layers slide in families that do not say', () => {
    const gemma2 = { ...llama(), model_type: 'gemma2', sliding_window: 4096 };
    expect(parse(gemma2).attention).toMatchObject({ fullLayers: 16, windowedLayers: 16 });
    const mistral = { ...llama(), model_type: 'mistral', sliding_window: 4096 };
    expect(parse(mistral).attention).toMatchObject({ fullLayers: 0, window: 4096 });
    const qwen = { ...llama(), model_type: 'qwen2', sliding_window: 4096 };
    expect(parse({ ...qwen, use_sliding_window: false }).attention.fullLayers).toBe(32);
  });

  it.each([
    ['{', 'not-json'],
    ['[]', 'not-json'],
    ['null', 'not-json'],
    ['{}', 'not-a-model'],
    [JSON.stringify({ ...llama(), num_hidden_layers: '32' }), 'not-a-model'],
    [JSON.stringify({ ...llama(), model_type: 'nemotron_h' }), 'irregular'],
  ])('%s is %s', (text, kind) => {
    const result = parseModelConfig(text, 'x');
    expect(result.ok ? undefined : result.failure.kind).toBe(kind);
  });

  it('never throws, whatever its values are', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...Object.keys(scout())), fc.json()), (strange) => {
        const config = { ...llama(), ...strange, text_config: { ...strange } };
        expect(typeof parseModelConfig(JSON.stringify(config), 'x').ok).toBe('boolean');
      }),
    );
    fc.assert(
      fc.property(fc.anything(), (value) => {
        const text = JSON.stringify({
          ...llama(),
          layer_types: [value],
          quantization_config: value,
        });
        expect(typeof parseModelConfig(text, 'x').ok).toBe('boolean');
      }),
    );
  });
});

function parse(config: Readonly<Record<string, unknown>>): ModelFacts {
  const result = parseModelConfig(JSON.stringify(config), 'config.json');
  if (!result.ok) throw new Error(result.failure.message);
  return result.value;
}

function compressed(bits: number, type: string) {
  const config_groups = { group_0: { weights: { num_bits: bits, type } } };
  return { quant_method: 'compressed-tensors', config_groups };
}

function llama() {
  return {
    model_type: 'llama',
    num_hidden_layers: 32,
    hidden_size: 4096,
    intermediate_size: 14336,
    num_attention_heads: 32,
    num_key_value_heads: 8,
    vocab_size: 128256,
    max_position_embeddings: 131072,
    tie_word_embeddings: false,
    torch_dtype: 'bfloat16',
  };
}

function qwenMixture() {
  return {
    model_type: 'qwen3_moe',
    num_hidden_layers: 48,
    hidden_size: 2048,
    intermediate_size: 6144,
    num_attention_heads: 32,
    num_key_value_heads: 4,
    head_dim: 128,
    vocab_size: 151936,
    max_position_embeddings: 40960,
    num_experts: 128,
    num_experts_per_tok: 8,
    moe_intermediate_size: 768,
    decoder_sparse_step: 1,
    sliding_window: null,
    tie_word_embeddings: false,
  };
}

function deepseek() {
  return {
    model_type: 'deepseek_v3',
    num_hidden_layers: 61,
    hidden_size: 7168,
    intermediate_size: 18432,
    moe_intermediate_size: 2048,
    num_attention_heads: 128,
    num_key_value_heads: 128,
    vocab_size: 129280,
    max_position_embeddings: 163840,
    rope_scaling: { type: 'yarn', factor: 40, original_max_position_embeddings: 4096 },
    kv_lora_rank: 512,
    q_lora_rank: 1536,
    qk_rope_head_dim: 64,
    qk_nope_head_dim: 128,
    v_head_dim: 128,
    n_routed_experts: 256,
    n_shared_experts: 1,
    num_experts_per_tok: 8,
    first_k_dense_replace: 3,
    tie_word_embeddings: false,
  };
}

function scout() {
  return {
    model_type: 'llama4',
    text_config: {
      model_type: 'llama4_text',
      num_hidden_layers: 48,
      hidden_size: 5120,
      intermediate_size: 8192,
      intermediate_size_mlp: 16384,
      interleave_moe_layer_step: 1,
      attention_chunk_size: 8192,
      num_attention_heads: 40,
      num_key_value_heads: 8,
      head_dim: 128,
      num_local_experts: 16,
      num_experts_per_tok: 1,
      vocab_size: 202048,
      max_position_embeddings: 10485760,
      rope_scaling: { rope_type: 'llama3', factor: 16 },
    },
    vision_config: { hidden_size: 1408, num_hidden_layers: 34, intermediate_size: 5632 },
  };
}

function gemma() {
  return {
    model_type: 'gemma3',
    text_config: {
      model_type: 'gemma3_text',
      num_hidden_layers: 48,
      hidden_size: 3840,
      intermediate_size: 15360,
      num_attention_heads: 16,
      num_key_value_heads: 8,
      head_dim: 256,
      vocab_size: 262208,
      max_position_embeddings: 131072,
      sliding_window: 1024,
      rope_scaling: { rope_type: 'linear', factor: 8 },
    },
    vision_config: { hidden_size: 1152, num_hidden_layers: 27, intermediate_size: 4304 },
  };
}

function qwenLinear() {
  return {
    model_type: 'qwen3_5',
    text_config: {
      model_type: 'qwen3_5_text',
      num_hidden_layers: 64,
      hidden_size: 5120,
      intermediate_size: 17408,
      num_attention_heads: 24,
      num_key_value_heads: 4,
      head_dim: 256,
      vocab_size: 248320,
      max_position_embeddings: 262144,
      full_attention_interval: 4,
      attn_output_gate: true,
      linear_num_key_heads: 16,
      linear_num_value_heads: 48,
      linear_key_head_dim: 128,
      linear_value_head_dim: 128,
      tie_word_embeddings: false,
    },
  };
}
