import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { engineFolder, hash, hashOfSources } from './engine-sources.ts';
import { limitMemory } from './limit-memory.ts';

/**
 * `npm run build:engine` compiles `engine/` to WebAssembly into `engine/dist`, which is committed, so that nobody
 * needs Go to use or to build the extension. `npm run build:engine -- --check` compiles it again and compares.
 */

/** Another Go release gives other bytes; the `go` command fetches this one when it is another itself. */
const toolchain = 'go1.26.8';

/** As Helm's own release build sets it, for `.Capabilities.HelmVersion`. Keep it true to go.mod. */
const helmVersion = 'v4.3.1';

/** Enough for any chart, and no danger to the editor. The engine's failure message names it. */
const memoryMiB = 512;

const dist = join(engineFolder, 'dist');

if (process.argv.includes('--check')) check();
else build();

function build(): void {
  const wasm = compile();
  mkdirSync(dist, { recursive: true });
  writeFileSync(join(dist, 'engine.wasm.gz'), gzipSync(wasm, { level: 9 }));
  writeFileSync(join(dist, 'wasm_exec.js'), glue());
  writeFileSync(join(dist, 'sources.sha256'), sums(wasm));
  console.log(`engine/dist is built: ${(wasm.length / 1e6).toFixed(1)} MB before compression.`);
}

/** Compares what is committed with what the sources give now. Compression is not compared: zlib versions differ. */
function check(): void {
  const wasm = compile();
  const committed = gunzipSync(readFileSync(join(dist, 'engine.wasm.gz')));
  const differing = [
    Buffer.compare(wasm, committed) !== 0 && 'engine.wasm.gz',
    readFileSync(join(dist, 'wasm_exec.js'), 'utf8') !== glue() && 'wasm_exec.js',
    readFileSync(join(dist, 'sources.sha256'), 'utf8') !== sums(wasm) && 'sources.sha256',
  ].filter((name) => name !== false);
  if (differing.length > 0) {
    console.error(`engine/dist is not what engine/ compiles to: ${differing.join(', ')}.`);
    console.error('Run npm run build:engine and commit engine/dist.');
    process.exitCode = 1;
    return;
  }
  console.log('engine/dist is what engine/ compiles to, byte for byte.');
}

function compile(): Uint8Array {
  const scratch = mkdtempSync(join(tmpdir(), 'inference-charts-engine-'));
  try {
    const out = join(scratch, 'engine.wasm');
    const version = `-X helm.sh/helm/v4/internal/version.version=${helmVersion}`;
    go(['build', '-trimpath', `-ldflags=-s -w ${version}`, '-o', out, '.'], {
      GOOS: 'js',
      GOARCH: 'wasm',
    });
    return limitMemory(readFileSync(out), memoryMiB);
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

/** Go's own glue, which must be of the release that compiled the engine, with the licence that it refers to. */
function glue(): string {
  const root = go(['env', 'GOROOT']).trim();
  const licence = readFileSync(join(root, 'LICENSE'), 'utf8').trim();
  return `/*\n${licence}\n*/\n\n${readFileSync(join(root, 'lib', 'wasm', 'wasm_exec.js'), 'utf8')}`;
}

function sums(wasm: Uint8Array): string {
  return `${hashOfSources()}  sources\n${hash(wasm)}  engine.wasm\n`;
}

function go(args: readonly string[], settings: Readonly<Record<string, string>> = {}): string {
  try {
    return execFileSync('go', args, {
      cwd: engineFolder,
      encoding: 'utf8',
      env: {
        ...process.env,
        ...settings,
        GOTOOLCHAIN: toolchain,
        GOFLAGS: '-mod=readonly -buildvcs=false',
        GOWORK: 'off',
      },
    });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT')
      throw new Error('Building the engine needs Go (https://go.dev/dl), which is not installed.', {
        cause: error,
      });
    throw error;
  }
}
