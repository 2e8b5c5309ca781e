import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Generation } from '../../chart/chart.ts';

/** Where the parts lie that come with the program, as an installed bundle or as sources under test. */
export interface Installation {
  readonly version: string;
  /** Folder of the chart in the box. */
  readonly box: string;
  /** Folders of the presets in the words of each generation. */
  readonly presets: Readonly<Record<Generation, string>>;
  /** URI of the folder with one page per finding code, with a trailing slash. */
  readonly docsBase: string;
  readonly engine: { readonly workerUrl: URL; readonly engineDirectory: string };
}

export function findInstallation(): Installation {
  const isBundled = import.meta.filename.endsWith('.mjs');
  const root = rootAbove(import.meta.dirname);
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    readonly version: string;
  };
  return {
    version,
    box: join(root, 'inference-charts'),
    presets: { '0.1': join(root, 'presets'), '0.2': join(root, 'presets-0.2') },
    docsBase: pathToFileURL(join(root, 'docs', 'rules', '/')).href,
    engine: isBundled
      ? {
          workerUrl: pathToFileURL(join(root, 'dist', 'engine-worker.mjs')),
          engineDirectory: join(root, 'dist', 'engine'),
        }
      : {
          workerUrl: pathToFileURL(join(root, 'server/src/node/engine/engine-worker.ts')),
          engineDirectory: join(root, 'engine', 'dist'),
        },
  };
}

function rootAbove(folder: string): string {
  if (existsSync(join(folder, 'inference-charts', 'Chart.yaml'))) return folder;
  if (folder === dirname(folder))
    throw new Error('The program is not complete: its chart is missing. Install it again.');
  return rootAbove(dirname(folder));
}
