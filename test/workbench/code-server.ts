import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { delimiter, dirname, join, resolve } from 'node:path';
import { cacheFolder } from './cache.ts';
import { isRunnable, run } from './command.ts';

/** An installed VS Code: the Node that runs it and the script to run. */
export interface CodeServer {
  readonly node: string;
  readonly entry: string;
}

/**
 * Installs VS Code (code-server, from npm) and answers where it is.
 *
 * It lies in the user's cache and not in the checkout, under a name made from everything that
 * decides its content: 600 MB and a minute are spent once for a machine, not for every clone.
 */
export async function installCodeServer(
  say: (line: string) => void = console.log,
): Promise<CodeServer> {
  requireNode();
  const cache = cacheFolder('vscode');
  const home = join(cache, fingerprint());
  const installed = { node: process.execPath, entry: join(home, entryPath) };
  if (existsSync(installed.entry)) return installed;

  requireCompiler();
  say(`Installing VS Code (code-server) into ${home}: about a minute, 600 MB, once.`);
  const started = Date.now();
  removeAbandoned(cache);
  const unfinished = join(cache, `${unfinishedPrefix}${process.pid}`);
  await fill(unfinished, say);
  moveInto(unfinished, home);
  say(`VS Code is installed (${Math.round((Date.now() - started) / 1000)} s).`);
  return installed;
}

const manifestFolder = join(import.meta.dirname, 'vscode');
const manifestFiles = ['package.json', 'package-lock.json', '.npmrc'];
const entryPath = 'node_modules/code-server/out/node/entry.js';
const unfinishedPrefix = 'unfinished-';
/** The Node that this code-server is written for; on an older one its server answers HTTP 500. */
const nodeMajor = '24';

/** Counted up when `fill` comes to leave something else on the disk. */
const installation = 1;

async function fill(home: string, say: (line: string) => void): Promise<void> {
  mkdirSync(home, { recursive: true });
  for (const file of manifestFiles) copyFileSync(join(manifestFolder, file), join(home, file));
  const npm = (cwd: string, ...args: string[]) => run('npm', args, { cwd, env: npmEnvironment() });

  // No install scripts: code-server's own would compile every native module, which takes minutes
  // and the headers of Kerberos. Only two of them are missed when they are not built.
  say('  1 of 3: downloading code-server');
  await npm(home, 'ci', '--ignore-scripts');
  say('  2 of 3: downloading the libraries of VS Code');
  const vscode = join(home, 'node_modules/code-server/lib/vscode');
  // The shrinkwrap that VS Code comes with lacks a peer dependency, which a plain `npm ci` refuses.
  await npm(vscode, 'ci', '--omit=dev', '--ignore-scripts', '--legacy-peer-deps');
  say('  3 of 3: compiling its log writer and the watchdog of its extension host');
  await npm(vscode, 'rebuild', '@vscode/spdlog', '@vscode/native-watchdog');
}

/** Another run may have been faster; both copies are the same, so the second is dropped. */
function moveInto(unfinished: string, home: string): void {
  try {
    renameSync(unfinished, home);
  } catch (error) {
    if (!existsSync(join(home, entryPath))) throw error;
    rmSync(unfinished, { recursive: true, force: true });
  }
}

/** Removes what an interrupted installation left; one that still runs is left alone. */
function removeAbandoned(cache: string): void {
  mkdirSync(cache, { recursive: true });
  for (const name of readdirSync(cache)) {
    if (!name.startsWith(unfinishedPrefix)) continue;
    if (isAlive(Number(name.slice(unfinishedPrefix.length)))) continue;
    rmSync(join(cache, name), { recursive: true, force: true });
  }
}

function isAlive(processId: number): boolean {
  try {
    return process.kill(processId, 0);
  } catch {
    return false;
  }
}

function fingerprint(): string {
  const hash = createHash('sha256');
  for (const file of manifestFiles) hash.update(readFileSync(join(manifestFolder, file)));
  hash.update([installation, process.platform, process.arch, process.versions.modules].join(' '));
  return hash.digest('hex').slice(0, 16);
}

/**
 * The environment for an npm of its own: with this Node first on PATH and its headers for the
 * compiler, and without what the surrounding `npm run` says about the project it runs in.
 */
function npmEnvironment(): NodeJS.ProcessEnv {
  const environment = { ...process.env };
  for (const name of Object.keys(environment)) {
    if (/^(npm_(package|lifecycle)_|npm_config_(local_)?prefix$|INIT_CWD$)/i.test(name)) {
      Reflect.deleteProperty(environment, name);
    }
  }
  environment['PATH'] = `${dirname(process.execPath)}${delimiter}${process.env['PATH'] ?? ''}`;
  const nodeHome = resolve(process.execPath, '../..');
  if (existsSync(join(nodeHome, 'include/node/node.h'))) {
    environment['npm_config_nodedir'] = nodeHome;
  }
  return environment;
}

function requireNode(): void {
  const [major] = process.versions.node.split('.');
  if (major === nodeMajor) return;
  throw new Error(
    `VS Code runs on Node ${nodeMajor} here, and this is Node ${process.versions.node}. ` +
      'Start it through npm (for example "npm start"): on Linux x64 "npm ci" brought that Node ' +
      `along. Elsewhere, install Node ${nodeMajor}.`,
  );
}

function requireCompiler(): void {
  const missing = [
    { tool: 'a C++ compiler (g++)', names: ['c++', 'g++', 'clang++'] },
    { tool: 'make', names: ['make', 'gmake'] },
    { tool: 'python3', names: ['python3', 'python'] },
  ].filter(({ names }) => !names.some(isRunnable));
  if (missing.length === 0) return;
  throw new Error(
    `Two small parts of VS Code are compiled here, and ${missing.map(({ tool }) => tool).join(', ')} ` +
      `is missing. On Debian or Ubuntu: apt-get install gcc g++ make python3`,
  );
}
