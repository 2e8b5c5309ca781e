import { findModeline } from '../chart/modeline.ts';
import { foreignDialect } from '../lint/dialect.ts';
import { registry } from '../lint/registry.ts';
import { runRules, type RuleFinding } from '../lint/run-rules.ts';
import type { Fix, Severity } from '../lint/rule.ts';
import { readSuppressions } from '../lint/suppressions.ts';
import type { Origin } from '../model/merged-values.ts';
import { describeKey } from '../schema/describe-key.ts';
import type { SchemaFinding } from '../schema/schema-finding.ts';
import { validateValues } from '../schema/validate.ts';
import { findEntryAt, findNode, type Path, type Span } from '../syntax/node.ts';
import type { Problem } from '../syntax/problem.ts';
import type { Analysis } from './analysis.ts';
import { basicCodes } from './basic-codes.ts';
import { withoutEffectEchoes } from './effect-echoes.ts';
import { fixesOf } from './schema-fixes.ts';

/** A finding with its place in the text: what editors and `check` show. */
export interface Diagnostic {
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  /** Empty when it is about the text and not about a key. */
  readonly path: Path;
  readonly span: Span;
  readonly related: readonly RelatedPlace[];
  readonly fixes: readonly Fix[];
  /** To be faded: what is marked has no effect. */
  readonly isUnnecessary: boolean;
}

/** A second place that explains the first, in this document or in another one that Helm merges. */
export interface RelatedPlace {
  readonly message: string;
  readonly origin: Origin;
  /** Offsets in the document of that origin. */
  readonly span: Span;
}

/** Everything that is wrong with a document, by place. Total: any text gives a list. */
export function diagnose(analysis: Analysis): readonly Diagnostic[] {
  const { document } = analysis;
  // What is broken may hold the very key that a rule would miss, so rules wait until it is whole.
  const ruled = document.broken.length > 0 ? [] : ruleDiagnostics(analysis);
  const bySchema = schemaDiagnostics(analysis).filter((one) => !isOfOtherDialect(one, analysis));
  const found = withoutEffectEchoes(ruled, bySchema, document);
  const explained = new Map(found.map(({ path, severity }) => [JSON.stringify(path), severity]));
  const isExplained = ({ code, path }: Diagnostic) => {
    const severity = explained.get(JSON.stringify(path));
    // That the chart refuses a value is not said by a rule that only advises another.
    return severity !== undefined && (severity === 'error' || !refusedCodes.has(code));
  };
  const all = [
    ...document.problems.map(fromProblem),
    ...modelConfigDiagnostics(analysis),
    ...bySchema.filter((one) => !isExplained(one)),
    ...found,
  ];
  return byPlace(withoutSuppressed(all, analysis));
}

const refusedCodes: ReadonlySet<string> = new Set([
  'wrong-type',
  'value-not-allowed',
  'value-out-of-range',
]);

/** In the order of the text. */
export function byPlace(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return diagnostics.toSorted(
    (a, b) => a.span.start - b.span.start || a.code.localeCompare(b.code),
  );
}

/** A file in the other generation's dialect is told so once, and not again at each of its words. */
function isOfOtherDialect({ code, path }: Diagnostic, { config, surroundings }: Analysis): boolean {
  const dialect = foreignDialect(config, surroundings.chart);
  if (dialect === undefined) return false;
  if (code === 'unknown-key' || code === 'misplaced-key')
    return describeKey(dialect.written, path) !== undefined;
  return path.join('.') === 'inference.framework';
}

/** At the modeline that names the file, or at the model that a setting names it for. */
function modelConfigDiagnostics({ document, config, pointed }: Analysis): Diagnostic[] {
  if (pointed === undefined || pointed.facts.ok) return [];
  const { modelId } = config;
  const span = pointed.isOfModeline
    ? findModeline(document)?.comment.span
    : modelId?.origin.kind === 'document'
      ? spanOf(document.root, modelId.path, 'value')
      : undefined;
  if (span === undefined) return [];
  return [
    {
      code: 'model-config-not-usable',
      severity: basicCodes['model-config-not-usable'].severity,
      message: `${pointed.facts.failure} Memory and parallel sizes are judged without it.`,
      path: [],
      span,
      related: [],
      fixes: [],
      isUnnecessary: false,
    },
  ];
}

function fromProblem({ code, message, span, related }: Problem): Diagnostic {
  return {
    code,
    severity: basicCodes[code].severity,
    message,
    path: [],
    span,
    related: related === undefined ? [] : [{ ...related, origin: { kind: 'document' } }],
    fixes: [],
    isUnnecessary: false,
  };
}

function ruleDiagnostics(analysis: Analysis): Diagnostic[] {
  const { config, surroundings } = analysis;
  return runRules(registry, { config, chart: surroundings.chart }).flatMap((finding) => {
    const span = spanOf(analysis.document.root, finding.at.path, finding.on ?? 'value');
    return span === undefined ? [] : [fromFinding(finding, span, analysis)];
  });
}

function fromFinding(finding: RuleFinding, span: Span, analysis: Analysis): Diagnostic {
  const related = (finding.related ?? []).flatMap(({ at, message }) => {
    const place = spanOf(rootOf(analysis, at.origin), at.path, 'value');
    return place === undefined ? [] : [{ message, origin: at.origin, span: place }];
  });
  return {
    code: finding.rule,
    severity: finding.severity,
    message: finding.message,
    path: finding.at.path,
    span,
    related,
    fixes: finding.fixes ?? [],
    isUnnecessary: finding.isUnnecessary ?? false,
  };
}

function schemaDiagnostics(analysis: Analysis): Diagnostic[] {
  const { document, values, surroundings } = analysis;
  const { chart } = surroundings;
  const isKnown = (path: Path) =>
    findNode(chart.defaults.root, path) !== undefined ||
    chart.reads?.keys(path.slice(0, -1)).includes(String(path.at(-1))) === true;
  return validateValues(values, chart.generation, isKnown).flatMap((finding) => {
    if (finding.code === 'missing-key' && document.broken.length > 0) return [];
    if (isExpression(values.at(finding.path)?.value)) return [];
    const span = schemaSpan(finding, analysis);
    if (span === undefined || isBroken(span, document.broken)) return [];
    return [
      {
        code: finding.code,
        severity: basicCodes[finding.code].severity,
        message: finding.message,
        path: finding.path,
        span,
        related: [],
        fixes: fixesOf(finding, values),
        isUnnecessary: false,
      },
    ];
  });
}

/** Undefined when this document did not write what is wrong. */
function schemaSpan({ code, path, on }: SchemaFinding, { document, values }: Analysis) {
  if (code !== 'missing-key')
    return values.at(path)?.origin.kind === 'document' || findEntryAt(document.root, path)
      ? spanOf(document.root, path, on)
      : undefined;
  // The map that lacks the key may stand in another file; then the nearest map above it is ours.
  for (let depth = path.length; depth > 0; depth--) {
    const entry = findEntryAt(document.root, path.slice(0, depth));
    if (entry !== undefined) return entry.keySpan;
  }
  return document.root?.kind === 'map' ? document.root.entries[0]?.keySpan : undefined;
}

function rootOf({ document, surroundings }: Analysis, origin: Origin) {
  switch (origin.kind) {
    case 'document':
      return document.root;
    case 'file':
      return surroundings.earlier.find(({ file }) => file === origin.file)?.document.root;
    case 'chart':
      return surroundings.chart.defaults.root;
  }
}

/** A scalar is marked itself; a map or list by its key, because nobody wants ten lines underlined. */
function spanOf(
  root: Analysis['document']['root'],
  path: Path,
  on: 'key' | 'value',
): Span | undefined {
  const entry = findEntryAt(root, path);
  if (on === 'key' && entry !== undefined) return entry.keySpan;
  const node = entry?.value ?? findNode(root, path);
  if (node === undefined) return undefined;
  const isVisible = node.kind === 'scalar' && node.span.end > node.span.start;
  return isVisible || entry === undefined ? node.span : entry.keySpan;
}

/** Filled in by another tool before Helm reads the file, so nobody knows yet what it will be. */
function isExpression(value: unknown): boolean {
  return typeof value === 'string' && value.includes('{{');
}

function isBroken(span: Span, broken: readonly Span[]): boolean {
  return broken.some(({ start, end }) => span.end >= start && span.start <= end);
}

/** Without what comments of the document ask to be silent about. */
export function withoutSuppressed(
  all: readonly Diagnostic[],
  { document }: Analysis,
): Diagnostic[] {
  const { text, comments } = document;
  const suppressions = readSuppressions(text, comments);
  return all.filter(({ code, span }) => {
    const lineStart = text.lastIndexOf('\n', span.start - 1) + 1;
    const newline = text.indexOf('\n', span.start);
    return !suppressions.covers(code, lineStart, newline === -1 ? text.length : newline);
  });
}
