/**
 * The text with every `[ ]` and `{ }` on one line: line breaks inside them become spaces, so that
 * all offsets stay. Helm takes brackets at any indentation, the YAML library does not. Undefined
 * when there are none over several lines; brackets that hold a comment or never close are left.
 */
export function joinFlowLines(text: string): string | undefined {
  let joined = '';
  let copied = 0;
  for (const { index, 0: opening } of text.matchAll(/(?:^|[:-][ \t]+)[[{](?=[^\n\]}]*\n)/gm)) {
    const start = index + opening.length - 1;
    const end = start < copied ? undefined : closingOf(text, start);
    if (end === undefined) continue;
    joined += text.slice(copied, start) + text.slice(start, end).replaceAll(/[\r\n]/g, ' ');
    copied = end;
  }
  return copied === 0 ? undefined : joined + text.slice(copied);
}

/** Longer brackets are not worth a second look. */
const maxLength = 100_000;

function closingOf(text: string, start: number): number | undefined {
  const closers: string[] = [];
  const limit = Math.min(text.length, start + maxLength);
  for (let at = start; at < limit; at += 1) {
    const character = text[at] ?? '';
    if (character === '[') closers.push(']');
    else if (character === '{') closers.push('}');
    else if (character === ']' || character === '}') {
      if (closers.pop() !== character) return undefined;
      if (closers.length === 0) return at + 1;
    } else if (character === '#' && /\s/.test(text[at - 1] ?? '')) return undefined;
    else if ((character === '"' || character === "'") && /[\s,[{:]/.test(text[at - 1] ?? '')) {
      const close = text.indexOf(character, at + 1);
      if (close === -1 || text.slice(at, close).includes('\n')) return undefined;
      at = close;
    }
  }
  return undefined;
}
