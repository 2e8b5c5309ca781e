/** What the host and the worker say to each other. */

/** A WebAssembly.Module; only the worker looks inside. */
export type CompiledEngine = object;

/** What a worker is started with. */
export interface EngineStart {
  /** Holds `engine.wasm.gz` and `wasm_exec.js`. */
  readonly engineDirectory: string;
  /** The engine as an earlier worker compiled it, which saves a later one most of its start. */
  readonly module?: CompiledEngine;
}

export type EngineCall =
  | {
      readonly name: 'keep';
      readonly chart: string;
      readonly paths: readonly string[];
      readonly contents: readonly Uint8Array[];
    }
  | { readonly name: 'render' | 'coalesce' | 'ignored'; readonly request: unknown }
  | { readonly name: 'reads'; readonly chart: string };

/** As the Go side answers: JSON texts, and long strings as they are. */
export interface EngineAnswer {
  readonly answer?: string;
  readonly failure?: string;
  readonly manifest?: string;
  readonly notes?: string;
}

export type FromWorker =
  | { readonly kind: 'ready'; readonly module: CompiledEngine }
  | { readonly kind: 'answer'; readonly answer: EngineAnswer; readonly memoryBytes: number }
  /** The engine can't be called again. */
  | { readonly kind: 'died'; readonly message: string };
