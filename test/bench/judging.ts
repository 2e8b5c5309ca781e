import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { boxReads } from '../../server/src/chart/box-reads.ts';
import { readsFinder } from '../../server/src/chart/reads-finder.ts';
import { analyze } from '../../server/src/ide/analysis.ts';
import { registry } from '../../server/src/lint/registry.ts';
import { runRules } from '../../server/src/lint/run-rules.ts';
import { createHelmEngine } from '../../server/src/node/engine/helm-engine.ts';
import { chartFinder } from '../../server/src/node/files/chart-finder.ts';
import { findInstallation } from '../../server/src/node/files/installation.ts';
import { parse } from '../../server/src/syntax/parse.ts';
import type { Row } from './row.ts';
import { spreadOf } from './statistics.ts';

const rounds = 10;

/** The whole rule set on one file, without reading and parsing it: every preset in turn. */
export function measureJudging(): readonly Row[] {
  const { box, presets, engine } = findInstallation();
  const reads = readsFinder(createHelmEngine(engine), new Map([[box, boxReads()]]));
  const charts = chartFinder({ box });
  const subjects = readdirSync(presets['0.1'])
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => {
      const file = join(presets['0.1'], name);
      const document = parse(readFileSync(file, 'utf8'));
      const { chart, ...surrounded } = charts.surround(document, { file });
      const known = { ...surrounded, chart: reads.withReads(chart) };
      return { config: analyze(document, known).config, chart: known.chart };
    });
  const durations: number[] = [];
  for (let round = 0; round < rounds; round++)
    for (const subject of subjects) {
      const begun = performance.now();
      runRules(registry, subject);
      // The first rounds compile the rules.
      if (round >= rounds / 2) durations.push((performance.now() - begun) * 1000);
    }
  return [
    {
      what: `all ${String(registry.length)} rules on a preset`,
      unit: 'µs',
      ours: spreadOf(durations),
    },
  ];
}
