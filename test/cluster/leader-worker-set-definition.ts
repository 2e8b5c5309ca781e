import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The release whose rules `rollout/leader-worker-set-rollout` follows. */
const module = 'sigs.k8s.io/lws@v0.7.0';

/**
 * LeaderWorkerSet's own CustomResourceDefinition as YAML, from its Go module: Go fetches the module on
 * first use and keeps it in its module cache.
 */
export function leaderWorkerSetDefinition(): string {
  // Outside of any module, so that no go.mod is asked for or changed.
  const scratch = mkdtempSync(join(tmpdir(), 'lws-module-'));
  try {
    const printed = execFileSync('go', ['mod', 'download', '-json', module], {
      cwd: scratch,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const { Dir: folder } = JSON.parse(printed) as { Dir: string };
    const crds = join(folder, 'config', 'crd', 'bases');
    return readFileSync(join(crds, 'leaderworkerset.x-k8s.io_leaderworkersets.yaml'), 'utf8');
  } finally {
    rmSync(scratch, { recursive: true });
  }
}
