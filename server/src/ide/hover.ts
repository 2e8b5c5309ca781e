import type { Chart } from '../chart/chart.ts';
import { historyOf } from '../chart/known-chart.ts';
import type { Fact } from '../model/merged-values.ts';
import type { KeyDescription } from '../schema/describe-key.ts';
import type { Path, Span } from '../syntax/node.ts';
import type { Analysis } from './analysis.ts';
import { defaultOf, mapOfChart } from './chart-keys.ts';
import { describePath } from './describe-path.ts';
import { explainArgument } from './explain-argument.ts';
import { explainFit } from './explain-fit.ts';
import { explainValue } from './explain-value.ts';
import { placeAt } from './place-at.ts';
import { printingPlaces } from './template-places.ts';
import { wordsInMarkdown } from './words-in-markdown.ts';

export interface Hover {
  /** The key or value that the text is about. */
  readonly span: Span;
  /** Markdown without links or HTML. */
  readonly markdown: string;
}

/**
 * What a key is: description, type and default from the schema or from the chart's own values.yaml,
 * the value that Helm will use and where that comes from, and what the catalog knows of the value.
 * Undefined where there is no key.
 */
export function hover(analysis: Analysis, offset: number): Hover | undefined {
  const { document, values, inherited, surroundings } = analysis;
  const place = placeAt(document.root, offset);
  if (place === undefined) return undefined;
  const { path, span } = place;
  const { chart } = surroundings;
  const description = describePath(analysis, path);
  const fact = values.at(path);
  // An item comes with its whole list.
  const isItem = typeof path.at(-1) === 'number';
  const parts = [
    `**${path.join('.')}**${typesOf(description, chartDefault(chart, path))}`,
    description?.description ?? commentOf(chart, path),
    rangeOf(description),
    releasesOf(chart, path),
    fact === undefined || isItem ? undefined : effective(fact, inherited.at(path)),
    explainArgument(analysis, path),
    explainValue(analysis, path),
    explainFit(analysis, path),
    isItem ? undefined : readAt(analysis, path),
  ].filter((part) => part !== undefined);
  // A key that nobody knows and that holds a whole map says nothing by being repeated.
  if (parts.length === 1) return undefined;
  return { span, markdown: parts.join('\n\n') };
}

function chartDefault(chart: Chart, path: Path): string | undefined {
  return defaultOf(mapOfChart(chart, path.slice(0, -1)).get(String(path.at(-1))), path);
}

/** More than a screen of it is better read in the file. */
const maxComment = 1_500;

function commentOf({ comments }: Chart, path: Path): string | undefined {
  const words = comments.at(path);
  return words && `From the chart's values.yaml:\n\n${wordsInMarkdown(words, maxComment)}`;
}

/** In which releases of the chart the key is, where not all that are known have it. */
function releasesOf({ generation }: Chart, path: Path): string | undefined {
  if (generation !== '0.2') return undefined;
  const { since, until } = historyOf(path);
  if (since !== undefined) return `In the chart from ${since} on.`;
  return until === undefined ? undefined : `In the chart up to ${until}.`;
}

/** More lines than this are for "Find All References". */
const maxPlaces = 3;

function readAt(analysis: Analysis, path: Path): string | undefined {
  const { reads } = analysis.surroundings.chart;
  if (reads === undefined || !isScalar(analysis.values.at(path)?.value)) return undefined;
  const places = printingPlaces(analysis, reads, path);
  if (places.length === 0) return undefined;
  const shown = places
    .slice(0, maxPlaces)
    .map(({ file, line }) => `\`${file}\` line ${String(line + 1)}`);
  const rest = places.length - shown.length;
  return `Read in ${shown.join(', ')}${rest > 0 ? ` and ${String(rest)} more` : ''}.`;
}

/** The chart's default stands for that of the schema where the schema has no words. */
function typesOf(description: KeyDescription | undefined, ofChart: string | undefined): string {
  const types = description?.type?.join(' or ');
  const byDefault =
    description?.default ?? (description?.description === undefined ? ofChart : undefined);
  const parts = [
    ...(types === undefined ? [] : [types]),
    ...(isScalar(byDefault) ? [`default \`${String(byDefault)}\``] : []),
  ];
  return parts.length === 0 ? '' : ` — ${parts.join(', ')}`;
}

function rangeOf(description: KeyDescription | undefined): string | undefined {
  if (description === undefined) return undefined;
  const { minimum, maximum } = description;
  if (description.enum !== undefined)
    return `One of ${description.enum.map((value) => `\`${String(value)}\``).join(', ')}.`;
  if (minimum !== undefined && maximum !== undefined) return `From ${minimum} to ${maximum}.`;
  if (minimum !== undefined) return `At least ${minimum}.`;
  return maximum === undefined ? undefined : `At most ${maximum}.`;
}

/** Only scalars: a map's effective value is what hovering over its keys shows. */
function effective(fact: Fact, below: Fact | undefined): string | undefined {
  if (!isScalar(fact.value)) return undefined;
  const value = `\`${String(fact.value)}\``;
  switch (fact.origin.kind) {
    case 'chart':
      return `Effective value: ${value}, the chart's default.`;
    case 'file':
      return `Effective value: ${value}, from ${fact.origin.file}.`;
    case 'document': {
      const replaced = below?.value;
      if (below === undefined || !isScalar(replaced) || replaced === fact.value)
        return `Effective value: ${value}, from this file.`;
      return `Effective value: ${value}, from this file; it replaces \`${String(replaced)}\` ${sourceOf(below)}.`;
    }
  }
}

function sourceOf(fact: Fact): string {
  return fact.origin.kind === 'file' ? `from ${fact.origin.file}` : 'of the chart';
}

function isScalar(value: unknown): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}
