import { homedir } from 'node:os';
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { boxReads } from './chart/box-reads.ts';
import { knownChart } from './chart/known-chart.ts';
import { readsFinder } from './chart/reads-finder.ts';
import { serve } from './lsp/serve.ts';
import { createHelmEngine } from './node/engine/helm-engine.ts';
import { chartFinder } from './node/files/chart-finder.ts';
import { folderWatcher } from './node/files/folder-watcher.ts';
import { helmCacheFolders } from './node/files/helm-cache.ts';
import { findInstallation } from './node/files/installation.ts';
import { presetFiles } from './node/files/preset-files.ts';

const { box, docsBase, engine, presets, version } = findInstallation();

const helm = createHelmEngine(engine);

serve(createConnection(ProposedFeatures.all), {
  charts: chartFinder({
    box,
    helmCache: helmCacheFolders(process.env, process.platform, homedir()),
    known: knownChart,
  }),
  reads: readsFinder(helm, new Map([[box, boxReads()]])),
  engine: helm,
  folders: folderWatcher(),
  // Chunks of their own: the web is read when a chart is asked for.
  chartSource: async () =>
    (await import('./node/charts/chart-source.ts')).chartSource({
      environment: process.env,
      version,
    }),
  // The Kubernetes client is read when a cluster is first touched.
  clusters: async () => (await import('./node/kubernetes/clusters.ts')).clusters,
  presets: presetFiles(presets),
  docsBase,
  version,
});
