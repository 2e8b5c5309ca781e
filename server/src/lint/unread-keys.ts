import { modelPaths, paths } from '../catalog/values-paths.ts';
import type { Chart } from '../chart/chart.ts';
import type { ChartRead, ChartReads } from '../chart/chart-read.ts';
import { reachIn } from '../chart/reach.ts';
import type { InferenceConfig } from '../model/inference-config.ts';
import type { Fact } from '../model/merged-values.ts';
import { describeKey } from '../schema/describe-key.ts';
import { findNode, type Path } from '../syntax/node.ts';
import { isConventional } from './conventional-keys.ts';
import { foreignDialect } from './dialect.ts';

/** A key of this document that has no effect, the outermost one where a whole map has none. */
export interface UnreadKey {
  readonly fact: Fact;
  readonly reads: ChartReads;
  /** Neither the schema nor the chart's own values.yaml has such a key. */
  readonly isUnknown: boolean;
  /** Why, when templates read it in another situation; absent when none ever does. */
  readonly unless?: readonly Fact<string>[];
}

/**
 * Keys that no template reads as the values are. Nothing as long as it is not known what the
 * templates read, and in a file of the other dialect, where half of the keys would be told.
 */
export function unreadKeys(config: InferenceConfig, chart: Chart): readonly UnreadKey[] {
  const { reads } = chart;
  if (chart.unseenFrameworks?.includes(config.framework?.value ?? '')) return [];
  if (reads === undefined || foreignDialect(config, chart) !== undefined) return [];
  const { values } = config;
  if (!ourKeys.some((key) => values.at([key])?.origin.kind === 'document')) return [];
  const found: UnreadKey[] = [];
  const choices = choicesOf(config, chart);
  const walk = (above: Path) => {
    for (const key of values.keys(above)) {
      const path = [...above, key];
      // Places for anchors and remarks, by custom.
      if (above.length === 0 && /^(?:x-|[._])/.test(key)) continue;
      const fact = values.at(path);
      if (fact?.origin.kind !== 'document') continue;
      const unread = judge(fact, reads, { choices, chart });
      if (unread !== undefined) found.push(unread);
      else if (isMap(fact.value) && !reads.isReadWhole(path)) walk(path);
    }
  };
  walk([]);
  return found;
}

/** A file without any of these is not meant for this chart, or says too little to tell. */
const ourKeys = [paths.inference[0], paths.modelParameters[0], modelPaths['0.2'][0], 's3ModelCopy'];

/** A choice that makes templates pass over keys, and whether a read takes place under it. */
interface Choice {
  readonly facts: readonly Fact<string>[];
  readonly isReached: (read: ChartRead) => boolean;
}

function choicesOf({ framework, accelerator }: InferenceConfig, chart: Chart): readonly Choice[] {
  // Of a framework that no template knows another rule speaks.
  if (framework === undefined || !chart.frameworks.includes(framework.value)) return [];
  const byFramework = { framework: framework.value };
  const choices: Choice[] = [
    { facts: [framework], isReached: reachIn(byFramework, chart.conditions) },
  ];
  if (accelerator === undefined) return choices;
  const byAccelerator = { accelerator: accelerator.value };
  return [
    ...choices,
    { facts: [accelerator], isReached: reachIn(byAccelerator, chart.conditions) },
    {
      facts: [framework, accelerator],
      isReached: reachIn({ ...byFramework, ...byAccelerator }, chart.conditions),
    },
  ];
}

function judge(
  fact: Fact,
  reads: ChartReads,
  { choices, chart }: { readonly choices: readonly Choice[]; readonly chart: Chart },
): UnreadKey | undefined {
  const { path } = fact;
  if (!reads.someTouching(path, () => true))
    return { fact, reads, isUnknown: !isKnown(path, chart) && !isConventional(path) };
  const choice = choices.find(({ isReached }) => !reads.someTouching(path, isReached));
  return choice && { fact, reads, isUnknown: false, unless: choice.facts };
}

function isKnown(path: Path, { generation, defaults }: Chart): boolean {
  return describeKey(generation, path) !== undefined || findNode(defaults.root, path) !== undefined;
}

function isMap(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
