import { paths } from '../catalog/values-paths.ts';
import { findArgument, flagName, mainFlag, vllmArguments } from '../catalog/vllm-arguments.ts';
import { wordsOf, type CommandWord } from './command-words.ts';
import type { Fact, MergedValues } from './merged-values.ts';

/** What a list of arguments says of one flag, in kebab case; no fact where it cannot be read. */
export interface GivenFlag {
  readonly flag: string;
  readonly fact: Fact | undefined;
}

/**
 * The flags in extraArgs, in order, as argparse reads them: `--flag=value`, `--flag value`,
 * `--flag` alone, short options (`-tp 8`, `-tp=8`), aliases and underscores. An abbreviation may be
 * any flag that begins so, and a word that a shell or Helm fills in any flag at all.
 */
export function* readArguments(values: MergedValues): Iterable<GivenFlag> {
  const list = values.at(paths.extraArgs)?.value;
  if (list === undefined || list === '') return;
  if (!Array.isArray(list)) {
    yield* anyFlag();
    return;
  }
  const words: CommandWord[] = [];
  for (const index of list.keys()) {
    const item = values.at([...paths.extraArgs, index]);
    const found = item && wordsOf(item);
    if (found !== undefined) words.push(...found);
    else if (item !== undefined) yield* unreadable(item.value);
  }
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at];
    if (word === undefined) continue;
    const option = optionOf(word.text);
    if (option === undefined) {
      if (isFilledIn(word.text)) yield* anyFlag();
      continue;
    }
    const next = words[at + 1];
    const takesNext = option.start === undefined && next !== undefined && isValue(option, next);
    if (takesNext) at += 1;
    yield* given(option, takesNext ? next : word, takesNext ? 0 : option.start, word);
  }
}

interface Option {
  /** As written, without dashes in front of a long one. */
  readonly name: string;
  /** Where the value starts in the word; absent when it has none. */
  readonly start: number | undefined;
}

function optionOf(text: string): Option | undefined {
  const [head, dashes = '', name = ''] = /^(--?)([A-Za-z][\w.+-]*)(?==|$)/.exec(text) ?? [];
  if (head === undefined) return attachedOption(text);
  const start = text.length > head.length ? head.length + 1 : undefined;
  if (dashes === '--') return { name, start };
  return findArgument(head) === undefined ? attachedOption(text) : { name: head, start };
}

/** Options of one letter may have their value right behind them: `-qfp8`. */
function attachedOption(text: string): Option | undefined {
  const [, short = ''] = /^(-[A-Za-z])[^-=]/.exec(text) ?? [];
  return findArgument(short)?.shorts?.[short] === undefined
    ? undefined
    : { name: short, start: short.length };
}

function* given(
  { name }: Option,
  { text, item, start, isLast }: CommandWord,
  from: number | undefined,
  flagWord: CommandWord,
): Iterable<GivenFlag> {
  // A part of a JSON argument (`--hf-overrides.a=1`) leaves the whole unknown.
  const [base = name] = name.split('.');
  const flag = mainFlag(base);
  if (findArgument(base) === undefined)
    for (const { flag: longer } of vllmArguments)
      if (longer.startsWith(flagName(base))) yield { flag: longer, fact: undefined };
  const value = from === undefined ? true : text.slice(from);
  const isOpen = base !== name || (typeof value === 'string' && isFilledIn(value));
  if (isOpen) {
    yield { flag, fact: undefined };
    return;
  }
  const isAlone = flagWord.start === 0 && isLast && from !== undefined;
  const isWhole = flagWord.item !== item ? start === 0 && isLast : isAlone;
  const before = isWhole ? String(item.value).slice(0, start + (from ?? 0)) : undefined;
  const argument = { flag, name, ...(before !== undefined && from !== undefined && { before }) };
  const written = { source: String(value), isQuoted: true };
  yield { flag, fact: { path: item.path, origin: item.origin, value, written, argument } };
}

function isValue({ name }: Option, { text }: CommandWord): boolean {
  if (findArgument(name)?.kind === 'switch') return false;
  return !text.startsWith('-') || /^-\d/.test(text);
}

/** A shell, Kubernetes or Helm puts something in here. */
function isFilledIn(text: string): boolean {
  return /\{\{|\$[({A-Za-z_]/.test(text);
}

function* unreadable(value: unknown): Iterable<GivenFlag> {
  if (typeof value !== 'string') {
    yield* anyFlag();
    return;
  }
  for (const [, name = ''] of value.matchAll(/(?:^|\s)(--?[A-Za-z][\w-]*)/g))
    yield { flag: mainFlag(name), fact: undefined };
}

function* anyFlag(): Iterable<GivenFlag> {
  for (const { flag } of vllmArguments) yield { flag, fact: undefined };
}
