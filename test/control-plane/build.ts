import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';

const sources = ['main.go', 'kwok.go', 'kuberay.go', 'go.mod', 'go.sum', 'build.sh'];

/**
 * The folder with the control plane's binary and CRDs, built from source on first use and kept
 * outside the tree under the hash of its sources.
 */
export async function ensureControlPlane(say: (line: string) => void): Promise<string> {
  const folder = controlPlaneFolder();
  if (existsSync(join(folder, 'control-plane'))) return folder;
  say(
    'Building the test control plane (etcd, Kubernetes, kwok, KubeRay) from source, once for this ' +
      'version: 8 to 14 minutes on two cores, about 4 GB of Go modules and build cache.',
  );
  const partial = `${folder}.partial-${String(process.pid)}`;
  mkdirSync(partial, { recursive: true });
  try {
    await build(partial, say);
    // Another run may have finished first; either result is the same.
    if (!existsSync(folder)) renameSync(partial, folder);
  } finally {
    rmSync(partial, { recursive: true, force: true });
  }
  say(`The control plane is in ${folder}.`);
  return folder;
}

/** Where the built control plane of these sources belongs, whether it is there or not. */
export function controlPlaneFolder(): string {
  const hash = createHash('sha256');
  for (const name of sources) {
    hash.update(`${name}\0`);
    hash.update(readFileSync(join(import.meta.dirname, name)));
  }
  const cache = process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache');
  const key = hash.digest('hex').slice(0, 16);
  return join(cache, 'inference-charts', 'control-plane', key);
}

async function build(into: string, say: (line: string) => void): Promise<void> {
  const child = spawn('sh', [join(import.meta.dirname, 'build.sh'), into], {
    cwd: dirname(import.meta.dirname),
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const started = Date.now();
  const lines: string[] = [];
  const progress = setInterval(() => {
    const minutes = ((Date.now() - started) / 60_000).toFixed(1);
    say(`  ${minutes} min: ${String(lines.length)} modules fetched or packages compiled`);
  }, 30_000);
  createInterface({ input: child.stderr }).on('line', (line) => lines.push(line));
  try {
    const [code] = (await once(child, 'close')) as [number | null];
    if (code !== 0)
      throw new Error(
        `The control plane could not be built; it needs Go 1.26 or newer and the Go module proxy.\n` +
          lines.slice(-20).join('\n'),
      );
  } finally {
    clearInterval(progress);
  }
}
