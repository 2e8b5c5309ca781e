import { spawn } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';
import { failed, ok, type Result } from '../../base/result.ts';
import type { ConnectFailure } from '../../deploy/cluster/connect-failure.ts';
import { mapAt, textAt, type Json } from '../../deploy/objects/json.ts';
import type { ExecPlugin } from '../../deploy/safety/exec-plugins.ts';
import { withoutSecrets } from '../../deploy/safety/redact.ts';

/** What a plugin hands out: a token, a client certificate with its key, or all three. */
export interface ExecCredential {
  readonly token?: string;
  /** PEM text. */
  readonly certificate?: string;
  readonly key?: string;
  /** When to ask again, in milliseconds since the epoch; absent for a credential that does not expire. */
  readonly renewAtMs?: number;
}

export interface ExecOptions {
  /** Value of KUBERNETES_EXEC_INFO. */
  readonly told: string;
  /** Folders in which to look before the PATH, separated as in PATH. */
  readonly searchPath?: string;
  /** What the kubeconfig itself says about installing it. */
  readonly installHint?: string;
}

const limitMs = 20_000;
const maxBytes = 1024 * 1024;

/** A clock that is a little off, and a request under way, must not meet a token that has just expired. */
const skewMs = 30_000;

/** Runs the plugin without a shell and reads what it prints. Its output is a credential and is never repeated. */
export async function runPlugin(
  plugin: ExecPlugin,
  { told, searchPath = '', installHint }: ExecOptions,
): Promise<Result<ExecCredential, ConnectFailure>> {
  const { command, args, env } = plugin;
  const path = [searchPath, process.env['PATH'] ?? ''].filter(Boolean).join(delimiter);
  const file = findProgram(command, path);
  const missing = (): Result<never, ConnectFailure> =>
    failed({
      kind: 'plugin-missing',
      command,
      ...(installHint !== undefined && { hint: installHint }),
    });
  if (file === undefined) return missing();
  const variables = Object.fromEntries(env.map(({ name, value }) => [name, value]));
  const ended = await run(file, args, {
    ...process.env,
    PATH: path,
    ...variables,
    KUBERNETES_EXEC_INFO: told,
  });
  if (ended.isMissing) return missing();
  const output = withoutSecrets(ended.complaint);
  if (!ended.isSuccess) return failed({ kind: 'plugin-failed', command, output });
  const credential = readCredential(ended.printed, Date.now());
  if (credential !== undefined) return ok(credential);
  return failed({
    kind: 'plugin-failed',
    command,
    output: 'what it printed is no ExecCredential with a token or a client certificate.',
  });
}

interface Ended {
  readonly isMissing: boolean;
  readonly isSuccess: boolean;
  readonly printed: string;
  readonly complaint: string;
}

function run(file: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<Ended> {
  return new Promise((resolve) => {
    const child = spawn(file, args, { env, stdio: ['ignore', 'pipe', 'pipe'], windowsHide: true });
    let printed = '';
    let complaint = '';
    let isLate = false;
    const timer = setTimeout(() => {
      isLate = true;
      child.kill('SIGKILL');
      // A child of the plugin's own may hold its output open.
      child.stdout.destroy();
      child.stderr.destroy();
    }, limitMs);
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      printed += text;
      if (printed.length > maxBytes) child.kill('SIGKILL');
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      complaint = `${complaint}${text}`.slice(-maxBytes);
    });
    const end = (rest: Partial<Ended>): void => {
      clearTimeout(timer);
      const late = `it did not finish within ${limitMs / 1000} seconds`;
      resolve({
        ...{ isMissing: false, isSuccess: false, printed },
        complaint: isLate ? late : complaint,
        ...rest,
      });
    };
    child.once('error', (error: NodeJS.ErrnoException) => {
      end({ isMissing: error.code === 'ENOENT', complaint: error.message });
    });
    child.once('close', (code) => {
      end({ isSuccess: code === 0 && !isLate });
    });
  });
}

export function readCredential(printed: string, nowMs: number): ExecCredential | undefined {
  let status: Json;
  try {
    status = mapAt(JSON.parse(printed), 'status');
  } catch {
    return undefined;
  }
  const token = textAt(status, 'token');
  const certificate = textAt(status, 'clientCertificateData');
  const key = textAt(status, 'clientKeyData');
  if (!token && (!certificate || !key)) return undefined;
  const expiresMs = Date.parse(textAt(status, 'expirationTimestamp') ?? '');
  return {
    ...(token && { token }),
    ...(certificate && key && { certificate, key }),
    // Short-lived credentials are used for three quarters of their time at least.
    ...(!Number.isNaN(expiresMs) && {
      renewAtMs: expiresMs - Math.min(skewMs, (expiresMs - nowMs) / 4),
    }),
  };
}

/** As a shell finds it: a path is taken as it is, a bare name is looked for in the folders of `path`. */
function findProgram(command: string, path: string): string | undefined {
  const endings = process.platform === 'win32' ? ['', '.exe'] : [''];
  const folders = isAbsolute(command) ? [''] : path.split(delimiter).filter(Boolean);
  return folders
    .flatMap((folder) =>
      endings.map((ending) => (folder === '' ? command : join(folder, command)) + ending),
    )
    .find(isProgram);
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
