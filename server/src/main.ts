import { enableCompileCache } from 'node:module';

// Node keeps the compiled form of what is imported below, so that the next start is faster.
enableCompileCache();

const { createConnection, ProposedFeatures } = await import('vscode-languageserver/node');
const { serve } = await import('./lsp/serve.ts');
const { chartFinder } = await import('./node/files/chart-finder.ts');
const { createHelmEngine } = await import('./node/engine/helm-engine.ts');
const { findInstallation } = await import('./node/files/installation.ts');
const { presetFiles } = await import('./node/files/preset-files.ts');

const installation = findInstallation();

serve(createConnection(ProposedFeatures.all), {
  charts: chartFinder({ box: installation.box }),
  engine: createHelmEngine(installation.engine),
  clusters: async () => (await import('./node/kubernetes/clusters.ts')).clusters,
  presets: presetFiles(installation.presets),
  docsBase: installation.docsBase,
  version: installation.version,
});
