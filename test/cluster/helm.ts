import { execFile } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { inject } from 'vitest';
import type { RenderedDocument } from '../../server/src/deploy/manifest.ts';

const run = promisify(execFile);
const version = 'v4.3.1';

/** The real `helm` that judges our work, built from source once and kept outside the tree. */
export async function ensureHelm(say: (line: string) => void): Promise<string> {
  const cache = process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache');
  const folder = join(cache, 'inference-charts', 'helm', version);
  const helm = join(folder, 'helm');
  if (existsSync(helm)) return helm;
  say(`Building helm ${version} from source, once: about 4 minutes.`);
  mkdirSync(folder, { recursive: true });
  await run('go', ['install', `helm.sh/helm/v4/cmd/helm@${version}`], {
    env: { ...process.env, GOBIN: folder, CGO_ENABLED: '0' },
  });
  return helm;
}

export interface HelmAnswer {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the real `helm` against the shared control plane; a refusal is an answer, not an error. */
export async function helm(...args: readonly string[]): Promise<HelmAnswer> {
  const { kubeconfig } = inject('controlPlane');
  try {
    const { stdout, stderr } = await run(inject('helm'), ['--kubeconfig', kubeconfig, ...args], {
      maxBuffer: 32 * 1024 * 1024,
    });
    return { exitCode: 0, stdout, stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { exitCode: code, stdout, stderr };
  }
}

/** Runs the real `helm` where it must succeed. */
export async function expectHelm(...args: readonly string[]): Promise<string> {
  const { exitCode, stdout, stderr } = await helm(...args);
  if (exitCode !== 0) throw new Error(`helm ${args.join(' ')}: ${stderr}`);
  return stdout;
}

/** What `helm template` prints, in documents. */
export async function helmTemplate(
  release: string,
  chart: string,
  args: readonly string[],
): Promise<readonly RenderedDocument[]> {
  const printed = await expectHelm('template', release, chart, ...args);
  return printed
    .split(/^(?=---$)/m)
    .filter((text) => text.trim() !== '')
    .map((text) => ({ source: /^# Source: (.*)$/m.exec(text)?.[1] ?? '', text }));
}
