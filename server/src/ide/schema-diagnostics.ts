import { isSamePath, paths } from '../catalog/values-paths.ts';
import type { Chart } from '../chart/chart.ts';
import type { Severity } from '../lint/rule.ts';
import { isConventional } from '../lint/conventional-keys.ts';
import { isRefusedKey } from '../schema/refused-key.ts';
import type { SchemaFinding } from '../schema/schema-finding.ts';
import { validateValues } from '../schema/validate.ts';
import { findEntryAt, findNode, toValue, type Path, type Span } from '../syntax/node.ts';
import type { Analysis } from './analysis.ts';
import { basicCodes } from './basic-codes.ts';
import type { Diagnostic } from './diagnostic.ts';
import { fixesOf } from './schema-fixes.ts';
import { spanOf } from './span-of.ts';

/** What the schema of the chart's generation says against the values that this document writes. */
export function schemaDiagnostics(analysis: Analysis): Diagnostic[] {
  const { document, values, surroundings } = analysis;
  const { chart } = surroundings;
  const isKnown = (path: Path) =>
    findNode(chart.defaults.root, path) !== undefined ||
    chart.reads?.keys(path.slice(0, -1)).includes(String(path.at(-1))) === true;
  const below = document.within?.path.join('.');
  const judged =
    below === undefined ? values : { value: values.value, at: values.at.bind(values), below };
  return validateValues(judged, chart.generation, isKnown).flatMap((finding) => {
    if (finding.code === 'missing-key' && document.broken.length > 0) return [];
    const value = values.at(finding.path)?.value;
    if (isExpression(value) || isAsInDefaults(finding, value, chart)) return [];
    const span = schemaSpan(finding, analysis);
    if (span === undefined || isBroken(span, document.broken)) return [];
    return [
      {
        code: finding.code,
        severity: severityOf(finding, chart),
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

/** A key that nothing reads changes nothing, unless the chart's own schema stops the installation for it. */
function severityOf({ code, path }: SchemaFinding, { valuesSchema }: Chart): Severity {
  const { severity } = basicCodes[code];
  if (code !== 'unknown-key' && code !== 'misplaced-key') return severity;
  if (valuesSchema !== undefined && isRefusedKey(valuesSchema, path)) return 'error';
  return isConventional(path) ? 'information' : 'warning';
}

/** What the chart itself has as a default is right for it, whatever its generation has as a rule. */
function isAsInDefaults({ code, path }: SchemaFinding, value: unknown, chart: Chart): boolean {
  if (code !== 'wrong-type' && code !== 'value-not-allowed') return false;
  // Copies of the chart have learnt frameworks that its generation did not begin with.
  if (isSamePath(path, paths.framework) && chart.frameworks.includes(String(value))) return true;
  const node = findNode(chart.defaults.root, path);
  if (node === undefined) return false;
  const given = toValue(node);
  if (code === 'value-not-allowed') return given === value;
  return value !== null && given !== null && kindOf(given) === kindOf(value);
}

function kindOf(value: unknown): string {
  return Array.isArray(value) ? 'list' : typeof value;
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

/** Filled in by another tool before Helm reads the file, so nobody knows yet what it will be. */
function isExpression(value: unknown): boolean {
  return typeof value === 'string' && value.includes('{{');
}

function isBroken(span: Span, broken: readonly Span[]): boolean {
  return broken.some(({ start, end }) => span.end >= start && span.start <= end);
}
