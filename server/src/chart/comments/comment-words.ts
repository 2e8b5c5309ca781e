import { linesForPeople } from './comment-lines.ts';
import { commentedOut } from './commented-out.ts';

/** What a run of comment lines says of the keys around it. */
export interface CommentReading {
  /** The words that it begins with: of the key that it stands below. */
  readonly opening: string;
  /** Keys that are commented out beside the other keys of their map, with the words above and behind them. */
  readonly keys: readonly CommentedKey[];
  /** The words that it ends with: of the key that follows. */
  readonly closing: string;
  /** Absent unless a value is commented out between the words, which may be that of the key above or of the one that follows. */
  readonly example?: CommentedValue;
}

export interface CommentedKey {
  readonly key: string;
  readonly words: string;
}

export interface CommentedValue {
  readonly kind: 'map' | 'list';
  /** The words above it. */
  readonly words: string;
}

/**
 * Parts words from YAML that is commented out. `lines` are texts of comments without the first `#`.
 * Words are plain text with the line breaks of the file, an empty line between paragraphs.
 */
export function readComment(lines: readonly string[]): CommentReading {
  const keys: CommentedKey[] = [];
  let example: CommentedValue | undefined;
  let opening: string | undefined;
  let words: string[] = [];
  let isInBox = false;
  const take = () => {
    const taken = textOf(words);
    words = [];
    isInBox = false;
    return taken;
  };
  for (const part of commentedOut(linesForPeople(lines))) {
    switch (part.kind) {
      case 'words':
        words.push(part.text);
        break;
      case 'start':
        words = [part.text];
        break;
      case 'rule':
        // What stands between two rules is the title of a section.
        if (isInBox && textOf(words) !== '') take();
        else isInBox = textOf(words) === '';
        break;
      case 'title':
        take();
        break;
      case 'key': {
        const above = take();
        opening ??= above;
        example = undefined;
        keys.push({ key: part.key, words: [above, part.behind].filter(Boolean).join('\n\n') });
        break;
      }
      case 'value': {
        const above = withoutLead(take());
        opening ??= above;
        example ??= { kind: part.of, words: above };
        break;
      }
    }
  }
  const closing = take();
  return { opening: opening ?? closing, keys, closing, ...(example && { example }) };
}

/** The words of a comment behind a value, and of the lines below that go on with it. */
export function readBehind(lines: readonly string[]): string {
  const told = linesForPeople(lines).filter(({ kind }) => kind === 'words' || kind === 'start');
  return textOf(told.map(({ text }) => text));
}

/** What only introduces the value below it: "For example:", a sentence that ends in ", such as:". */
function withoutLead(words: string): string {
  return words
    .replace(/(?:^|\n)(?:for example|e\.g\.|examples?|such as|uncomment)[^\n]*:$/i, '')
    .replace(/[,;(]\s*(?:for example|e\.g\.|such as|like this),?:$/i, '')
    .trimEnd();
}

/** Without the indentation that all lines share, and never two empty lines. */
function textOf(lines: readonly string[]): string {
  const expanded = lines.map((line) => line.replaceAll('\t', '  ').trimEnd());
  const indents = expanded.filter((line) => line !== '').map((line) => line.search(/\S/));
  const shared = indents.reduce((least, indent) => Math.min(least, indent), Infinity);
  const text = expanded.map((line) => (line === '' ? '' : line.slice(shared))).join('\n');
  return text.replaceAll(/\n{3,}/g, '\n\n').replaceAll(/^\n+|\n+$/g, '');
}
