#!/usr/bin/env node
import { run } from './cli/run.ts';
import { chartFinder } from './node/files/chart-finder.ts';
import { findInstallation } from './node/files/installation.ts';
import { valuesFiles } from './node/files/values-files.ts';

if (process.argv.includes('--stdio')) await import('./main.ts');
else {
  const { box, docsBase, engine, version } = findInstallation();
  // A reader such as head may leave early; what it did not want need not be written.
  process.stdout.on('error', () => undefined);
  process.exitCode = await run(process.argv.slice(2), {
    output: {
      print: (text) => process.stdout.write(text),
      complain: (text) => process.stderr.write(text),
    },
    files: valuesFiles,
    charts: chartFinder({ box }),
    engine: async () => (await import('./node/engine/helm-engine.ts')).createHelmEngine(engine),
    docsBase,
    version,
  });
}
