import type { Node, Path, Span } from '../../syntax/node.ts';
import { indexLines } from '../../syntax/positions.ts';
import type { Analysis } from '../analysis.ts';
import type { Diagnostic } from '../diagnostic.ts';
import type { Fault } from './fault.ts';
import type { Cause } from './find-cause.ts';
import { isWhole } from './wholeness.ts';

/** A fault at its place. Undefined where another file, or another tool, may yet mend it. */
export function findingOf(
  fault: Fault,
  cause: Cause | undefined,
  analysis: Analysis,
): Diagnostic | undefined {
  const { code, blame } = fault;
  const { document } = analysis;
  const isOpen =
    cause === undefined ? holdsExpression(document.root) : isExpression(cause.value.source);
  // What a template hands to tpl is Helm's own to read.
  if (isOpen && blame !== 'chart' && !/\btpl\b/.test(fault.near)) return undefined;
  const isSure = blame === 'chart' || isWhole(analysis) || isOfValueAlone(blame, cause);
  if (!isSure && code !== 'render-fails') return undefined;
  const message =
    cause !== undefined && !cause.isAbove && fault.messageFor !== undefined
      ? fault.messageFor(cause.value.path)
      : fault.message;
  return {
    code,
    severity: isSure ? fault.severity : 'information',
    message: isSure ? `${message}${hint(fault, cause, analysis)}` : `${alone} ${message}`,
    ...placeOf(fault, cause, document),
    related: [],
    fixes: [],
    isUnnecessary: false,
  };
}

/** Whatever other files say, this value stays as it is. */
function isOfValueAlone(blame: Fault['blame'], cause: Cause | undefined): boolean {
  if (cause === undefined || cause.isAbove) return false;
  return blame === 'value' || (blame === 'null' && cause.value.isNull);
}

const alone =
  'This file cannot be rendered by itself. If another values file comes before it, name that one in a comment: # inference-charts: after=FILE.';

function hint({ code }: Fault, cause: Cause | undefined, { inherited }: Analysis): string {
  if (cause?.value.isNull === true)
    return inherited.at(cause.value.path) === undefined
      ? ' Leave the key out, or write a value.'
      : ' The null takes away what the chart has by default: remove it, or write a value.';
  if (cause?.effect !== 'gone') return '';
  return code === 'render-fails'
    ? ' Without this value it renders.'
    : ' Leaving this value out avoids it.';
}

function placeOf(fault: Fault, cause: Cause | undefined, document: Analysis['document']): Place {
  if (cause !== undefined) return { path: cause.value.path, span: cause.value.span };
  if (fault.ownLine !== undefined) {
    const lines = indexLines(document.text);
    const start = lines.offsetAt({ line: fault.ownLine, character: 0 });
    return { path: [], span: { start, end: endOfLine(document.text, start) } };
  }
  return topOf(document);
}

interface Place {
  readonly path: Path;
  readonly span: Span;
}

/** The first key, or the first line where there is none. The path is empty: it is about the whole file. */
export function topOf(document: Analysis['document']): Place {
  const { root, text } = document;
  const first = root?.kind === 'map' ? root.entries[0]?.keySpan : undefined;
  return { path: [], span: first ?? { start: 0, end: endOfLine(text, 0) } };
}

function endOfLine(text: string, start: number): number {
  const length = text.slice(start).search(/\r?\n|$/);
  return start + length;
}

/** Another tool fills it in before Helm reads the file. */
function isExpression(text: string): boolean {
  return text.includes('{{');
}

function holdsExpression(node: Node | undefined): boolean {
  switch (node?.kind) {
    case 'scalar':
      return isExpression(node.source);
    case 'map':
      return node.entries.some(({ value }) => holdsExpression(value));
    case 'sequence':
      return node.items.some(holdsExpression);
    case undefined:
      return false;
  }
}
