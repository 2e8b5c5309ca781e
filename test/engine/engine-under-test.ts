import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createHelmEngine, type HelmEngine } from '../../server/src/node/engine/helm-engine.ts';
import type { EngineLimits } from '../../server/src/node/engine/limits.ts';
import type { ChartSource } from '../../server/src/chart/renderer.ts';

export const root = join(import.meta.dirname, '..', '..');
export const fixtures = join(root, 'test', 'fixtures');

/** The committed engine, with the worker's sources run as they are. */
export function engineUnderTest(limits: Partial<EngineLimits> = {}): HelmEngine {
  return createHelmEngine(
    {
      workerUrl: pathToFileURL(join(root, 'server/src/node/engine/engine-worker.ts')),
      engineDirectory: join(root, 'engine', 'dist'),
    },
    limits,
  );
}

export async function chartAt(engine: HelmEngine, path: string): Promise<ChartSource> {
  const read = await engine.readChart(path);
  if (read.kind !== 'read') throw new Error(`${path}: ${JSON.stringify(read)}`);
  return read.chart;
}

/** A chart of these templates alone, by path below `templates/`. */
export function chartOf(templates: Readonly<Record<string, string>>, values = ''): ChartSource {
  const texts = {
    'Chart.yaml': 'apiVersion: v2\nname: inline\nversion: 0.1.0\n',
    'values.yaml': values,
    ...Object.fromEntries(
      Object.entries(templates).map(([path, text]) => [`templates/${path}`, text]),
    ),
  };
  return {
    id: JSON.stringify(texts),
    files: Object.entries(texts).map(([path, text]) => ({ path, bytes: Buffer.from(text) })),
  };
}

export function fixtureText(path: string): string {
  return readFileSync(path, 'utf8');
}
