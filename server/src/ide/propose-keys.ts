import type { Chart } from '../chart/chart.ts';
import type { KeyDescription } from '../schema/describe-key.ts';
import { toValue, type Node, type Path } from '../syntax/node.ts';
import type { Analysis } from './analysis.ts';
import { defaultOf, mapOfChart } from './chart-keys.ts';
import { describeInMarkdown, typeOf, typeOfValue } from './describe-in-markdown.ts';
import { describePath, llamaServerKeys } from './describe-path.ts';
import type { KeyProposal } from './proposal.ts';

/**
 * The keys that the map at `path` can have: those of the schema, those that the files below this one
 * set, and those that only templates of the chart name. Keys of no use as the file is come last.
 */
export function proposeKeys(analysis: Analysis, map: Path): readonly KeyProposal[] {
  const { surroundings, inherited, config } = analysis;
  const { chart } = surroundings;
  const known = describePath(analysis, map)?.children ?? [];
  const read = chart.reads?.keys(map) ?? [];
  const own = mapOfChart(chart, map);
  const ofChart = new Set([...known, ...inherited.keys(map), ...own.keys(), ...read]);
  const keys = llamaServerKeys(analysis, map) ?? ofChart;
  const proposals = [...keys].map((key) => proposalOf(analysis, [...map, key], own.get(key)));
  const isIdle = ({ key, description }: KeyProposal) =>
    (key === 'rayOptions' && !config.isRay) ||
    (/^(gpu|neuron|graviton)$/.test(key) && key !== config.accelerator?.value) ||
    (description === undefined && isUnread(chart, [...map, key]));
  return [...proposals.filter((one) => !isIdle(one)), ...proposals.filter(isIdle)];
}

function proposalOf(analysis: Analysis, path: Path, own: Node | undefined): KeyProposal {
  const { surroundings, inherited } = analysis;
  const { chart } = surroundings;
  const description = describePath(analysis, path);
  const inForce = inherited.at(path)?.value ?? (own && toValue(own));
  const value = startValue(description, inForce);
  const ofChart =
    description?.description === undefined
      ? { comment: chart.comments.at(path), default: defaultOf(own, path) }
      : undefined;
  return {
    key: String(path.at(-1)),
    shape: shapeOf(description, inForce) ?? shapeInChart(chart, path),
    ...(value !== undefined && { value }),
    ...(description && { description }),
    detail: typeOf(description) || typeOfValue(inForce),
    documentation: describeInMarkdown(description, ofChart),
  };
}

/** Undefined where neither the value nor the schema tells. */
function shapeOf(
  description: KeyDescription | undefined,
  value: unknown,
): KeyProposal['shape'] | undefined {
  if (Array.isArray(value)) return 'list';
  if (typeof value === 'object' && value !== null) return 'map';
  const types = description?.type ?? [];
  if (types.includes('object')) return 'map';
  if (types.includes('array')) return 'list';
  return types.length > 0 || (value !== undefined && value !== null) ? 'scalar' : undefined;
}

/** Of an empty key tells what is commented out below it, or what templates read in it. */
function shapeInChart({ comments, reads }: Chart, path: Path): KeyProposal['shape'] {
  const isMap = (reads?.keys(path) ?? []).length > 0;
  return comments.holds(path) ?? (isMap ? 'map' : 'scalar');
}

/** What the key would be without being written: a start that changes nothing yet. */
function startValue(description: KeyDescription | undefined, inForce: unknown) {
  const value = inForce ?? description?.default;
  const isPlain =
    (typeof value === 'string' && value !== '' && !value.includes('\n')) ||
    typeof value === 'number' ||
    typeof value === 'boolean';
  return isPlain ? value : undefined;
}

function isUnread({ reads }: Chart, path: Path): boolean {
  return reads !== undefined && !reads.someTouching(path, () => true);
}
