import type { ModelFacts } from '../catalog/models.ts';
import { isSince, type GpuSettings } from './settings.ts';

/** Tokens in one block of the KV cache on CUDA (vllm/config/cache.py). */
export const blockTokens = 16;

/**
 * How one pipeline stage lays out its KV cache. vLLM gives every block one size in bytes and every
 * group the same number of layers, padding the last group; a request takes blocks from each group.
 */
export interface KvLayout {
  /** Bytes of one block, over all layers of a group. */
  readonly blockBytes: number;
  readonly groups: readonly KvGroup[];
  /** Bytes that one token takes when every layer keeps it. */
  readonly bytesPerToken: number;
}

export interface KvGroup {
  readonly kind: 'full' | 'sliding' | 'chunked' | 'linear';
  /** Tokens that one block of this group holds. */
  readonly tokensPerBlock: number;
  readonly window?: number;
}

/** What a stage's KV memory holds. */
export interface KvCapacity {
  /** As vLLM prints it at start-up ("GPU KV cache size"). */
  readonly tokens: number;
  /** Requests of `maxModelLen` tokens that fit at once. */
  readonly concurrency: number;
  /** Longest request that fits, up to the model's own limit; 0 when none does. */
  readonly longestRequest: number;
}

/**
 * The layout for `1 / pipelineParallelSize` of the layers. Absent when the model's heads are not
 * known. Source: vllm/v1/core/kv_cache_utils.py, _get_kv_cache_groups_uniform_page_size.
 */
export function kvLayout(settings: GpuSettings): KvLayout | undefined {
  const kinds = layerKinds(settings);
  if (kinds === undefined) return undefined;
  const perStage = kinds.map((kind) => ({
    ...kind,
    layers: Math.ceil(kind.layers / settings.pipelineParallelSize),
  }));
  const tokenBytes = Math.max(0, ...perStage.map((kind) => kind.bytesPerToken));
  const counts = perStage.map((kind) => kind.layers);
  const [least, most] = [Math.min(...counts), Math.max(...counts)];
  const groupSize = counts.length === 0 ? 0 : most < least * 1.25 ? most : least;
  return {
    blockBytes: groupSize * tokenBytes * blockTokens,
    groups: perStage.flatMap((kind) => groupsOf(kind, groupSize, tokenBytes)),
    bytesPerToken: perStage.reduce((sum, kind) => sum + kind.layers * kind.bytesPerToken, 0),
  };
}

/** Bytes of KV cache that one request of `tokens` tokens holds at most. */
export function requestBytes(layout: KvLayout, settings: GpuSettings, tokens: number): number {
  return requestBlocks(layout, settings, tokens) * layout.blockBytes;
}

export function kvCapacity(layout: KvLayout, settings: GpuSettings, bytes: number): KvCapacity {
  const blocks = layout.blockBytes === 0 ? 0 : Math.max(0, Math.floor(bytes / layout.blockBytes));
  const perRequest = requestBlocks(layout, settings, settings.maxModelLen);
  const concurrency = perRequest === 0 ? 0 : blocks / perRequest;
  const isByConcurrency = layout.groups.length > 1 && isSince(settings.version, '0.21.0');
  const tokensPerBlock = layout.groups[0]?.tokensPerBlock ?? 0;
  const tokens = isByConcurrency
    ? Math.floor(concurrency * settings.maxModelLen)
    : Math.floor(blocks / Math.max(1, layout.groups.length)) * tokensPerBlock;
  return { tokens, concurrency, longestRequest: longestRequest(layout, settings, blocks) };
}

function requestBlocks(layout: KvLayout, settings: GpuSettings, tokens: number): number {
  return layout.groups.reduce((sum, group) => sum + groupBlocks(group, settings, tokens), 0);
}

/**
 * A sliding layer keeps its window and the tokens in flight, and one block more, because a window
 * need not begin where a block does; a chunked one frees whole chunks.
 * Source: vllm/v1/kv_cache_interface.py, max_memory_usage_bytes.
 */
function groupBlocks(group: KvGroup, settings: GpuSettings, tokens: number): number {
  const window = group.window ?? tokens;
  const batch = settings.maxNumBatchedTokens;
  switch (group.kind) {
    case 'full':
      return Math.ceil(tokens / group.tokensPerBlock);
    case 'sliding':
      return Math.ceil(Math.min(window - 1 + batch, tokens) / group.tokensPerBlock) + 1;
    case 'chunked':
      return Math.ceil(Math.min(window + batch, tokens) / group.tokensPerBlock);
    case 'linear':
      return 1;
  }
}

/** Need grows with length, so the longest request is found by halving. */
function longestRequest(layout: KvLayout, settings: GpuSettings, blocks: number): number {
  const limit = Math.max(settings.model.maxPositionEmbeddings ?? 0, settings.maxModelLen);
  let fits = 0;
  let fails = limit + 1;
  while (fails - fits > 1) {
    const middle = Math.floor((fits + fails) / 2);
    if (requestBlocks(layout, settings, middle) <= blocks) fits = middle;
    else fails = middle;
  }
  return fits;
}

interface LayerKind {
  readonly kind: KvGroup['kind'];
  readonly layers: number;
  readonly bytesPerToken: number;
  readonly window?: number;
}

function groupsOf(kind: LayerKind, groupSize: number, tokenBytes: number): readonly KvGroup[] {
  const bytes = kind.bytesPerToken === 0 ? tokenBytes : kind.bytesPerToken;
  const group: KvGroup = {
    kind: kind.kind,
    tokensPerBlock: Math.floor((blockTokens * tokenBytes) / bytes),
    ...(kind.window !== undefined && { window: kind.window }),
  };
  return Array.from({ length: Math.ceil(kind.layers / groupSize) }, () => group);
}

function layerKinds(settings: GpuSettings): readonly LayerKind[] | undefined {
  const { model, kvBytes, tensorParallelSize } = settings;
  const { fullLayers, windowedLayers, linearLayers, window } = model.attention;
  const perLayer = bytesPerTokenAndLayer(model, kvBytes, tensorParallelSize);
  if (perLayer === undefined) return undefined;
  // Before 0.9.2 one size of cache served all layers, as long as the longest context.
  const hasGroups = settings.engine === 'V1' && isSince(settings.version, '0.9.2');
  const kinds: readonly LayerKind[] = hasGroups
    ? [
        { kind: 'full', layers: fullLayers, bytesPerToken: perLayer.full },
        {
          kind: model.attention.windowKind ?? 'sliding',
          layers: windowedLayers,
          bytesPerToken: perLayer.windowed,
          ...(window !== undefined && { window }),
        },
        { kind: 'linear', layers: linearLayers, bytesPerToken: 0 },
      ]
    : [
        {
          kind: 'full',
          layers: fullLayers + windowedLayers,
          bytesPerToken: Math.max(perLayer.full, perLayer.windowed),
        },
      ];
  return kinds.filter((kind) => kind.layers > 0);
}

/**
 * Bytes that one layer of one rank keeps for a token. Heads are shared out among ranks down to one
 * each; the latent vector of MLA has no heads, so every rank keeps all of it.
 */
function bytesPerTokenAndLayer(model: ModelFacts, kvBytes: number, ranks: number) {
  if (model.mla) {
    const latent = (model.mla.kvLoraRank + model.mla.qkRopeHeadDim) * kvBytes;
    const bytes = latent + (model.mla.indexerBytesPerToken ?? 0);
    return { full: bytes, windowed: bytes };
  }
  const { kvHeads, headDim, attention } = model;
  if (kvHeads === undefined || headDim === undefined) return undefined;
  const bytes = (heads: number, dim: number) =>
    2 * Math.max(1, Math.floor(heads / ranks)) * dim * kvBytes;
  return {
    full: bytes(attention.globalKvHeads ?? kvHeads, attention.globalHeadDim ?? headDim),
    windowed: bytes(kvHeads, headDim),
  };
}
