import { homedir } from 'node:os';
import { createInterface } from 'node:readline/promises';
import { boxReads } from './chart/box-reads.ts';
import { knownChart } from './chart/known-chart.ts';
import { readsFinder } from './chart/reads-finder.ts';
import { run } from './cli/run.ts';
import { createHelmEngine } from './node/engine/helm-engine.ts';
import { chartFinder } from './node/files/chart-finder.ts';
import { helmCacheFolders } from './node/files/helm-cache.ts';
import { findInstallation } from './node/files/installation.ts';
import { presetFiles } from './node/files/preset-files.ts';
import { valuesFiles } from './node/files/values-files.ts';

if (process.argv.includes('--stdio')) await import('./main.ts');
else process.exitCode = await runOnce();

async function runOnce(): Promise<number> {
  const { box, docsBase, engine: places, presets, version } = findInstallation();
  const engine = createHelmEngine(places);
  const interrupted = new AbortController();
  // The first Ctrl+C lets what is under way end well; the second ends everything.
  process.once('SIGINT', () => {
    interrupted.abort();
  });
  // A reader such as head may leave early; what it did not want need not be written.
  process.stdout.on('error', () => undefined);
  const exitCode = await run(process.argv.slice(2), {
    output: {
      print: (text) => process.stdout.write(text),
      complain: (text) => process.stderr.write(text),
      ask: askAtTerminal,
    },
    files: valuesFiles,
    charts: chartFinder({
      box,
      helmCache: helmCacheFolders(process.env, process.platform, homedir()),
      known: knownChart,
    }),
    presets: presetFiles(presets),
    reads: readsFinder(engine, new Map([[box, boxReads()]])),
    engine,
    chartSource: async () =>
      (await import('./node/charts/chart-source.ts')).chartSource({
        environment: process.env,
        version,
      }),
    clusters: async () => (await import('./node/kubernetes/clusters.ts')).clusters,
    environment: process.env,
    signal: interrupted.signal,
    docsBase,
    version,
  });
  engine.stop();
  return exitCode;
}

async function askAtTerminal(question: string): Promise<string | undefined> {
  if (!process.stdin.isTTY) return undefined;
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return await terminal.question(question);
  } finally {
    terminal.close();
  }
}
