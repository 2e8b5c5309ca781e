import type { Fact } from './merged-values.ts';

/** One word of the command line, with the item of extraArgs that it stands in. */
export interface CommandWord {
  readonly text: string;
  readonly item: Fact;
  /** Where the word starts in the text of its item. */
  readonly start: number;
  /** Nothing follows it in its item. */
  readonly isLast: boolean;
}

/**
 * The words that an item of extraArgs stands for. An item is one word, except that a flag and its
 * value, or several flags, may stand in one: who writes that means a shell to split it. Undefined
 * where quotes or template expressions make the cut doubtful.
 */
export function wordsOf(item: Fact): readonly CommandWord[] | undefined {
  const text = textOf(item.value);
  if (text === undefined) return undefined;
  const [flag = '', gap = ''] = /^(-[^\s=]+)(=|\s+)/.exec(text)?.slice(1) ?? [];
  const rest = text.slice(flag.length + gap.length);
  const whole = [{ text, item, start: 0, isLast: true }];
  if (flag === '' || !/\s/.test(text)) return whole;
  const hasFurther = /\s-{1,2}[A-Za-z]/.test(rest);
  if (!hasFurther && gap === '=') return whole;
  if (!hasFurther)
    return [
      { text: flag, item, start: 0, isLast: false },
      { text: rest, item, start: flag.length + gap.length, isLast: true },
    ];
  if (/["'{}]/.test(text)) return undefined;
  return [...text.matchAll(/\S+/g)].map(({ 0: word, index }) => ({
    text: word,
    item,
    start: index,
    isLast: text.slice(index + word.length).trim() === '',
  }));
}

function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}
