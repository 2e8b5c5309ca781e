import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sha256 } from '../node/charts/packed-chart.ts';
import { startWebServer } from '../node/charts/web-server.ts';
import { packChart } from '../node/pack-chart.ts';

/** A Helm repository on loopback with one chart of generation 0.2, and an empty cache of Helm beside it. */
export interface ChartRepository extends Disposable {
  /** For the extension host, so that neither the network nor this machine's own charts matter. */
  readonly env: Readonly<Record<string, string>>;
}

const chart = join(import.meta.dirname, '../fixtures/charts/generation-0.2');

export async function startChartRepository(): Promise<ChartRepository> {
  const folder = mkdtempSync(join(tmpdir(), 'inference-charts-repository-'));
  const server = await startWebServer();
  const archive = join(folder, 'inference-charts-0.2.1.tgz');
  const files = globSync('**/*.*', { cwd: chart });
  packChart(
    archive,
    Object.fromEntries(files.map((path) => [path, readFileSync(join(chart, path))])),
  );
  const bytes = readFileSync(archive);
  const releases = [
    { version: '0.2.1', urls: ['inference-charts-0.2.1.tgz'], digest: sha256(bytes) },
  ];
  server.answers.set(
    '/index.yaml',
    JSON.stringify({ apiVersion: 'v1', entries: { 'inference-charts': releases } }),
  );
  server.answers.set('/inference-charts-0.2.1.tgz', bytes);
  return {
    env: {
      INFERENCE_CHARTS_REPOSITORY: server.url,
      HELM_CACHE_HOME: join(folder, 'cache'),
    },
    [Symbol.dispose]() {
      server.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
