import { isSamePath, paths } from '../catalog/values-paths.ts';
import { findModeline } from '../chart/modeline.ts';
import { foreignDialect } from '../lint/dialect.ts';
import { registry } from '../lint/registry.ts';
import { runRules, type RuleFinding } from '../lint/run-rules.ts';
import { readSuppressions } from '../lint/suppressions.ts';
import type { Origin } from '../model/merged-values.ts';
import { describeKey } from '../schema/describe-key.ts';
import type { Span } from '../syntax/node.ts';
import type { Problem } from '../syntax/problem.ts';
import type { Analysis } from './analysis.ts';
import type { Diagnostic } from './diagnostic.ts';
import { basicCodes } from './basic-codes.ts';
import { withoutEffectEchoes } from './effect-echoes.ts';
import { chartDiagnostics } from './chart-diagnostics.ts';
import { schemaDiagnostics } from './schema-diagnostics.ts';
import { spanOf } from './span-of.ts';

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
    ...chartDiagnostics(analysis),
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
  return isSamePath(path, paths.framework);
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
