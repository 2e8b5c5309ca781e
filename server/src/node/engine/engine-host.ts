import type { EngineFailure } from '../../chart/renderer.ts';
import { EngineLife, type EngineEnd } from './engine-life.ts';
import type { EngineLimits } from './limits.ts';
import type { CompiledEngine } from './messages.ts';
import { limitTime } from './time-limit.ts';

/** What the host needs to know of where it runs: as sources under test, or as bundles beside each other. */
export interface EnginePlaces {
  /** The module of the worker: `engine-worker.ts`, or the bundle made of it. */
  readonly workerUrl: URL;
  /** Holds `engine.wasm.gz` and `wasm_exec.js`. */
  readonly engineDirectory: string;
}

/** Talks to the engine; an `EngineEnd` is for the host to explain. */
export type EngineWork<Outcome> = (engine: EngineLife) => Promise<Outcome | EngineEnd>;

/** Owns the worker: starts it when it is needed, lets one piece of work at it at a time, ends it when it must. */
export class EngineHost {
  readonly #places: EnginePlaces;
  readonly #limits: EngineLimits;
  #life: EngineLife | undefined;
  #module: CompiledEngine | undefined;
  /** Settles when the last piece of work in the queue is done; never rejects. */
  #turn: Promise<unknown> = Promise.resolve();
  #idle: NodeJS.Timeout | undefined;

  constructor(places: EnginePlaces, limits: EngineLimits) {
    this.#places = places;
    this.#limits = limits;
  }

  /** Does the work when its turn comes. Aborted work is answered at once, and soon stopped when it is running. */
  run<Outcome>(
    work: EngineWork<Outcome>,
    signal: AbortSignal | undefined,
  ): Promise<Outcome | EngineFailure> {
    return new Promise((resolve, reject) => {
      const cancel = (): void => {
        resolve({ kind: 'cancelled' });
      };
      if (isAborted(signal)) {
        cancel();
        return;
      }
      signal?.addEventListener('abort', cancel, { once: true });
      const done = this.#turn
        .then(() => (isAborted(signal) ? undefined : this.#work(work, signal)))
        .then((outcome) => {
          if (outcome !== undefined) resolve(outcome);
        }, reject)
        .finally(() => signal?.removeEventListener('abort', cancel));
      this.#turn = done;
    });
  }

  /** Ends the worker. A later request starts a new one. */
  stop(): void {
    clearTimeout(this.#idle);
    this.#life?.stop('the engine was stopped');
    this.#life = undefined;
  }

  async #work<Outcome>(
    work: EngineWork<Outcome>,
    signal: AbortSignal | undefined,
  ): Promise<Outcome | EngineFailure> {
    clearTimeout(this.#idle);
    const life = await this.#started();
    if (life.end !== undefined) return this.#failureOf(life.end);
    const callOff = limitTime(this.#limits.requestMs, () => {
      life.stop(timeLimitReached);
    });
    let abandoned: NodeJS.Timeout | undefined;
    const abandon = (): void => {
      abandoned = setTimeout(() => {
        life.stop('nobody waits for the answer');
      }, this.#limits.abandonedMs);
    };
    signal?.addEventListener('abort', abandon, { once: true });
    try {
      const outcome = await work(life);
      return isEnd(outcome) ? this.#failureOf(outcome) : outcome;
    } finally {
      callOff();
      clearTimeout(abandoned);
      signal?.removeEventListener('abort', abandon);
      if (life.memoryBytes > this.#limits.keptMemoryBytes) life.stop('the engine grew too large');
      this.#idle = setTimeout(() => {
        this.stop();
      }, this.#limits.idleMs).unref();
    }
  }

  #failureOf({ message }: EngineEnd): EngineFailure {
    return message === timeLimitReached ? timedOut(this.#limits.requestMs) : failureOf(message);
  }

  async #started(): Promise<EngineLife> {
    if (this.#life !== undefined && this.#life.end === undefined) return this.#life;
    const life = new EngineLife(this.#places.workerUrl, {
      engineDirectory: this.#places.engineDirectory,
      ...(this.#module !== undefined && { module: this.#module }),
    });
    this.#life = life;
    const limit = setTimeout(() => {
      life.stop('the engine did not start in time');
    }, this.#limits.startMs);
    const asked = await life.ready;
    clearTimeout(limit);
    if (asked.kind === 'ready') this.#module = asked.module;
    return life;
  }
}

const timeLimitReached = 'the time limit was reached';

function isAborted(signal: AbortSignal | undefined): boolean {
  return signal?.aborted ?? false;
}

function isEnd(outcome: unknown): outcome is EngineEnd {
  return (
    typeof outcome === 'object' && outcome !== null && 'kind' in outcome && outcome.kind === 'ended'
  );
}

function timedOut(limitMs: number): EngineFailure {
  const seconds = String(limitMs / 1000);
  const message = `The chart did not finish rendering within ${seconds} s. A template probably loops.`;
  return { kind: 'timed-out', limitMs, message };
}

/** Go's and V8's own words for what they ran out of. */
function failureOf(message: string): EngineFailure {
  if (/out of memory|cannot allocate|allocation failed/i.test(message))
    return {
      kind: 'too-large',
      what: 'memory',
      message: 'The chart needs more memory to render than the engine may use (512 MiB).',
    };
  if (/call stack size exceeded|stack overflow|stack exceeds/i.test(message))
    return {
      kind: 'too-large',
      what: 'depth',
      message:
        'The chart includes templates too deeply to render. A template probably includes itself.',
    };
  return { kind: 'engine-failed', message: `The rendering engine failed: ${message}` };
}
