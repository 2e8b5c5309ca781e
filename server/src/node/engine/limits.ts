/** What a chart may cost. A chart is somebody else's program; each limit ends it in a clear sentence. */
export interface EngineLimits {
  /** Of the processor, from the moment the engine begins a request until it has answered. */
  readonly requestMs: number;
  /** How long a running request that nobody waits for any more may keep a newer one waiting. */
  readonly abandonedMs: number;
  /** From the start of the worker until the engine takes requests. */
  readonly startMs: number;
  /** The worker ends after this long without a request; the next one starts it again. */
  readonly idleMs: number;
  /** An engine whose memory has grown past this is not kept: it would hold on to it. */
  readonly keptMemoryBytes: number;
  /** Of all files of a chart together, packed as they came. */
  readonly chartBytes: number;
  /** Entries of a chart's folder, looked at or read. */
  readonly chartEntries: number;
  /** Of all values files together, in UTF-16 units. */
  readonly valuesLength: number;
  /** Of everything that the templates print. */
  readonly manifestBytes: number;
}

export const defaultLimits: EngineLimits = {
  requestMs: 5_000,
  abandonedMs: 250,
  startMs: 30_000,
  idleMs: 10 * 60_000,
  keptMemoryBytes: 256 * 1024 * 1024,
  chartBytes: 32 * 1024 * 1024,
  chartEntries: 10_000,
  valuesLength: 8 * 1024 * 1024,
  manifestBytes: 32 * 1024 * 1024,
};
