import { Worker } from 'node:worker_threads';
import type { CompiledEngine, EngineCall, EngineStart, FromWorker } from './messages.ts';

/** What came of asking a worker: an answer, or its end. */
export type Asked =
  | { readonly kind: 'ready'; readonly module: CompiledEngine }
  | Extract<FromWorker, { kind: 'answer' }>
  | EngineEnd;

export interface EngineEnd {
  readonly kind: 'ended';
  /** The last that the engine printed, or why it was stopped. */
  readonly message: string;
}

/** Ray charts nest their templates a few deep; Helm itself gives up at a thousand, which needs this much stack. */
const stackMiB = 64;

/** For what JavaScript keeps: requests and answers. The engine's own memory is bounded inside the module. */
const heapMiB = 256;

/** One worker from its start to its end; once ended it stays so, and the host starts another. Asked one at a time. */
export class EngineLife {
  /** Ids of the charts that this engine holds. */
  charts: readonly string[] = [];
  /** What the engine's memory has grown to; it never shrinks again. */
  memoryBytes = 0;
  readonly ready: Promise<Asked>;
  readonly #worker: Worker;
  #end: EngineEnd | undefined;
  #heard: ((asked: Asked) => void) | undefined;

  constructor(workerUrl: URL, start: EngineStart) {
    this.#worker = new Worker(workerUrl, {
      workerData: start,
      resourceLimits: { maxOldGenerationSizeMb: heapMiB, stackSizeMb: stackMiB },
      // A chart runs in there: it gets no environment, and what it prints goes nowhere.
      env: {},
      execArgv: [],
      stdout: true,
      stderr: true,
    });
    this.ready = this.#next();
    this.#worker.on('message', (message: FromWorker) => {
      if (message.kind === 'died') this.stop(message.message);
      else {
        if (message.kind === 'answer') this.memoryBytes = message.memoryBytes;
        this.#answer(message);
      }
    });
    this.#worker.on('error', (error) => {
      this.stop(error instanceof Error ? error.message : String(error));
    });
    this.#worker.on('exit', (code) => {
      this.stop(`the engine's worker ended with code ${String(code)}`);
    });
  }

  /** Why the worker can't be asked any more, once it can't. */
  get end(): EngineEnd | undefined {
    return this.#end;
  }

  ask(call: EngineCall): Promise<Asked> {
    if (this.#end !== undefined) return Promise.resolve(this.#end);
    const answer = this.#next();
    this.#worker.postMessage(call);
    return answer;
  }

  /** Ends the worker, whatever it is doing. The first reason given is the one that is told. */
  stop(message: string): void {
    if (this.#end !== undefined) return;
    this.#end = { kind: 'ended', message };
    void this.#worker.terminate();
    this.#answer(this.#end);
  }

  /** The worker keeps the process alive only while somebody waits for it. */
  #next(): Promise<Asked> {
    this.#worker.ref();
    return new Promise((resolve) => {
      this.#heard = resolve;
    });
  }

  #answer(asked: Asked): void {
    this.#worker.unref();
    this.#heard?.(asked);
    this.#heard = undefined;
  }
}
