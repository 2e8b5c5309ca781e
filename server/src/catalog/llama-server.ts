import data from './data/llama-server-arguments.json' with { type: 'json' };
import { flagName } from './vllm-arguments.ts';

/** One argument of llama-server; names stand without dashes in front. */
export interface LlamaServerArgument {
  /** The long name: `ctx-size`. */
  readonly flag: string;
  /** Other long names of the same argument. */
  readonly aliases?: readonly string[];
  /** Names with one dash: `c` for -c. */
  readonly short?: readonly string[];
  /** Long names that turn it off. */
  readonly negations?: readonly string[];
  readonly value: ArgumentValue;
  /** What an older release took after the same name, where that differs. */
  readonly olderValue?: ArgumentValue;
  /** All values that it takes, where they are listed. */
  readonly choices?: readonly string[];
  /** Environment variable that sets the same. */
  readonly env?: string;
  /** The server prints something and ends. */
  readonly ends?: boolean;
  /** The server says that the argument is gone, and ends. */
  readonly removed?: boolean;
}

/** What stands after an argument: nothing, a whole number, one text, two texts. */
export type ArgumentValue = 'none' | 'integer' | 'text' | 'pair';

export const llamaServerArguments = data.arguments as readonly LlamaServerArgument[];

const byName: ReadonlyMap<string, LlamaServerArgument> = new Map(
  llamaServerArguments.flatMap((argument) =>
    [argument.flag, ...(argument.aliases ?? []), ...(argument.negations ?? [])].map(
      (name) => [name, argument] as const,
    ),
  ),
);

/**
 * The argument of that long name, as a key of modelParameters or a flag writes it: `ctxSize`,
 * `ctx_size` and `--ctx-size` are one, and `no-mmap` is the argument that it turns off. Absent when
 * the newest release that was read has none of the name.
 */
export function llamaServerArgument(name: string): LlamaServerArgument | undefined {
  return byName.get(flagName(name));
}

/** Long names that some release of llama-server has or had, without dashes in front. Not all of them. */
export const llamaServerFlags: ReadonlySet<string> = new Set([...byName.keys(), ...data.older]);

/** The values key that prints a flag: `ctxSize`. Absent where the template would print another name. */
export function llamaServerKey(flag: string): string | undefined {
  // Templates put dashes in front of capitals and, in ways that differ, around digits.
  if (!/^[a-z]+(-[a-z]+)*$/.test(flag)) return undefined;
  const key = flag.replaceAll(/-([a-z])/g, (_whole, letter: string) => letter.toUpperCase());
  return flagName(key) === flag ? key : flag;
}
