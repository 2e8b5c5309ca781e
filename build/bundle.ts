/**
 * Bundles what runs into dist/: `npm run build`, or `npm run watch` to build again on every change.
 *
 *   client.cjs          the extension, as VS Code loads it
 *   main.mjs            starts language-server.mjs with Node's compile cache on
 *   cli.mjs             starts command-line.mjs in the same way
 *   engine-worker.mjs   the thread that runs Helm's engine, with engine/ beside it
 *   *-<hash>.mjs        what several of them share, and what is loaded on first need
 */
import { chmodSync, cpSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { build, context, type BuildOptions, type Metafile } from 'esbuild';
import { compileSchemas } from './compile-schemas.ts';
import { thirdPartyNotices } from './third-party-notices.ts';

const root = join(import.meta.dirname, '..');
const dist = join(root, 'dist');

export interface BundleOptions {
  /** Without source maps, for the package. */
  readonly isRelease?: boolean;
}

export async function bundle({ isRelease = false }: BundleOptions = {}): Promise<void> {
  await prepare();
  const results = await Promise.all(builds(isRelease).map((options) => build(options)));
  const metafiles = results.flatMap(({ metafile }) => metafile ?? []);
  dropStale(metafiles);
  finish();
  writeFileSync(join(dist, 'THIRD-PARTY-NOTICES.txt'), thirdPartyNotices(metafiles, root));
}

async function watch(): Promise<void> {
  await prepare();
  for (const options of builds(false)) await (await context(options)).watch();
  finish();
  console.log('Bundled; building again on every change.');
}

async function prepare(): Promise<void> {
  mkdirSync(dist, { recursive: true });
  await compileSchemas();
}

/** Chunks carry hashes in their names, so those of an older build would stay beside the new ones. */
function dropStale(metafiles: readonly Metafile[]): void {
  const written = new Set(
    metafiles.flatMap(({ outputs }) => Object.keys(outputs).map((file) => basename(file))),
  );
  for (const { file } of starters) written.add(file);
  for (const file of readdirSync(dist))
    if (/\.(mjs|cjs|map)$/.test(file) && !written.has(file)) rmSync(join(dist, file));
}

function finish(): void {
  for (const { file, module } of starters) writeFileSync(join(dist, file), starter(module));
  chmodSync(join(dist, 'cli.mjs'), 0o755);
  cpSync(join(root, 'engine', 'dist'), join(dist, 'engine'), { recursive: true });
}

const starters = [
  { file: 'main.mjs', module: 'language-server.mjs' },
  { file: 'cli.mjs', module: 'command-line.mjs' },
];

/**
 * Node keeps what it compiles of the module for the next start; that must be on before it is read.
 * An older Node would fail somewhere in the bundle with a syntax error that helps nobody.
 */
function starter(module: string): string {
  return `#!/usr/bin/env node
import nodeModule from 'node:module';
const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 18)) {
  console.error(\`inference-charts needs Node.js 22.18 or later; this is \${process.versions.node}.\`);
  process.exit(2);
}
nodeModule.enableCompileCache();
await import('./${module}');
`;
}

function builds(isRelease: boolean): BuildOptions[] {
  const shared: BuildOptions = {
    absWorkingDir: root,
    outdir: 'dist',
    bundle: true,
    platform: 'node',
    target: 'node22.18',
    minify: true,
    metafile: true,
    legalComments: 'none',
    logLevel: 'warning',
    sourcemap: isRelease ? false : 'linked',
    sourcesContent: false,
  };
  const client: BuildOptions = {
    ...shared,
    entryPoints: { client: 'client/src/extension.ts' },
    format: 'cjs',
    outExtension: { '.js': '.cjs' },
    external: ['vscode'],
  };
  const server: BuildOptions = {
    ...shared,
    entryPoints: {
      'language-server': 'server/src/main.ts',
      'command-line': 'server/src/cli.ts',
      'engine-worker': 'server/src/node/engine/engine-worker.ts',
    },
    format: 'esm',
    outExtension: { '.js': '.mjs' },
    // What is imported with import() becomes a file of its own, read on first need.
    splitting: true,
    // Flat, so that import.meta.dirname is dist/ in every file.
    chunkNames: '[name]-[hash]',
    // Libraries written for require() keep finding it in a module.
    banner: {
      js: "import { createRequire as $createRequire } from 'node:module'; const require = $createRequire(import.meta.url);",
    },
  };
  return [client, server];
}

if (import.meta.main) await (process.argv.includes('--watch') ? watch() : bundle());
