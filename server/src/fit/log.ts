import { failures, type FailureKind, type LogFix } from './log-failures.ts';

/** What a start-up log of vLLM says, as far as it was pasted. */
export interface LogExplanation {
  readonly facts: LogFacts;
  /** Causes found, in the order of the log, each kind once: the first is usually the root. */
  readonly failures: readonly LogFailure[];
}

/** Figures of one rank, as vLLM printed them. A field is absent when no line gave it. */
export interface LogFacts {
  readonly vllmVersion?: string;
  readonly engine?: 'V0' | 'V1';
  readonly model?: string;
  readonly tensorParallelSize?: number;
  readonly pipelineParallelSize?: number;
  readonly maxModelLen?: number;
  readonly gpuMemoryUtilization?: number;
  readonly totalGiB?: number;
  readonly weightsGiB?: number;
  readonly activationGiB?: number;
  readonly nonTorchGiB?: number;
  readonly kvCacheGiB?: number;
  readonly kvCacheTokens?: number;
  readonly gpuBlocks?: number;
  readonly maxConcurrency?: number;
  readonly cudaGraphGiB?: number;
}

export interface LogFailure {
  readonly kind: FailureKind;
  /** Zero-based line of the pasted text on which the message begins. */
  readonly line: number;
  /** What happened, in a sentence with the numbers of the log. */
  readonly message: string;
  /** Keys of the values file that decide it, most likely first, without their path. */
  readonly keys: readonly string[];
  /** New values that the log itself proves right. */
  readonly fixes: readonly LogFix[];
  /** Where the message comes from. */
  readonly source: string;
}

/**
 * Reads a pasted start-up log or error of vLLM, Ray or Neuron: figures it printed and failures we
 * know the cause of. A log may be cut anywhere, wrapped, or of several ranks: the first rank that
 * reports counts, except for the KV cache, of which the smallest does. Text we do not know says
 * nothing. Looks at no more than the last megabyte.
 */
export function explainVllmLog(text: string): LogExplanation {
  const log = text.length > longestLog ? text.slice(-longestLog) : text;
  const found = failures
    .map((failure) => ({ failure, match: failure.pattern.exec(log) }))
    .filter((entry) => entry.match !== null)
    .flatMap(({ failure, match }) => (match ? [{ failure, match }] : []))
    .sort((left, right) => left.match.index - right.match.index);
  const hasCause = found.some(({ failure }) => failure.isConsequence !== true);
  return {
    facts: factsOf(log),
    failures: found
      .filter(({ failure }) => !hasCause || failure.isConsequence !== true)
      .map(({ failure, match }) => ({
        kind: failure.kind,
        line: log.slice(0, match.index).split('\n').length - 1 + skippedLines(text, log),
        message: failure.message(match),
        keys: failure.keys,
        fixes: failure.fixes?.(match) ?? [],
        source: failure.source,
      })),
  };
}

const longestLog = 2 ** 20;

function skippedLines(text: string, log: string): number {
  return text.slice(0, text.length - log.length).split('\n').length - 1;
}

function factsOf(log: string): LogFacts {
  const version = first(log, texts.version);
  const engine = first(log, texts.engine);
  const numbers = Object.entries(numberPatterns).flatMap(([name, patterns]) => {
    const values = patterns.flatMap((pattern) => allNumbers(log, pattern));
    const value = smallest.has(name) ? Math.min(...values) : values[0];
    return value === undefined || !Number.isFinite(value) ? [] : [[name, value] as const];
  });
  const model = first(log, texts.model);
  return {
    ...(version !== undefined && { vllmVersion: version }),
    ...((engine === 'V0' || engine === 'V1') && { engine }),
    ...(model !== undefined && { model }),
    ...(Object.fromEntries(numbers) as Partial<Record<NumberName, number>>),
  };
}

const texts = {
  version:
    /(?:vLLM API server version|\bversion|LLM engine \(v)\s*(\d+\.\d+\.\d+[\w.+]*)|# vllm==(\S+)/i,
  engine: /Initializing an? (?:(V[01]) )?LLM engine/,
  model: /(?:with config: model='|█\s+model\s+)([^'\s]+)/,
} as const;

type NumberName = Exclude<keyof LogFacts, 'vllmVersion' | 'engine' | 'model'>;

const smallest: ReadonlySet<string> = new Set(['kvCacheGiB', 'kvCacheTokens', 'gpuBlocks']);

/** Formats of vLLM 0.6 to 0.29; sizes are GiB even where an old line says GB. */
const numberPatterns: Readonly<Record<NumberName, readonly RegExp[]>> = {
  tensorParallelSize: [/\btensor_parallel_size=(\d+)/g],
  pipelineParallelSize: [/\bpipeline_parallel_size=(\d+)/g],
  maxModelLen: [/\bmax_seq_len=(\d+)/g, /Using max model len (\d+)/g],
  gpuMemoryUtilization: [
    /gpu_memory_utilization['")]*\s*[(:=]\s*(0?\.\d+|1(?:\.0)?)/g,
    /desired GPU memory utilization (?:is )?\((0?\.\d+|1(?:\.0)?)/gi,
  ],
  totalGiB: [
    /total_memory=([\d.]+)\s*GiB/g,
    /total_gpu_memory \(([\d.]+)\s*GiB\)/g,
    /total capacity of ([\d.]+) GiB/g,
    /Free memory on device(?: \S+)? \([\d.]+\/([\d.]+) GiB\)/g,
  ],
  weightsGiB: [
    /Model loading took ([\d.]+) Gi?B/g,
    /Loading model weights took ([\d.]+) Gi?B/g,
    /weights memory: ([\d.]+)GiB/g,
    /model weights take ([\d.]+)\s*GiB/g,
  ],
  activationGiB: [
    /torch peak memory increase: ([\d.]+)GiB/g,
    /PyTorch activation peak memory takes ([\d.]+)\s*GiB/g,
  ],
  nonTorchGiB: [
    /non-torch forward increase memory: ([\d.]+)GiB/g,
    /non_torch_memory takes ([\d.]+)\s*GiB/g,
  ],
  kvCacheGiB: [
    /Available KV cache memory: (-?[\d.]+) GiB/g,
    /memory reserved for KV Cache is (-?[\d.]+)\s*GiB/gi,
  ],
  kvCacheTokens: [/GPU KV cache size: ([\d,]+) tokens/g],
  gpuBlocks: [/# (?:GPU|CUDA|cuda) blocks: (\d+)/g, /num_gpu_blocks(?: is|=)[: ]*(\d+)/g],
  maxConcurrency: [/Maximum concurrency for [\d,]+ tokens per request: ([\d.]+)x/g],
  cudaGraphGiB: [/Graph capturing finished in .*?took ([\d.]+) GiB/g],
};

function first(log: string, pattern: RegExp): string | undefined {
  const match = pattern.exec(log);
  return match?.slice(1).find(Boolean);
}

function allNumbers(log: string, pattern: RegExp): readonly number[] {
  return [...log.matchAll(pattern)].map((match) => Number((match[1] ?? '').replaceAll(',', '')));
}
