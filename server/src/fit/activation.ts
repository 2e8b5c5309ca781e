import { isSince, type GpuSettings } from './settings.ts';

/**
 * Peak bytes beside weights while vLLM profiles itself: the larger of one forward pass over
 * `maxNumBatchedTokens` and, on the last pipeline stage, of sampling for `maxNumSeqs` requests at
 * once. Neither the vocabulary nor the hidden state is divided by tensor parallelism.
 */
export function activationBytes(
  settings: GpuSettings,
  stage: { readonly isLast: boolean },
): number {
  const forward = forwardBytes(settings);
  return stage.isLast ? Math.max(forward, samplingBytes(settings)) : forward;
}

/**
 * vLLM warms up its sampler with top-p and top-k on, which sorts a `requests x vocabulary` table
 * while the hidden states of the batch, and the scratch space of experts, are still held. Bytes per
 * entry of the table: 38.4 up to 0.16, 15 from 0.17, from the activation peaks of one model over
 * both releases (start-up logs of Qwen3-14B, 0.15 to 0.18) and of nine others on 0.19. V0 with
 * chunked prefill samples nothing in its profile run.
 */
function samplingBytes(settings: GpuSettings): number {
  if (settings.engine === 'V0' && settings.hasChunkedPrefill) return 0;
  const requests = Math.min(settings.maxNumSeqs, settings.maxNumBatchedTokens);
  const bytesPerEntry = isSince(settings.version, '0.17.0') ? 15 : 38.4;
  const held = hiddenStateBytes(settings);
  // Scratch space outlives the layer since vLLM keeps one workspace for all layers (late 2025).
  const scratch = isSince(settings.version, '0.13.0') ? (expertScratchBytes(settings) ?? 0) : 0;
  return requests * settings.model.vocabSize * bytesPerEntry + held + scratch;
}

/** Residual, normalised input, attention output and layer output are alive beside the feed-forward. */
function forwardBytes(settings: GpuSettings): number {
  const { model, tensorParallelSize: ranks, maxNumBatchedTokens: tokens } = settings;
  const hidden = 4 * hiddenStateBytes(settings);
  const scratch = expertScratchBytes(settings);
  if (scratch !== undefined) return scratch + hidden;
  // Gate, up and their product. Four times the hidden size where the model's own is not known.
  const feedForward = (model.intermediateSize ?? 4 * model.hiddenSize) / ranks;
  return 3 * tokens * feedForward * settings.weightBytes + hidden;
}

function hiddenStateBytes(settings: GpuSettings): number {
  return settings.maxNumBatchedTokens * settings.model.hiddenSize * settings.weightBytes;
}

/** Two buffers of a fused mixture-of-experts layer. Absent: dense, or the experts are not known. */
function expertScratchBytes(settings: GpuSettings): number | undefined {
  const { experts, hiddenSize } = settings.model;
  if (experts?.perToken === undefined || experts.intermediateSize === undefined) return undefined;
  const perRank = experts.intermediateSize / settings.tensorParallelSize;
  const wide = Math.max(2 * perRank, hiddenSize);
  const routed = settings.maxNumBatchedTokens * experts.perToken;
  return routed * (wide + perRank) * settings.weightBytes;
}
