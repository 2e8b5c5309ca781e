import { isSamePath, paths } from '../catalog/values-paths.ts';
import { findModeline } from '../chart/modeline.ts';
import type { Rendered, RenderOutcome } from '../chart/renderer.ts';
import { foreignDialect } from '../lint/dialect.ts';
import { findEntry, findEntryAt, type Node, type Path } from '../syntax/node.ts';
import type { Analysis } from './analysis.ts';
import { basicCodes } from './basic-codes.ts';
import type { Diagnostic } from './diagnostic.ts';
import { withoutSuppressed } from './diagnostics.ts';
import type { Fault } from './rendering/fault.ts';
import { findCause, type Trial } from './rendering/find-cause.ts';
import { goNotationFaults } from './rendering/go-notation.ts';
import { manifestGapFaults } from './rendering/manifest-gaps.ts';
import { whyNothingIsRendered } from './rendering/nothing-rendered.ts';
import { findingOf, topOf } from './rendering/finding.ts';
import { faultsOfFailure } from './rendering/refusal.ts';
import { isWhole } from './rendering/wholeness.ts';
import { startsSomething } from './rendering/workload.ts';

/** What a document renders to, and what another text in its place would. */
export interface Rendering {
  readonly outcome: RenderOutcome;
  readonly again: (own: string) => Promise<RenderOutcome>;
}

/**
 * Whether a render can tell what is not told yet. Of the chart in the box, schema and rules know all
 * that it refuses but for nulls that take its defaults away, another namespace than the values',
 * mounts that are printed as they are, and YAML that few people write; so no engine starts to check
 * other files against it. A property test holds that.
 */
export function isWorthRendering(
  { document, surroundings }: Analysis,
  told: readonly Diagnostic[],
): boolean {
  const { chart, earlier } = surroundings;
  // There is nothing to render from.
  if (chart.location.chosenBy === 'known') return false;
  if (chart.location.chosenBy !== 'box') return true;
  if (told.some(({ severity }) => severity === 'error')) return false;
  if (findModeline(document)?.namespace !== undefined || isUnusual(document)) return true;
  return [document, ...earlier.map((file) => file.document)].some(({ root }) =>
    takesAway(root, chart.defaults.root),
  );
}

/**
 * What only a render tells: that the chart refuses a value, that it cannot be rendered at all, that
 * what it prints is no manifest, or that nothing serves. Told at the value that leads to it, else at
 * the top of the file. Silent about what is told already, and of values in the words of another
 * chart; of a file that another one must complete, what that one may mend is for information.
 */
export async function renderFindings(
  analysis: Analysis,
  { outcome, again }: Rendering,
  told: readonly Diagnostic[],
): Promise<readonly Diagnostic[]> {
  const { document, config, surroundings } = analysis;
  if (document.broken.length > 0) return [];
  const isForeign = foreignDialect(config, surroundings.chart) !== undefined;
  const trial = bounded(again);
  const found: Diagnostic[] = [];
  for (const fault of faultsOf(outcome, analysis).slice(0, maxFaults)) {
    if (isForeign && fault.blame !== 'chart') continue;
    const finding = findingOf(fault, await findCause(fault, analysis, trial), analysis);
    if (finding === undefined || isRepeated(finding, found)) continue;
    if (fault.blame === 'chart' || !isTold(finding, told)) found.push(finding);
  }
  if (outcome.kind === 'rendered' && !isForeign)
    found.push(...nothingRendered(outcome, analysis, told));
  return withoutSuppressed(found, analysis);
}

/** A chart that prints one thing wrong often prints it everywhere. */
const maxFaults = 10;
/** Of all faults of one state of a document together; a render takes about 10 ms. */
const maxTrials = 40;
/** Of those that run into a limit, which takes as long as the limit is. */
const maxSlowTrials = 2;

function faultsOf(outcome: RenderOutcome, analysis: Analysis): readonly Fault[] {
  return outcome.kind === 'rendered'
    ? [...manifestGapFaults(outcome), ...goNotationFaults(outcome, analysis)]
    : faultsOfFailure(outcome, analysis);
}

function bounded(again: Rendering['again']): Trial {
  let left = maxTrials;
  let slow = maxSlowTrials;
  return async (own) => {
    if (left-- <= 0 || slow <= 0) return undefined;
    const outcome = await again(own);
    if (isSlow(outcome)) slow--;
    return outcome.kind === 'cancelled' || outcome.kind === 'engine-failed' ? undefined : outcome;
  };
}

/** It ran into a limit of the engine, or of Helm itself, which takes seconds. */
function isSlow(outcome: RenderOutcome): boolean {
  if (outcome.kind === 'template-error')
    return /nested reference name|maximum template depth/.test(outcome.reason);
  return outcome.kind === 'timed-out' || outcome.kind === 'too-large';
}

/**
 * An error stands there already, in what it is about, or anywhere in a file that this one is told of
 * as a whole: that one may be the reason.
 */
function isTold({ path, span }: Diagnostic, told: readonly Diagnostic[]): boolean {
  const errors = told.filter(({ severity }) => severity === 'error');
  if (path.length === 0) return errors.length > 0;
  return errors.some(
    (one) =>
      (one.span.start <= span.start && one.span.end >= span.end) ||
      (one.path.length > 1 && isOnOneWay(one.path, path)),
  );
}

/** Containers that mount the same volume are told of once. */
function isRepeated({ code, span }: Diagnostic, found: readonly Diagnostic[]): boolean {
  if (code === 'render-fails') return false;
  return found.some((one) => one.code === code && one.span.start === span.start);
}

function isOnOneWay(one: Path, other: Path): boolean {
  const shared = Math.min(one.length, other.length);
  return one.slice(0, shared).every((step, at) => step === other[at]);
}

function nothingRendered(
  outcome: Rendered,
  analysis: Analysis,
  told: readonly Diagnostic[],
): readonly Diagnostic[] {
  const { document, surroundings } = analysis;
  if (outcome.documents.some(startsSomething) || !isWhole(analysis)) return [];
  // The chart's own defaults are no configuration.
  if (document.text === surroundings.chart.defaults.text) return [];
  // A framework that no template knows is told with the name that was meant.
  const isNamed = ({ path, severity }: Diagnostic) =>
    isSamePath(path, paths.framework) && severity !== 'information' && severity !== 'hint';
  if (told.some(isNamed)) return [];
  const message = whyNothingIsRendered(outcome, analysis);
  const place = keyAt(document, paths.framework) ?? keyAt(document, paths.inference);
  return [
    {
      code: 'nothing-rendered',
      severity: basicCodes['nothing-rendered'].severity,
      message,
      ...(place ?? topOf(document)),
      related: [],
      fixes: [],
      isUnnecessary: false,
    },
  ];
}

function keyAt({ root }: Analysis['document'], path: Path) {
  const entry = findEntryAt(root, path);
  return entry && { path, span: entry.keySpan };
}

/**
 * Mounts, of which the volume may be missing; and tags, merge keys, directives and numbers that JSON
 * has not: Helm's reader refuses some of them.
 */
function isUnusual({ root, text }: Analysis['document']): boolean {
  if (root !== undefined && root.kind !== 'map') return true;
  if (text.includes('extraVolumeMounts')) return true;
  return /(?:^|[\s:[{,])![!<\w]|(?:^|\s)[-+]?\.(?:nan|inf)\b|<<\s*:|^%/im.test(text);
}

/** Whether a null of the document stands where the chart has a default. */
function takesAway(node: Node | undefined, byDefault: Node | undefined): boolean {
  if (node?.kind !== 'map' || byDefault?.kind !== 'map') return false;
  return node.entries.some(({ key, value }) => {
    const below = findEntry(byDefault, key)?.value;
    if (below === undefined) return false;
    const isNull = (one: Node) => one.kind === 'scalar' && one.value === null;
    return isNull(value) ? !isNull(below) : takesAway(value, below);
  });
}
