import data from './data/vllm-environment.json' with { type: 'json' };
import replacements from './data/vllm-replacements.json' with { type: 'json' };
import { livesIn, sinceOf, untilOf, valueIn, type History, type LifeSpan } from './life-span.ts';
import type { Version } from './versions.ts';
import { vllmReleases } from './vllm-releases.ts';

/** How vLLM turns the text of a variable into a value; of a number that is none it dies. */
export type VariableKind = 'text' | 'switch' | 'integer' | 'number' | 'choice' | 'choices';

export interface VllmVariable {
  readonly name: string;
  readonly life: LifeSpan;
  readonly kind?: History<VariableKind>;
  readonly default?: History<string | number | boolean>;
  readonly choices?: Readonly<Record<string, LifeSpan>>;
  readonly ignoresCase?: History<boolean>;
}

const variables: readonly VllmVariable[] = data.variables as readonly VllmVariable[];

const byName: ReadonlyMap<string, VllmVariable> = new Map(
  variables.map((variable) => [variable.name, variable]),
);

/** Undefined: no release that was read has it. */
export function findVariable(name: string): VllmVariable | undefined {
  return byName.get(name);
}

/** Whether vLLM of `version` reads the variable. Undefined where nobody can tell. */
export function variableReadBy(name: string, version: Version): boolean | undefined {
  return livesIn(byName.get(name)?.life, version, vllmReleases);
}

/** The first release that reads it; undefined when the oldest that was read does, or none. */
export function variableSince(name: string): string | undefined {
  const life = byName.get(name)?.life;
  return life === undefined ? undefined : sinceOf(life);
}

/** The last release that reads it; undefined when the newest that was read does, or none. */
export function variableUntil(name: string): string | undefined {
  const life = byName.get(name)?.life;
  return life === undefined ? undefined : untilOf(life);
}

/** The flag, without dashes in front, that does what a variable did which is gone. */
export function flagInsteadOf(variable: string): string | undefined {
  return replacements.variables.find(({ name }) => name === variable)?.replacement;
}

/** Names of variables that `version` surely reads, sorted. */
export function variablesOf(version: Version): readonly string[] {
  return variables
    .filter(({ life }) => livesIn(life, version, vllmReleases) === true)
    .map(({ name }) => name);
}

/**
 * The values that `version` takes, sorted, when it ends at any other. Undefined where there is no
 * list, and where nobody can tell.
 */
export function variableChoices(name: string, version: Version): readonly string[] | undefined {
  const variable = byName.get(name);
  if (variableKind(name, version) !== 'choice') return undefined;
  const lives = Object.entries(variable?.choices ?? {}).map(
    ([choice, life]) => [choice, livesIn(life, version, vllmReleases)] as const,
  );
  if (lives.length === 0 || lives.some(([, isIn]) => isIn === undefined)) return undefined;
  return lives.filter(([, isIn]) => isIn).map(([choice]) => choice);
}

/** How `version` reads the text. Undefined where nobody can tell. */
export function variableKind(name: string, version: Version): VariableKind | undefined {
  const variable = byName.get(name);
  if (livesIn(variable?.life, version, vllmReleases) !== true) return undefined;
  return valueIn(variable?.kind, version, vllmReleases);
}

/** Whether the case of a choice counts for nothing. */
export function variableIgnoresCase(name: string, version: Version): boolean {
  return valueIn(byName.get(name)?.ignoresCase, version, vllmReleases) === true;
}
