/** Per GPU, or per group of `tensorParallelSize` logical cores on Neuron. GiB is 2^30 bytes. */
export type Fit = KnownFit | UnknownFit;

export interface KnownFit {
  readonly verdict: 'fits' | 'tight' | 'does-not-fit';
  /** One sentence that says why. */
  readonly reason: string;
  readonly weightsGiB: number;
  /** Memory left for the KV cache; 0 when nothing is left. */
  readonly kvCacheGiB: number;
  readonly kvCacheTokens: number;
  /** Requests of `maxModelLen` tokens at once. */
  readonly maxConcurrency: number;
  /** What vLLM may take in all. */
  readonly budgetGiB: number;
  /** KV cache that one request of `maxModelLen` tokens needs. */
  readonly requestGiB: number;
  /** Longest context of which one request fits, tokens; 0 when none does. */
  readonly longestContext: number;
  readonly maxModelLen: number;
  readonly breakdown: Breakdown;
  /** What may still go wrong after the KV cache is sized. */
  readonly risks: readonly Risk[];
  readonly assumptions: readonly string[];
}

export interface Risk {
  readonly kind: 'graphs-outside-budget' | 'requests-wait' | 'host-memory';
  /** One sentence. */
  readonly message: string;
}

export interface UnknownFit {
  readonly verdict: 'unknown';
  /** What would have to be known. */
  readonly missing: readonly string[];
  readonly assumptions: readonly string[];
}

/** Parts of one device's memory, GiB; they add up to `totalGiB` where the verdict is not "does-not-fit". */
export interface Breakdown {
  readonly totalGiB: number;
  readonly weightsGiB: number;
  readonly activationGiB: number;
  readonly nonTorchGiB: number;
  readonly cudaGraphGiB: number;
  readonly kvCacheGiB: number;
  /** Left outside the budget, after graphs that are captured there. */
  readonly freeGiB: number;
}
