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
 * vLLM warms up its sampler with top-p and top-k on, over a `requests x vocabulary` table, while
 * the hidden states of the batch, and the scratch space of experts, are still held. V0 with chunked
 * prefill samples nothing in its profile run.
 */
function samplingBytes(settings: GpuSettings): number {
  if (settings.engine === 'V0' && settings.hasChunkedPrefill) return 0;
  const requests = Math.min(settings.maxNumSeqs, settings.maxNumBatchedTokens);
  // The logits themselves, then what sampling makes of them in 32 bits.
  const bytesPerEntry = settings.weightBytes + (sortsLogits(settings) ? 36.4 : 13);
  const held = hiddenStateBytes(settings);
  // Scratch space outlives the layer since vLLM keeps one workspace for all layers (late 2025).
  const scratch = isSince(settings.version, '0.13.0') ? (expertScratchBytes(settings) ?? 0) : 0;
  return requests * settings.model.vocabSize * bytesPerEntry + held + scratch;
}

/**
 * Sorting takes 36.4 bytes an entry (vLLM's own sampler up to 0.16), kernels that do not sort take
 * 13: Triton's from 0.17, and FlashInfer's where it is installed, from 0.9.0 until 0.11.1 asked for
 * an opt-in. From the activation peaks of one model over both releases (start-up logs of Qwen3-14B,
 * 0.15 to 0.18), of nine others on 0.19, one in float32 among them, and of Llama-3.2-1B in the
 * image of 0.10.0. Source: vllm/v1/sample/ops/topk_topp_sampler.py, read in 0.8.5 to 0.22.0.
 */
function sortsLogits({ engine, version, hasFlashInfer }: GpuSettings): boolean {
  if (isSince(version, '0.17.0')) return false;
  const usesFlashInfer =
    engine === 'V1' && hasFlashInfer && isSince(version, '0.9.0') && !isSince(version, '0.11.1');
  return !usesFlashInfer;
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
