import type { Fix } from '../lint/rule.ts';
import { editValues, type TextEdit } from '../syntax/edit-values.ts';
import type { Span } from '../syntax/node.ts';
import type { ValuesDocument } from '../syntax/parse.ts';
import type { Diagnostic } from './diagnostic.ts';

export interface CodeAction {
  readonly title: string;
  readonly kind: 'quickfix' | 'fix-all';
  readonly isPreferred: boolean;
  /** Those that the action cures or silences. */
  readonly diagnostics: readonly Diagnostic[];
  readonly edit: TextEdit;
}

/** What no edit of the file can mend, but something that the editor offers. */
export interface CommandAction {
  readonly title: string;
  readonly command: 'get-chart';
  readonly diagnostics: readonly Diagnostic[];
}

/** The file is for a chart that is not on this machine. */
const chartNotFound = 'chart-not-found';

export function commandActions(
  diagnostics: readonly Diagnostic[],
  span: Span,
): readonly CommandAction[] {
  const missing = diagnostics.filter(
    (one) => one.code === chartNotFound && touches(one.span, span),
  );
  return missing.length === 0
    ? []
    : [{ title: 'Get Inference Chart…', command: 'get-chart', diagnostics: missing }];
}

/** What can be done about the diagnostics that touch `span`: their fixes, best first, then silence. */
export function codeActions(
  document: ValuesDocument,
  diagnostics: readonly Diagnostic[],
  span: Span,
): readonly CodeAction[] {
  const touched = diagnostics.filter((one) => touches(one.span, span));
  return [
    ...withoutTwins(touched.flatMap((one) => quickFixes(document, one))),
    ...touched.flatMap((one) => silence(document, one)),
  ];
}

/** Findings of one cause offer the same fix; it is listed once and cures them all. */
function withoutTwins(actions: readonly CodeAction[]): readonly CodeAction[] {
  const merged = new Map<string, CodeAction>();
  for (const action of actions) {
    const key = JSON.stringify([action.title, action.edit]);
    const twin = merged.get(key);
    merged.set(
      key,
      twin === undefined
        ? action
        : {
            ...twin,
            isPreferred: twin.isPreferred || action.isPreferred,
            diagnostics: [...twin.diagnostics, ...action.diagnostics],
          },
    );
  }
  return [...merged.values()];
}

/** All safe fixes at once, for "fix all" and on save; undefined when there are none. */
export function fixAll(
  document: ValuesDocument,
  diagnostics: readonly Diagnostic[],
): CodeAction | undefined {
  const cured: Diagnostic[] = [];
  const edits: Fix['edits'][number][] = [];
  for (const diagnostic of diagnostics) {
    const fix = diagnostic.fixes.find(({ isSafe }) => isSafe);
    // Each one was made for the file as it is; one that no longer fits the others is left to the next round.
    if (fix === undefined || editValues(document, [...edits, ...fix.edits]) === undefined) continue;
    edits.push(...fix.edits);
    cured.push(diagnostic);
  }
  const edit = edits.length === 0 ? undefined : editValues(document, edits);
  return (
    edit && {
      title: 'Fix everything that keeps its meaning',
      kind: 'fix-all',
      isPreferred: false,
      diagnostics: cured,
      edit,
    }
  );
}

/** Editors ask again at every move of the cursor, and each edit is proven by reading its outcome. */
const known = new WeakMap<Diagnostic, readonly CodeAction[]>();

function quickFixes(document: ValuesDocument, diagnostic: Diagnostic): readonly CodeAction[] {
  const before = known.get(diagnostic);
  if (before !== undefined) return before;
  const actions = makeQuickFixes(document, diagnostic);
  known.set(diagnostic, actions);
  return actions;
}

function makeQuickFixes(document: ValuesDocument, diagnostic: Diagnostic): readonly CodeAction[] {
  return diagnostic.fixes.flatMap((fix, index) => {
    const edit = editValues(document, fix.edits);
    if (edit === undefined) return [];
    return [
      {
        title: fix.title,
        kind: 'quickfix' as const,
        isPreferred: index === 0,
        diagnostics: [diagnostic],
        edit,
      },
    ];
  });
}

/** Broken YAML cannot be silenced: nothing could be said of the rest. */
const notSilenced: ReadonlySet<string> = new Set([
  'yaml-syntax',
  'merge-conflict',
  'control-character',
  'too-many-aliases',
  'too-deep',
  'too-large',
]);

function silence({ text }: ValuesDocument, diagnostic: Diagnostic): CodeAction[] {
  const { code, span } = diagnostic;
  if (notSilenced.has(code)) return [];
  const lineStart = text.lastIndexOf('\n', span.start - 1) + 1;
  const indent = /^[ \t]*/.exec(text.slice(lineStart))?.[0] ?? '';
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  return [
    {
      title: `Ignore ${code} on this line`,
      kind: 'quickfix',
      isPreferred: false,
      diagnostics: [diagnostic],
      edit: {
        span: { start: lineStart, end: lineStart },
        newText: `${indent}# inference-charts: ignore ${code}${eol}`,
      },
    },
  ];
}

function touches(a: Span, b: Span): boolean {
  return a.start <= b.end && b.start <= a.end;
}
