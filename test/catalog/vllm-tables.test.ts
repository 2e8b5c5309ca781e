import { describe, expect, it } from 'vitest';
import {
  livesIn,
  releasesOf,
  sinceOf,
  untilOf,
  valueIn,
  valuesOf,
} from '../../server/src/catalog/life-span.ts';
import { quantizationKnownIn, quantizationLife } from '../../server/src/catalog/quantization.ts';
import { parseVersion, type Version } from '../../server/src/catalog/versions.ts';
import {
  architectureAbsentIn,
  architectureKnownIn,
  architecturesOfModel,
  refusesFloat16,
} from '../../server/src/catalog/vllm-architectures.ts';
import {
  argumentKind,
  closedChoices,
  findArgument,
  isEngineArgumentIn,
  isFlagIn,
  knownFlags,
  removedArgument,
  removedEngineArgument,
  tooNewArgument,
} from '../../server/src/catalog/vllm-arguments.ts';
import {
  attentionBackendIn,
  attentionIsMla,
  attentionRunsOn,
  attentionTakesKvDtype,
} from '../../server/src/catalog/vllm-attention.ts';
import {
  findVariable,
  variableChoices,
  variableIgnoresCase,
  variableKind,
  variableReadBy,
} from '../../server/src/catalog/vllm-environment.ts';
import { parserKnownIn, parsersOf } from '../../server/src/catalog/vllm-parsers.ts';
import { newestVllm, requiresPackage } from '../../server/src/catalog/vllm-releases.ts';
import replacements from '../../server/src/catalog/data/vllm-replacements.json' with { type: 'json' };

describe('life spans', () => {
  const releases = releasesOf(['0.8.5.post1', '0.10.0', '0.11.0', '0.12.0']);
  const lives = (life: string | undefined, at: string) => livesIn(life, version(at), releases);

  it('answer for every release that was read', () => {
    expect(lives('', '0.11.0')).toBe(true);
    expect(lives('0.11.0-', '0.10.0')).toBe(false);
    expect(lives('-0.10.0', '0.11.0')).toBe(false);
    expect(lives('0.10.0-0.10.0,0.12.0-', '0.11.0')).toBe(false);
    expect(lives('0.10.0-0.10.0,0.12.0-', '0.12.0')).toBe(true);
    expect(lives('', 'v0.8.5')).toBe(true);
  });

  it('leave open what lies between two releases that differ, and what came later', () => {
    expect(lives('0.11.0-', '0.10.2')).toBeUndefined();
    expect(lives('0.11.0-', '0.11.0rc1')).toBeUndefined();
    expect(lives('0.10.0-', '0.10.2')).toBe(true);
    expect(lives('', '0.13.0')).toBeUndefined();
    expect(lives('', '0.7.0')).toBeUndefined();
    expect(lives('-0.11.0', '0.13.0')).toBe(false);
    expect(lives('0.11.0-', '0.7.0')).toBe(false);
  });

  it('tell a name that no release has from one that nobody knows', () => {
    expect(lives(undefined, '0.11.0')).toBe(false);
    expect(lives(undefined, '0.10.5')).toBe(false);
    expect(lives(undefined, '0.13.0')).toBeUndefined();
    expect(lives(undefined, '0.7.0')).toBeUndefined();
  });

  it('have ends', () => {
    expect([sinceOf('0.10.0-0.11.0'), untilOf('0.10.0-0.11.0')]).toEqual(['0.10.0', '0.11.0']);
    expect([sinceOf(''), untilOf(''), untilOf('0.10.0-')]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('go with values that changed', () => {
    const history = { '0.8.5.post1': null, '0.11.0': 0.9, '0.12.0': 0.92 };
    const at = (text: string) => valueIn<number>(history, version(text), releases);
    expect(at('0.10.0')).toBeUndefined();
    expect(at('0.11.0')).toBe(0.9);
    expect(at('0.11.5')).toBeUndefined();
    expect(at('0.12.0')).toBe(0.92);
    expect(at('0.13.0')).toBeUndefined();
    expect(valueIn<readonly number[]>([80, 90], version('0.10.5'), releases)).toEqual([80, 90]);
    expect(valuesOf<number>(history)).toEqual([0.9, 0.92]);
  });
});

describe('arguments of vLLM', () => {
  it.each([
    '--tensor-parallel-size',
    'tensorParallelSize',
    'tensor_parallel_size',
    '-tp',
    ' tensor-parallel-size',
  ])('knows %j', (name) => {
    expect(findArgument(name)?.flag).toBe('tensor-parallel-size');
  });

  it('knows switches that are turned off, and aliases from the release that brought them', () => {
    expect(findArgument('no-enable-prefix-caching')?.flag).toBe('enable-prefix-caching');
    expect(isFlagIn('device-memory-utilization', version('0.30.0'))).toBe(false);
    expect(isFlagIn('device-memory-utilization', version('0.31.0'))).toBe(true);
  });

  it('tells when a flag was there', () => {
    expect(isFlagIn('async-scheduling', version('0.9.2'))).toBe(false);
    expect(isFlagIn('async-scheduling', version('0.10.0'))).toBe(true);
    expect(isFlagIn('swap-space', version('0.18.0'))).toBe(false);
    expect(isFlagIn('no-such-flag', version('0.18.0'))).toBe(false);
    expect(isFlagIn('no-such-flag', version('9.0.0'))).toBeUndefined();
    expect(tooNewArgument('async-scheduling', version('0.9.2'))).toBe('0.10.0');
    expect(tooNewArgument('async-scheduling', version('0.10.0'))).toBeUndefined();
    expect(tooNewArgument('swap-space', version('0.18.0'))).toBeUndefined();
  });

  it('tells flags that went before the oldest release that was read', () => {
    expect(removedArgument('worker-use-ray', version('0.9.1'))?.removedBy).toBe('0.7.0');
    expect(removedArgument('worker-use-ray', version('0.6.0'))).toBeUndefined();
  });

  it('tells engine arguments from flags', () => {
    expect(isEngineArgumentIn('disable_log_requests', version('0.10.1'))).toBe(false);
    expect(isFlagIn('disable-log-requests', version('0.16.0'))).toBe(true);
    expect(removedEngineArgument('tokenizer_pool_size', version('0.10.0'))?.removedBy).toBe(
      '0.10.0',
    );
    expect(isEngineArgumentIn('enable_auto_tool_choice', version('0.16.0'))).toBe(false);
  });

  it('tells what values a release takes', () => {
    expect(closedChoices('kv-cache-dtype', version('0.10.2'))).toEqual([
      'auto',
      'fp8',
      'fp8_e4m3',
      'fp8_e5m2',
      'fp8_inc',
    ]);
    expect(closedChoices('kv-cache-dtype', newestVllm)).toContain('nvfp4');
    expect(closedChoices('tokenizer-mode', newestVllm)).toBeUndefined();
    expect(argumentKind('max-model-len', version('0.13.0'))).toBe('readable-integer');
    expect(argumentKind('max-model-len', version('0.14.0'))).toBe('readable-integer-or-auto');
    expect(argumentKind('max-model-len', version('9.0.0'))).toBeUndefined();
  });

  it('replaces flags by flags that there are', () => {
    const named = replacements.flags.flatMap(
      ({ replacement = '' }) => replacement.split(/[ ,]/)[0],
    );
    expect(named.filter((flag) => flag !== '' && !knownFlags.has(flag ?? ''))).toEqual([]);
  });
});

describe('what else is known of a release', () => {
  it('parsers', () => {
    expect(parserKnownIn('tool', 'glm47', version('0.10.2'))).toBe(false);
    expect(parserKnownIn('tool', 'glm47', version('0.14.0'))).toBe(true);
    expect(parserKnownIn('reasoning', 'deepseek_r1', newestVllm)).toBe(true);
    expect(parserKnownIn('tool', 'glm47', version('9.0.0'))).toBeUndefined();
    expect(parsersOf('tool', version('0.8.5.post1'))).toHaveLength(10);
    expect(parsersOf('tool').length).toBeGreaterThan(50);
    expect(parsersOf('structuredOutputs', newestVllm)).toContain('xgrammar');
  });

  it('architectures', () => {
    expect(architectureKnownIn('Qwen3VLForConditionalGeneration', version('0.10.2'))).toBe(false);
    expect(architectureAbsentIn('Qwen3VLForConditionalGeneration', version('0.10.2'))).toEqual({
      kind: 'not-yet',
      since: '0.11.0',
    });
    expect(architectureAbsentIn('GrokForCausalLM', version('0.10.2'))).toBeUndefined();
    expect(architectureAbsentIn('Qwen3VLForConditionalGeneration', newestVllm)).toBeUndefined();
    expect(architectureAbsentIn('BambaForCausalLM', newestVllm)).toBeUndefined();
    expect(architectureAbsentIn('AquilaForCausalLM', newestVllm)).toEqual({
      kind: 'gone',
      until: '0.24.0',
    });
  });

  it('leaves to Transformers what it had when the release came out', () => {
    // SmolLM3 came with Transformers 4.53 (June 2025), and with vLLM 0.10.1 (August).
    expect(architectureKnownIn('SmolLM3ForCausalLM', version('0.9.2'))).toBe(false);
    expect(architectureAbsentIn('SmolLM3ForCausalLM', version('0.9.2'))).toBeUndefined();
    expect(architectureAbsentIn('SmolLM3ForCausalLM', version('0.9.0'))?.kind).toBe('not-yet');
  });

  it.each([
    ['zai-org/GLM-5.2-FP8', ['GlmMoeDsaForCausalLM']],
    [
      'Qwen/Qwen3-VL-8B-Instruct',
      ['Qwen3VLForConditionalGeneration', 'Qwen3VLMoeForConditionalGeneration'],
    ],
    ['Qwen/Qwen3-VL-30B-A3B-Thinking', ['Qwen3VLMoeForConditionalGeneration']],
    ['openai/gpt-oss-20b', ['GptOssForCausalLM']],
    ['Qwen/Qwen3-8B', ['Qwen3ForCausalLM']],
    ['acme/GLM-5.2', []],
    ['/models/glm', []],
    ['', []],
  ])('the architecture of %s', (id, found) => {
    expect(architecturesOfModel(id)).toEqual(found);
  });

  it('quantization methods', () => {
    expect(quantizationKnownIn('gguf', version('0.23.0'))).toBe(true);
    expect(quantizationKnownIn('gguf', version('0.24.0'))).toBe(false);
    expect(quantizationLife('bitsandbytes')).toEqual({ until: '0.27.1' });
    expect(refusesFloat16('gemma2', version('0.9.1'))).toBe(true);
    expect(refusesFloat16('llama', version('0.9.1'))).toBe(false);
  });

  it('environment variables', () => {
    expect(variableReadBy('VLLM_ATTENTION_BACKEND', version('0.14.1'))).toBe(true);
    expect(variableReadBy('VLLM_ATTENTION_BACKEND', version('0.15.0'))).toBe(false);
    expect(variableChoices('VLLM_ATTENTION_BACKEND', version('0.11.2'))).toContain('TRITON_ATTN');
    expect(variableChoices('VLLM_LOGGING_LEVEL', version('0.11.2'))).toBeUndefined();
    expect(variableKind('VLLM_USE_FASTOKENS', newestVllm)).toBe('switch');
    expect(variableIgnoresCase('VLLM_FLOAT32_MATMUL_PRECISION', newestVllm)).toBe(true);
    expect(findVariable('VLLM_NO_SUCH')).toBeUndefined();
  });

  it('attention back ends', () => {
    expect(attentionBackendIn('TRITON_ATTN_VLLM_V1', version('0.10.2'))).toBe(true);
    expect(attentionBackendIn('TRITON_ATTN_VLLM_V1', version('0.11.2'))).toBe(false);
    expect(attentionRunsOn('FLASH_ATTN', 75, version('0.16.0'))).toBe(false);
    expect(attentionRunsOn('FLASH_ATTN', 89, version('0.16.0'))).toBe(true);
    expect(attentionRunsOn('FLASH_ATTN', 75, version('0.9.1'))).toBeUndefined();
    expect(attentionTakesKvDtype('TRITON_MLA', 'nvfp4', version('0.13.0'))).toBe(false);
    expect(attentionIsMla('CUTLASS_MLA', version('0.16.0'))).toBe(true);
  });

  it('requirements', () => {
    expect(requiresPackage('ray', version('0.9.1'))).toBe(true);
    expect(requiresPackage('torch', newestVllm)).toBe(true);
    expect(requiresPackage('ray', version('9.0.0'))).toBeUndefined();
  });
});

function version(text: string): Version {
  const parsed = parseVersion(text);
  if (parsed === undefined) throw new Error(text);
  return parsed;
}
