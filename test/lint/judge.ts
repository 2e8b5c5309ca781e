import { findModeline } from '../../server/src/chart/modeline.ts';
import { analyze, type Analysis } from '../../server/src/ide/analysis.ts';
import { registry } from '../../server/src/lint/registry.ts';
import { runRules, type RuleFinding } from '../../server/src/lint/run-rules.ts';
import type { Fact } from '../../server/src/model/merged-values.ts';
import { findEntryAt, findNode, type Span } from '../../server/src/syntax/node.ts';
import { parse, type ValuesDocument } from '../../server/src/syntax/parse.ts';
import type { Chart } from '../../server/src/chart/chart.ts';
import { readOpenFile, writeMarks, type Mark } from '../markers.ts';
import { chartNamed } from './charts.ts';

export interface Verdict {
  readonly analysis: Analysis;
  readonly findings: readonly RuleFinding[];
  /** The open file with carets under what all rules found. */
  readonly marked: string;
  /** The open file with carets as the fixture states them. */
  readonly expected: string;
}

/** Runs every rule on a fixture: the last file is open, the others come before it. */
export function judge(fixture: string, chart?: Chart): Verdict {
  const { open, earlier } = readOpenFile(fixture);
  const document = parse(open.text);
  const analysis = analyze(document, {
    chart: chart ?? chartNamed(findModeline(document)?.chart),
    earlier: earlier.map(({ path, text }) => ({ file: path, document: parse(text) })),
  });
  const findings = runRules(registry, {
    config: analysis.config,
    chart: analysis.surroundings.chart,
  });
  return {
    analysis,
    findings,
    marked: writeMarks(
      open.text,
      findings.flatMap((finding) => marksOf(finding, document)),
    ),
    expected: writeMarks(open.text, open.marks),
  };
}

/** The one finding of a fixture that has exactly one. */
export function onlyFinding(fixture: string): RuleFinding {
  const { findings } = judge(fixture);
  const [finding, ...others] = findings;
  if (finding === undefined || others.length > 0)
    throw new Error(`Expected one finding, got: ${findings.map(({ rule }) => rule).join(', ')}`);
  return finding;
}

function marksOf(finding: RuleFinding, document: ValuesDocument): Mark[] {
  const related = (finding.related ?? []).filter(({ at }) => at.origin.kind === 'document');
  return [
    { id: finding.rule, span: spanOf(document, finding.at, finding.on), isRelated: false },
    ...related.map(({ at }) => ({
      id: finding.rule,
      span: spanOf(document, at, 'value'),
      isRelated: true,
    })),
  ];
}

function spanOf({ root }: ValuesDocument, { path }: Fact, on: 'key' | 'value' = 'value'): Span {
  const entry = findEntryAt(root, path);
  const span = on === 'key' ? entry?.keySpan : findNode(root, path)?.span;
  if (span === undefined) throw new Error(`Nothing stands at ${path.join('.')}.`);
  return span;
}
