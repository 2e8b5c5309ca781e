import { globSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

/**
 * Bundles the suites of a folder and their runner, and answers the module that VS Code is to
 * load. They stay inside the checkout, where the extension host finds mocha.
 */
export async function bundleSuites(folder: string): Promise<string> {
  const outdir = join(root, 'out/suites');
  rmSync(outdir, { recursive: true, force: true });
  await build({
    entryPoints: [
      join(import.meta.dirname, 'suites/index.ts'),
      ...globSync(join(folder, '*.suite.ts')),
    ],
    outdir,
    entryNames: '[name]',
    outExtension: { '.js': '.cjs' },
    bundle: true,
    platform: 'node',
    target: 'node22',
    format: 'cjs',
    external: ['vscode', 'mocha'],
    sourcemap: 'inline',
    logLevel: 'warning',
  });
  return join(outdir, 'index.cjs');
}

const root = join(import.meta.dirname, '../..');
