import { printsVllmFlags } from '../../catalog/frameworks.ts';
import { parameterPath, paths } from '../../catalog/values-paths.ts';
import { flagName } from '../../catalog/vllm-arguments.ts';
import type { ValueEdit } from '../../syntax/edit-values.ts';
import { quotedForShell } from '../behind-shell.ts';
import { switchedOn } from './parameters.ts';
import type { Step } from './step.ts';

/**
 * Generation 0.2 has no list of further arguments, but makes a flag of every parameter. The list
 * stays where one of its items is no flag that can be written so, or is a parameter already.
 */
export const makeParametersOfArguments: Step = ({ framework, chart, own, wanted }) => {
  if (wanted === '0.1' || !printsVllmFlags(framework)) return [];
  const list = own(paths.extraArgs)?.value;
  if (!Array.isArray(list)) return [];
  const flags = flagsIn(list);
  const [first, ...others] = flags ?? [];
  if (flags === undefined || new Set(flags.map(({ key }) => key)).size < flags.length) return [];
  if (flags.some(({ key }) => own(parameterPath(key)) !== undefined)) return [];
  if (first === undefined) return [{ kind: 'remove', path: paths.extraArgs }];
  const written = (value: string | true) =>
    value === true ? switchedOn(chart) : quotedForShell(value);
  return [
    // By way of the list's own key, so that its comments come along.
    { kind: 'replace', path: paths.extraArgs, value: written(first.value) },
    {
      kind: 'move',
      path: paths.extraArgs,
      to: parameterPath(first.key),
      takesCommentsAbove: true,
    },
    ...others.map(({ key, value }): ValueEdit => ({
      kind: 'set',
      path: parameterPath(key),
      value: written(value),
    })),
  ];
};

interface Flag {
  readonly key: string;
  readonly value: string | true;
}

/** `--flag=value`, `--flag` with the next item, or `--flag` alone; undefined where an item is none. */
function flagsIn(items: readonly unknown[]): readonly Flag[] | undefined {
  const texts = items.map((item) => (typeof item === 'number' ? String(item) : item));
  const flags: Flag[] = [];
  for (let at = 0; at < texts.length; at += 1) {
    const [item, next] = [texts[at], texts[at + 1]];
    const [, name, given] = typeof item === 'string' ? (argument.exec(item) ?? []) : [];
    const key = name === undefined ? undefined : keyOf(name);
    if (key === undefined) return undefined;
    const isPair = given === undefined && typeof next === 'string' && !next.startsWith('-');
    if (isPair) at += 1;
    flags.push({ key, value: given ?? (isPair ? next : true) });
  }
  return flags;
}

const argument = /^--([a-z][\w-]*)(?:=(.*))?$/s;

/** The parameter of which the chart makes this flag; undefined where it would make another. */
function keyOf(flag: string): string | undefined {
  const key = flagName(flag).replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
  return /^[a-zA-Z]+$/.test(key) ? key : undefined;
}
