/** A place as LSP counts it: zero-based line and UTF-16 unit in the line. */
export interface Position {
  readonly line: number;
  readonly character: number;
}

export interface Lines {
  readonly count: number;
  positionAt(offset: number): Position;
  /** Beyond the end of a line it gives the line's end, beyond the last line the end of the text. */
  offsetAt(position: Position): number;
}

/** Where the lines of a text start: the one place in which offsets become positions and back. */
export function indexLines(text: string): Lines {
  const starts = [0];
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit === lineFeed) starts.push(at + 1);
    // A carriage return ends a line, alone or with the line feed after it, as in every LSP client.
    if (unit === carriageReturn && text.charCodeAt(at + 1) !== lineFeed) starts.push(at + 1);
  }
  const startOf = (line: number) => starts[line] ?? text.length;
  return {
    count: starts.length,
    positionAt(offset) {
      const within = Math.max(0, Math.min(offset, text.length));
      let low = 0;
      let high = starts.length;
      while (low + 1 < high) {
        const middle = (low + high) >> 1;
        if (startOf(middle) <= within) low = middle;
        else high = middle;
      }
      return { line: low, character: within - startOf(low) };
    },
    offsetAt({ line, character }) {
      if (line < 0) return 0;
      const start = startOf(line);
      let end = startOf(line + 1);
      while (end > start && isLineEnd(text.charCodeAt(end - 1))) end--;
      return Math.max(start, Math.min(start + character, end));
    },
  };
}

const lineFeed = 10;
const carriageReturn = 13;

function isLineEnd(unit: number): boolean {
  return unit === lineFeed || unit === carriageReturn;
}
