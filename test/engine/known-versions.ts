import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from './engine-under-test.ts';
import { helmTemplate } from './helm-oracle.ts';

/** The list that stands in for all of client-go's types in the engine. */
export const knownVersionsFile = join(
  root,
  'engine/lean/client-go/kubernetes/scheme/known-versions.txt',
);

/** What the real helm, linked with the real client-go, has in `.Capabilities.APIVersions`, one a line. */
export function knownVersions(): string {
  const chart = mkdtempSync(join(tmpdir(), 'inference-charts-versions-'));
  try {
    mkdirSync(join(chart, 'templates'));
    writeFileSync(join(chart, 'Chart.yaml'), 'apiVersion: v2\nname: versions\nversion: 0.1.0\n');
    writeFileSync(
      join(chart, 'templates', 'versions.yaml'),
      'versions:\n{{ range .Capabilities.APIVersions }}- {{ . }}\n{{ end }}',
    );
    const answer = helmTemplate(chart, { release: 'a', namespace: 'b', valuesFiles: [] });
    if (!('manifest' in answer)) throw new Error(answer.error);
    return answer.manifest
      .split('\n')
      .flatMap((line) => (line.startsWith('- ') ? [`${line.slice(2)}\n`] : []))
      .join('');
  } finally {
    rmSync(chart, { recursive: true });
  }
}
