import type { ErrorCode } from 'yaml';
import type { Span } from './node.ts';
import { lineEndOf, lineStartOf } from './text-lines.ts';

/** An error of the YAML library, placed in the document. */
export interface LibraryError {
  readonly code: ErrorCode;
  readonly message: string;
  readonly span: Span;
}

/** Says in the user's words what the library found, with what to do. */
export function explain({ code, message, span }: LibraryError, text: string): string {
  const line = lineAt(text, span.start);
  if (isTemplate(line)) return templateMessage;
  if (/^\s*[A-Za-z_][\w.-]*:[^\s:/]/.test(line)) return spaceMissing;
  const word = /^[^\s:,[\]{}]{1,60}/.exec(text.slice(span.start, span.start + 61))?.[0] ?? '';
  switch (code) {
    case 'TAB_AS_INDENT':
      return 'A tab indents this line; YAML allows spaces only. Replace it with spaces.';
    case 'BAD_ALIAS':
    case 'ALIAS_PROPS':
      return `The alias ${word} has no usable anchor above it. Write the value out, or put ${word.replace('*', '&')} in front of the value that is meant.`;
    case 'MISSING_CHAR':
      return explainMissing(message, line);
    case 'BAD_INDENT':
      return explainIndent(message);
    case 'BAD_SCALAR_START':
      return `A value cannot start with ${text[span.start] ?? 'this character'}. Put quotes around it.`;
    case 'BAD_DQ_ESCAPE':
      return 'A backslash in double quotes starts an escape, and this one does not exist. Write \\\\ for a backslash, or use single quotes.';
    case 'MULTILINE_IMPLICIT_KEY':
      return 'A key must stand on one line with its colon. Is a colon missing on this line or on the one above it?';
    case 'BLOCK_AS_IMPLICIT_KEY':
      return explainNested(message);
    case 'BLOCK_IN_FLOW':
      return 'Inside [ ] or { } only the bracket style is allowed. Close the bracket first.';
    case 'TAG_RESOLVE_FAILED':
      return /unresolved tag/i.test(message)
        ? `Helm knows no YAML tag ${word}. Remove it.`
        : `The value does not fit its tag ${word}.`;
    case 'UNEXPECTED_TOKEN':
      return word === ''
        ? 'What follows does not belong here. Is a quote, a bracket or a comma missing or left over?'
        : `"${word}" does not belong here. Is a quote, a bracket or a comma missing or left over?`;
    case 'KEY_OVER_1024_CHARS':
      return 'This key is longer than 1024 characters, which YAML does not allow.';
    default:
      return sentence(message);
  }
}

/** An action of a template outside quotes. */
export function isTemplate(line: string): boolean {
  return line.includes('{{') && !/['"].*\{\{/.test(line);
}

export const templateMessage =
  'Helm does not evaluate {{ }} in a values file, and without quotes it is no YAML either. Write the value out.';

export const spaceMissing = 'A space is missing after the colon.';

function explainNested(message: string): string {
  return /block sequence/.test(message)
    ? 'A list item stands among the keys of a map. Indent it below the key it belongs to.'
    : 'A second colon stands on this line. Put the inner key on a line of its own, or quotes around the value.';
}

function explainMissing(message: string, line: string): string {
  const quote = /closing (["'])quote/.exec(message)?.[1];
  if (quote !== undefined) return `The quote ${quote} that starts here is never closed.`;
  if (/followed by map value/.test(message))
    return line.trim().startsWith('-')
      ? 'This does not belong in the list above it. Is it indented wrongly?'
      : 'A colon is missing after this key.';
  const bracket = /end with an? (.)/.exec(message)?.[1];
  if (bracket !== undefined) return `The closing ${bracket} is missing.`;
  return sentence(message);
}

function explainIndent(message: string): string {
  if (/must start at the same column|same column/.test(message))
    return 'This line is not in line with the keys above it. Keys of one map must start in the same column.';
  const bracket = /end with an? (.)/.exec(message)?.[1];
  if (bracket !== undefined)
    return `The closing ${bracket} is missing, or it is not indented deeper than the key.`;
  return 'This line is indented wrongly.';
}

function lineAt(text: string, offset: number): string {
  const start = lineStartOf(text, offset);
  return text.slice(start, Math.min(lineEndOf(text, start), start + 500));
}

function sentence(message: string): string {
  const first = message.split('\n')[0] ?? message;
  return /[.!?]$/.test(first) ? first : `${first}.`;
}
