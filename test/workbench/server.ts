import { spawn, type ChildProcess } from 'node:child_process';
import { createWriteStream, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CodeServer } from './code-server.ts';
import { run } from './command.ts';
import { quietSettings } from './settings.ts';

export interface ServerOptions {
  /** Packed extensions to install before the start. */
  readonly extensions?: readonly string[];
  /** User settings, on top of those that keep the workbench quiet. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Environment of the server and so of the extension host. */
  readonly env?: Readonly<Record<string, string>>;
  /** Absent or 0: any free port. */
  readonly port?: number;
  /**
   * Whether a page may load an extension under development and run its suites. VS Code's driver
   * for that also hides notifications, so a run that looks at the window leaves it off.
   */
  readonly allowsSuites?: boolean;
}

/** A running VS Code server with its own settings, extensions and home. */
export interface WorkbenchServer {
  /** A folder of this server's own, removed by `stop`. */
  readonly state: string;
  /** The page that opens a folder; `payload` is VS Code's own list of start options. */
  pageOf(folder: string, payload?: readonly (readonly [string, string])[]): string;
  /** The name that the page uses for a file on this machine. */
  uriOf(file: string): string;
  /** Settles when the server is gone, stopped or not. */
  readonly ended: Promise<unknown>;
  stop(options?: { readonly keepState?: boolean }): Promise<void>;
}

/** Starts code-server on loopback and answers once it listens. */
export async function startServer(
  codeServer: CodeServer,
  options: ServerOptions = {},
): Promise<WorkbenchServer> {
  const state = prepareState(options.settings ?? {});
  try {
    return await startIn(state, codeServer, options);
  } catch (error) {
    rmSync(state, { recursive: true, force: true, maxRetries: 10 });
    throw error;
  }
}

async function startIn(
  state: string,
  codeServer: CodeServer,
  options: ServerOptions,
): Promise<WorkbenchServer> {
  const env = { ...isolatedEnvironment(state), ...options.env };
  const places = [
    ...['--config', join(state, 'config.yaml')],
    ...['--user-data-dir', join(state, 'user')],
    ...['--extensions-dir', join(state, 'extensions')],
  ];
  for (const extension of options.extensions ?? []) {
    const install = ['--install-extension', extension, '--force'];
    await run(codeServer.node, [codeServer.entry, ...places, ...install], { env });
  }
  const keeper = spawn(
    codeServer.node,
    [
      join(import.meta.dirname, 'keeper.ts'),
      ...[codeServer.node, codeServer.entry, ...places, ...serverFlags],
      ...['--bind-addr', `127.0.0.1:${options.port ?? 0}`],
      ...(options.allowsSuites === true ? ['--vscode-option', 'enable-smoke-test-driver'] : []),
    ],
    { env, stdio: ['pipe', 'pipe', 'pipe'], detached: true },
  );
  const ended = new Promise((resolve) => keeper.once('close', resolve));
  const authority = `127.0.0.1:${await portOf(keeper, join(state, 'server.log'))}`;
  return {
    state,
    ended,
    uriOf: (file) => `vscode-remote://${authority}${file}`,
    pageOf: (folder, payload = []) =>
      `http://${authority}/?folder=${encodeURIComponent(folder).replaceAll('%2F', '/')}` +
      (payload.length === 0 ? '' : `&payload=${encodeURIComponent(JSON.stringify(payload))}`),
    stop: async ({ keepState = false } = {}) => {
      keeper.stdin.end();
      await ended;
      // Processes that were killed may still be writing for a moment.
      if (!keepState) rmSync(state, { recursive: true, force: true, maxRetries: 10 });
    },
  };
}

const serverFlags = [
  ...['--auth', 'none'],
  '--disable-telemetry',
  '--disable-update-check',
  '--disable-workspace-trust',
  '--disable-getting-started-override',
  '--disable-proxy',
  '--ignore-last-opened',
  ...['--reconnection-grace-time', '5'],
];

function prepareState(settings: Readonly<Record<string, unknown>>): string {
  const state = mkdtempSync(join(tmpdir(), 'inference-charts-workbench-'));
  for (const folder of ['user/User', 'extensions', 'home']) {
    mkdirSync(join(state, folder), { recursive: true });
  }
  const userSettings = JSON.stringify({ ...quietSettings, ...settings }, null, 2);
  writeFileSync(join(state, 'user/User/settings.json'), userSettings);
  // Without a file of its own, code-server writes one with a password into the user's home.
  writeFileSync(join(state, 'config.yaml'), 'auth: none\n');
  return state;
}

/**
 * The environment without the surrounding VS Code, npm and cluster, with a home of its own:
 * a test must not read or touch what belongs to whoever runs it.
 */
function isolatedEnvironment(state: string): NodeJS.ProcessEnv {
  const foreign = /^(VSCODE_|ELECTRON_|XDG_|npm_|NODE_OPTIONS$|PORT$|KUBECONFIG$|HELM_)/i;
  const kept = Object.entries(process.env).filter(([name]) => !foreign.test(name));
  return {
    ...Object.fromEntries(kept),
    HOME: join(state, 'home'),
    XDG_CACHE_HOME: join(state, 'home/.cache'),
    XDG_DATA_HOME: join(state, 'home/.local/share'),
    // No gallery: nothing is asked of a network.
    EXTENSIONS_GALLERY: '{"serviceUrl":""}',
  };
}

async function portOf(keeper: ChildProcess, logFile: string): Promise<number> {
  const log = createWriteStream(logFile);
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  let printed = '';
  const read = (chunk: Buffer) => {
    log.write(chunk);
    printed += chunk.toString();
    const port = /listening on http:\/\/[^\s:]+:(\d+)/.exec(printed)?.[1];
    if (port !== undefined) resolve(Number(port));
  };
  keeper.stdout?.on('data', read);
  keeper.stderr?.on('data', read);
  keeper.once('error', reject);
  keeper.once('close', () => {
    log.end();
    reject(new Error(`code-server did not start:\n${printed}`));
  });
  return promise;
}
