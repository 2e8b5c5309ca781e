import { indexLines } from '../../syntax/positions.ts';

/** Where something stands on its line. */
export interface LinePlace {
  /** Zero-based. */
  readonly line: number;
  /** Zero-based; a byte order mark takes no column. */
  readonly column: number;
  /** The text of the line up to there. */
  readonly before: string;
}

export type PlaceOf = (offset: number) => LinePlace;

export function linePlaces(text: string): PlaceOf {
  const lines = indexLines(text);
  return (offset) => {
    const { line, character } = lines.positionAt(offset);
    const start = offset - character + (line === 0 && text.startsWith('\ufeff') ? 1 : 0);
    return { line, column: offset - start, before: text.slice(start, offset) };
  };
}
