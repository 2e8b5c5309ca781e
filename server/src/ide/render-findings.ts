import { isSamePath, paths } from '../catalog/values-paths.ts';
import type { Chart } from '../chart/chart.ts';
import type { Rendered, RenderOutcome } from '../chart/renderer.ts';
import { foreignDialect } from '../lint/dialect.ts';
import { findEntryAt, findNode, type Path, type Span } from '../syntax/node.ts';
import type { Analysis } from './analysis.ts';
import { basicCodes, type RenderFindingCode } from './basic-codes.ts';
import type { Diagnostic } from './diagnostic.ts';
import { withoutSuppressed } from './diagnostics.ts';

/** Rules and schema know all that the chart in the box refuses, so that no engine starts to check a file against it. */
export function isWorthRendering({ location, reads }: Chart): boolean {
  return location.chosenBy !== 'box' && reads !== undefined;
}

/**
 * What only a render tells: that the chart prints no workload at all, or that it refuses a value of
 * this document. Silent for a file that another one must complete, and about what is told already.
 */
export function renderFindings(
  analysis: Analysis,
  outcome: RenderOutcome,
  told: readonly Diagnostic[],
): readonly Diagnostic[] {
  return withoutSuppressed(findingsIn(analysis, outcome, told), analysis);
}

function findingsIn(
  analysis: Analysis,
  outcome: RenderOutcome,
  told: readonly Diagnostic[],
): readonly Diagnostic[] {
  const { document, config, surroundings } = analysis;
  if (document.broken.length > 0 || !isComplete(analysis)) return [];
  if (foreignDialect(config, surroundings.chart) !== undefined) return [];
  if (outcome.kind === 'rendered') return nothingRendered(analysis, outcome, told);
  const refused = refusal(outcome);
  if (refused === undefined) return [];
  const place = placeOf(analysis, refused.paths);
  if (place === undefined || told.some(({ span }) => isWithin(place.span, span))) return [];
  return [finding('render-fails', `The chart cannot be rendered: ${refused.reason}`, place)];
}

/** A model, and where or how it is served, come from the user's own files. */
function isComplete({ config }: Analysis): boolean {
  const { modelId, accelerator, framework, serviceName } = config;
  const isOwn = (fact: { readonly origin: { readonly kind: string } } | undefined) =>
    fact !== undefined && fact.origin.kind !== 'chart';
  return isOwn(modelId) && [accelerator, framework, serviceName].some(isOwn);
}

interface Place {
  readonly path: Path;
  readonly span: Span;
}

function nothingRendered(
  { config, document, surroundings }: Analysis,
  { documents }: Rendered,
  told: readonly Diagnostic[],
): readonly Diagnostic[] {
  if (documents.some(({ text }) => startsSomething.test(text))) return [];
  const { framework } = config;
  const root = document.root?.kind === 'map' ? document.root : undefined;
  const path: Path = paths.framework;
  const entry = findEntryAt(root, path) ?? findEntryAt(root, paths.inference) ?? root?.entries[0];
  // A framework that no template knows is told with the name that was meant.
  if (entry === undefined || told.some((one) => isSamePath(one.path, path))) return [];
  const { frameworks } = surroundings.chart;
  const cause =
    framework === undefined
      ? 'no file sets inference.framework'
      : `framework ${framework.value} does not lead to any`;
  const advice =
    frameworks.length > 1
      ? `Set inference.framework to ${frameworks.join(', ')}.`
      : 'Look into the templates for what they ask.';
  const kinds = [...new Set(documents.map(({ kind }) => kind).filter((kind) => kind !== ''))];
  const rest = kinds.length === 0 ? 'nothing at all' : `only ${kinds.join(', ')}`;
  return [
    finding(
      'nothing-rendered',
      `The chart renders no workload with these values: ${cause}, so ${rest} would be deployed. ${advice}`,
      { path: [entry.key], span: entry.keySpan },
    ),
  ];
}

/** A manifest with a container, or an image that an operator makes one of. */
const startsSomething = /^\s*(?:- )?(?:containers|image):/m;

/** What the chart refuses, with the values that it names. */
function refusal(
  outcome: Exclude<RenderOutcome, Rendered>,
): { readonly reason: string; readonly paths: readonly Path[] } | undefined {
  switch (outcome.kind) {
    case 'template-error': {
      const { reason, valuePath } = outcome;
      const named = [...reason.matchAll(/[A-Za-z][\w-]*(?:\.[\w/-]+)+/g)].map(([name]) =>
        name.replace(/^Values\./, '').split('.'),
      );
      return { reason, paths: [...(valuePath === undefined ? [] : [valuePath]), ...named] };
    }
    case 'schema-error': {
      const [first] = outcome.violations;
      return first && { reason: first.message, paths: outcome.violations.map(({ path }) => path) };
    }
    default:
      return undefined;
  }
}

/** The first of the paths that this document writes itself. */
function placeOf({ document, values }: Analysis, paths: readonly Path[]): Place | undefined {
  for (const path of paths) {
    const entry = findEntryAt(document.root, path);
    if (entry === undefined || values.at(path)?.origin.kind !== 'document') continue;
    const node = findNode(document.root, path);
    const isVisible = node?.kind === 'scalar' && node.span.end > node.span.start;
    return { path, span: isVisible ? node.span : entry.keySpan };
  }
  return undefined;
}

function isWithin(inner: Span, outer: Span): boolean {
  return inner.start >= outer.start && inner.end <= outer.end;
}

function finding(code: RenderFindingCode, message: string, { path, span }: Place): Diagnostic {
  const { severity } = basicCodes[code];
  return { code, severity, message, path, span, related: [], fixes: [], isUnnecessary: false };
}
