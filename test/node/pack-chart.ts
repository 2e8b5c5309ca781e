import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { create } from 'tar';

/** Packs files as `helm package` does: below a folder of the chart's name. */
export function packChart(
  archive: string,
  files: Readonly<Record<string, string | Uint8Array>>,
  name = 'inference-charts',
): void {
  const scratch = mkdtempSync(join(tmpdir(), 'inference-charts-pack-'));
  try {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(scratch, name, path)), { recursive: true });
      writeFileSync(join(scratch, name, path), text);
    }
    mkdirSync(dirname(archive), { recursive: true });
    const paths = Object.keys(files).map((path) => `${name}/${path}`);
    create({ file: archive, cwd: scratch, gzip: true, portable: true, sync: true }, paths);
  } finally {
    rmSync(scratch, { recursive: true });
  }
}
