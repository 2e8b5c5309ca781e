import { cpSync, mkdirSync, mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * A fresh copy of the presets to open, in a folder of its own below `parent`. It lies outside the
 * checkout, so that the chart in the box is used and not the one that a walk upwards would find.
 */
export function makeSampleWorkspace(
  parent = mkdtempSync(join(tmpdir(), 'inference-charts-')),
): string {
  const workspace = join(parent, 'presets');
  mkdirSync(workspace);
  for (const name of readdirSync(presets)) {
    if (name.endsWith('.yaml')) cpSync(join(presets, name), join(workspace, name));
  }
  return workspace;
}

const presets = join(import.meta.dirname, '../../presets');
