import { noChartHere } from '../chart/source-of-chart.ts';
import { modelPaths, paths } from '../catalog/values-paths.ts';
import { findEntryAt, type Path } from '../syntax/node.ts';
import type { Analysis } from './analysis.ts';
import { basicCodes } from './basic-codes.ts';
import type { Diagnostic } from './diagnostic.ts';

/** That the chart of the file is not on this machine: once, at the word that says which chart it is for. */
export function chartDiagnostics({ document, surroundings }: Analysis): Diagnostic[] {
  const { version, location } = surroundings.chart;
  const { root } = document;
  if (location.chosenBy !== 'known' || root?.kind !== 'map') return [];
  const at = tellingPaths.find((path) => findEntryAt(root, path) !== undefined);
  const entry = at === undefined ? root.entries[0] : findEntryAt(root, at);
  if (entry === undefined) return [];
  return [
    {
      code: 'chart-not-found',
      severity: basicCodes['chart-not-found'].severity,
      message: `${noChartHere} Until then the file is checked against what is known of chart ${version}.`,
      path: at ?? [entry.key],
      span: entry.keySpan,
      related: [],
      fixes: [],
      isUnnecessary: false,
    },
  ];
}

const tellingPaths: readonly Path[] = [
  paths.framework,
  modelPaths['0.2'],
  ['s3ModelCopy'],
  ['nimCache'],
  ['nimService'],
];
