import type { ValuesDocument } from '../../syntax/parse.ts';
import type { PlaceOf } from './line-place.ts';

/** Lines of comments one below the other in the same column, with nothing else on them. */
export interface CommentRun {
  readonly first: number;
  readonly last: number;
  readonly column: number;
  /** Without the `#`. */
  readonly texts: readonly string[];
}

export interface Comments {
  /** In the document's order. */
  readonly runs: readonly CommentRun[];
  /** Comments behind something, by line, each with the lines below that go on with it. */
  readonly behind: ReadonlyMap<number, readonly string[]>;
}

export function commentsOf({ comments }: ValuesDocument, placeOf: PlaceOf): Comments {
  const runs: Growing[] = [];
  const behind = new Map<number, string[]>();
  let open: Growing | undefined;
  for (const comment of comments) {
    const { line, column, before } = placeOf(comment.span.start);
    const isAlone = before.trim() === '';
    if (isAlone && open !== undefined && open.last + 1 === line && open.column === column) {
      open.last = line;
      open.texts.push(comment.text);
      continue;
    }
    open = { first: line, last: line, column, texts: [comment.text] };
    if (isAlone) runs.push(open);
    else behind.set(line, open.texts);
  }
  return { runs, behind };
}

interface Growing extends CommentRun {
  last: number;
  readonly texts: string[];
}
