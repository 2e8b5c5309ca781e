import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const cli = join(import.meta.dirname, '../../server/src/cli.ts');

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A folder with files in which the real command line runs. */
export interface Shell {
  readonly folder: string;
  run(...args: readonly string[]): Promise<Ended>;
  /** The same folder with some more environment variables. */
  with(environment: Readonly<Record<string, string>>): Pick<Shell, 'run'>;
  dispose(): void;
}

export function openShell(files: Readonly<Record<string, string>>): Shell {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'inference-charts-cli-')));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(folder, dirname(path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return {
    folder,
    run: (...args) => runIn(folder, args),
    with: (environment) => ({ run: (...args) => runIn(folder, args, environment) }),
    dispose() {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function runIn(
  cwd: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<Ended> {
  const child = spawn(process.execPath, [cli, ...args], {
    cwd,
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const told = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (told.stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (told.stderr += text));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      resolve({ code, ...told });
    });
  });
}
