import type { LlamaOption } from './llama-arguments.ts';

/** One argument of llama-server as the catalog keeps it; names without dashes. */
export interface ServerArgument {
  /** The long name that the manual puts last. */
  readonly flag: string;
  readonly aliases?: readonly string[];
  /** `c` for -c. */
  readonly short?: readonly string[];
  readonly negations?: readonly string[];
  readonly value: LlamaOption['value'];
  /** What older releases took after the same name, where that differs. */
  readonly olderValue?: LlamaOption['value'];
  readonly choices?: readonly string[];
  readonly env?: string;
  /** The server prints something and ends. */
  readonly ends?: true;
  /** The server only says that the argument is gone, and ends. */
  readonly removed?: true;
}

export interface ArgumentTable {
  readonly arguments: readonly ServerArgument[];
  /** Long names that older releases have and the newest does not, sorted. */
  readonly older: readonly string[];
}

/** The newest release's arguments, with what older ones know besides. */
export function serverArguments(releases: readonly (readonly LlamaOption[])[]): ArgumentTable {
  const [newest = [], ...olderReleases] = releases;
  const older = olderReleases.flat();
  const known = new Set(newest.flatMap(longNames));
  const gone = new Set(older.flatMap(longNames).filter((name) => !known.has(name)));
  const found = newest
    .filter((option) => option.names.some(isLong))
    .map((option) => argumentOf(option, older));
  // What is declared twice is parsed by its later declaration.
  const byFlag = new Map(found.map((argument) => [argument.flag, argument]));
  return {
    arguments: [...byFlag.values()].toSorted((a, b) => (a.flag < b.flag ? -1 : 1)),
    older: [...gone].toSorted(),
  };
}

function argumentOf(option: LlamaOption, older: readonly LlamaOption[]): ServerArgument {
  const long = option.names.filter(isLong).map(bare);
  const flag = long.at(-1) ?? '';
  const aliases = long.slice(0, -1);
  const short = option.names.filter((name) => !isLong(name)).map(bare);
  const negations = option.negations.filter(isLong).map(bare);
  const before = older.filter((one) => longNames(one).some((name) => long.includes(name)));
  const olderValue = before.find(({ value }) => value !== option.value)?.value;
  const choices = choicesOf(option.placeholder);
  return {
    flag,
    ...(aliases.length > 0 && { aliases }),
    ...(short.length > 0 && { short }),
    ...(negations.length > 0 && { negations }),
    value: option.value,
    ...(olderValue !== undefined && { olderValue }),
    ...(choices !== undefined && { choices }),
    ...(option.env !== undefined && { env: option.env }),
    ...(option.ends && { ends: true }),
    ...(option.isRemoved && { removed: true }),
  };
}

/** `[on|off|auto]`, `{none,linear,yarn}`, `<0|1>`; any other placeholder names no values. */
function choicesOf(placeholder: string | undefined): readonly string[] | undefined {
  const [, list] = /^[[{<]([a-z0-9]+(?:[|,][a-z0-9]+)+)[\]}>]$/.exec(placeholder ?? '') ?? [];
  return list?.split(/[|,]/);
}

function longNames({ names, negations }: LlamaOption): readonly string[] {
  return [...names, ...negations].filter(isLong).map(bare);
}

function isLong(name: string): boolean {
  return name.startsWith('--');
}

function bare(name: string): string {
  return name.replace(/^--?/, '');
}
