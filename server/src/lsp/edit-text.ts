import { TextDocumentContentChangeEvent } from 'vscode-languageserver/node';
import { indexLines } from '../syntax/positions.ts';

/** Applies what an editor changed, in order; a change without a range is the whole new text. */
export function editText(text: string, changes: readonly TextDocumentContentChangeEvent[]): string {
  let edited = text;
  for (const change of changes) {
    if (!TextDocumentContentChangeEvent.isIncremental(change)) {
      edited = change.text;
      continue;
    }
    const lines = indexLines(edited);
    const start = lines.offsetAt(change.range.start);
    const end = Math.max(start, lines.offsetAt(change.range.end));
    edited = edited.slice(0, start) + change.text + edited.slice(end);
  }
  return edited;
}
