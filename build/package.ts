/** Packs the extension: `npm run package` writes out/inference-charts.vsix. */
import { mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { createVSIX } from '@vscode/vsce';
import { bundle } from './bundle.ts';

const root = join(import.meta.dirname, '..');
const vsix = join(root, 'out', 'inference-charts.vsix');

await bundle({ isRelease: true });
mkdirSync(join(root, 'out'), { recursive: true });
await createVSIX({
  cwd: root,
  packagePath: vsix,
  // Everything that runs is bundled into dist/.
  dependencies: false,
  allowMissingRepository: true,
  // Links in the README stay as they are written: the pages are in the package.
  rewriteRelativeLinks: false,
});
const megabytes = statSync(vsix).size / 2 ** 20;
console.log(`${vsix} (${megabytes.toFixed(1)} MiB)`);
