import { paths } from '../catalog/values-paths.ts';
import { findArgument, flagName, mainFlag } from '../catalog/vllm-arguments.ts';
import { environmentFlags } from './environment-flags.ts';
import type { Fact, MergedValues } from './merged-values.ts';
import { readArguments } from './read-arguments.ts';

const { engineKwargs, modelParameters } = paths;

/** What the values say of vLLM's flags, in kebab case (`max-model-len`). */
export interface FlagReading {
  /** The values that win, with where they stand. A flag without a value is true. */
  readonly flags: ReadonlyMap<string, Fact>;
  /** Flags that are given, but of which nobody can tell what they come to. */
  readonly undecided: ReadonlySet<string>;
}

/** Lists that reach vLLM under this framework and chart; what stands in others is left undecided. */
export interface ArgumentLists {
  readonly extraArgs: boolean;
  readonly engineKwargs: boolean;
}

/**
 * Reads modelParameters, then extraArgs, then engineKwargs: of one flag the last one wins, as on a
 * command line. Undecided is a flag that an environment variable sets too, one whose value a shell
 * or a template fills in, and one that stands where this chart may not look.
 */
export function readFlags(values: MergedValues, reaches: ArgumentLists): FlagReading {
  const byEnvironment = environmentFlags(values);
  const flags = new Map<string, Fact>();
  const undecided = new Set(byEnvironment);
  const take = (flag: string, fact: Fact | undefined, isSure: boolean) => {
    if (fact === undefined || byEnvironment.has(flag)) flags.delete(flag);
    else flags.set(flag, fact);
    if (fact !== undefined && isSure && !byEnvironment.has(flag)) undecided.delete(flag);
    else undecided.add(flag);
    const opposite = oppositeOf(flag);
    if (opposite !== undefined && isSure) flags.delete(opposite);
  };
  const seen = new Set<string>();
  for (const key of values.keys(modelParameters)) {
    const flag = mainFlag(key);
    const fact = values.at([...modelParameters, key]);
    if (fact === undefined) continue;
    // Which of two names of one flag comes last is the chart's affair.
    if (seen.has(flag)) undecided.add(flag);
    seen.add(flag);
    if (!byEnvironment.has(flag)) flags.set(flag, fact);
  }
  for (const { flag, fact } of readArguments(values)) take(flag, fact, reaches.extraArgs);
  for (const key of values.keys(engineKwargs)) {
    const fact = values.at([...engineKwargs, key]);
    if (fact !== undefined) take(mainFlag(key), fact, reaches.engineKwargs);
  }
  return { flags, undecided };
}

/** `no-enable-x` of `enable-x`, and back, where the flag is a switch. */
function oppositeOf(flag: string): string | undefined {
  const kind = findArgument(flag)?.kind;
  if (kind === undefined || (typeof kind === 'string' && kind !== 'switch')) return undefined;
  const name = flagName(flag);
  return name.startsWith('no-') ? name.slice('no-'.length) : `no-${name}`;
}
