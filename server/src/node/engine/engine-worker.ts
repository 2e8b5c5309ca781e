import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { parentPort, workerData } from 'node:worker_threads';
import { gunzip } from 'node:zlib';
import type {
  CompiledEngine,
  EngineAnswer,
  EngineCall,
  EngineStart,
  FromWorker,
} from './messages.ts';

/**
 * The worker's entry: starts Helm's engine and answers one call after the other. A call is synchronous and cannot
 * be interrupted from here; the host ends the whole worker at the time limit.
 */

interface GoRuntime {
  readonly importObject: object;
  env: Readonly<Record<string, string>>;
  exit: (code: number) => void;
  run(instance: EngineInstance): Promise<void>;
}

/** TypeScript knows WebAssembly only where it also knows a browser. */
interface WebAssemblyFunctions {
  compile(bytes: Uint8Array): Promise<CompiledEngine>;
  instantiate(module: CompiledEngine, imports: object): Promise<EngineInstance>;
}

interface EngineInstance {
  readonly exports: { readonly mem: { readonly buffer: ArrayBuffer } };
}

interface EngineFunctions {
  keep(id: string, paths: string, contents: readonly Uint8Array[]): EngineAnswer;
  render(request: string): EngineAnswer;
  coalesce(request: string): EngineAnswer;
  ignored(request: string): EngineAnswer;
  reads(chart: string): EngineAnswer;
}

/** What `wasm_exec.js` and the engine put on the global object, and what Go's runtime looks for there. */
const scope = globalThis as unknown as {
  WebAssembly: WebAssemblyFunctions;
  Go: new () => GoRuntime;
  inferenceChartsEngine: EngineFunctions;
  fs: { writeSync(descriptor: number, bytes: Uint8Array): number };
  fetch: unknown;
};

/**
 * A chart takes 10 MiB or so, and a render makes as much garbage. Collecting it less often makes a render a sixth
 * faster; a chart that takes far more is held to what the host keeps. https://pkg.go.dev/runtime#hdr-Environment_Variables
 */
const collecting = { GOGC: '400', GOMEMLIMIT: '192MiB' };

/** The first that the engine printed since it was asked: Go says there why it stopped, then where, at length. */
let printed = '';

await start(workerData as EngineStart).catch((error: unknown) => {
  say({ kind: 'died', message: messageOf(error) });
});

async function start({ engineDirectory, module: compiled }: EngineStart): Promise<void> {
  scope.fetch = undefined; // rendering asks no network, and Go would find its way through fetch
  await import(pathToFileURL(join(engineDirectory, 'wasm_exec.js')).href);
  scope.fs.writeSync = (_descriptor, bytes) => {
    printed = (printed + Buffer.from(bytes).toString()).slice(0, 4_096);
    return bytes.length;
  };
  const module = compiled ?? (await compile(engineDirectory));
  const go = new scope.Go();
  go.env = collecting;
  go.exit = (code) => {
    say({ kind: 'died', message: printed.trim() || `the engine ended with code ${String(code)}` });
  };
  const instance = await scope.WebAssembly.instantiate(module, go.importObject);
  void go.run(instance);
  parentPort?.on('message', (call: EngineCall) => {
    printed = '';
    try {
      const answered = answer(scope.inferenceChartsEngine, call);
      say({
        kind: 'answer',
        answer: answered,
        memoryBytes: instance.exports.mem.buffer.byteLength,
      });
    } catch (error) {
      say({ kind: 'died', message: messageOf(error) });
    }
  });
  say({ kind: 'ready', module });
}

async function compile(engineDirectory: string): Promise<CompiledEngine> {
  const compressed = await readFile(join(engineDirectory, 'engine.wasm.gz'));
  return scope.WebAssembly.compile(await promisify(gunzip)(compressed));
}

function answer(engine: EngineFunctions, call: EngineCall): EngineAnswer {
  switch (call.name) {
    case 'keep':
      return engine.keep(call.chart, JSON.stringify(call.paths), call.contents);
    case 'reads':
      return engine.reads(call.chart);
    case 'render':
    case 'coalesce':
    case 'ignored':
      return engine[call.name](JSON.stringify(call.request));
  }
}

function say(message: FromWorker): void {
  parentPort?.postMessage(message);
}

function messageOf(error: unknown): string {
  return [printed.trim(), error instanceof Error ? error.message : String(error)]
    .filter((text) => text !== '')
    .join('\n');
}
