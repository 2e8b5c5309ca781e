import { passesParametersToVllm } from '../catalog/frameworks.ts';
import { isParameterPath } from '../catalog/values-paths.ts';
import { asNumber } from '../model/inference-config.ts';
import type { Fact } from '../model/merged-values.ts';
import { foreignDialect } from './dialect.ts';
import type { Subject } from './rule.ts';
import { scriptParameters } from './script-parameters.ts';

/**
 * What the values say of a flag of vLLM (`enable-eplb`), if it reaches vLLM: absent under other
 * servers, in a file of the other dialect, and where a script of the chart does not ask for it.
 */
export function vllmFlag({ config, chart }: Subject, flag: string): Fact | undefined {
  const fact = config.flags.get(flag);
  if (fact === undefined || !passesParametersToVllm(config.known.framework)) return undefined;
  if (foreignDialect(config, chart) !== undefined) return undefined;
  if (!isParameterPath(fact.path)) return fact;
  const asked = chart.habits.script?.variables;
  const parameter = scriptParameters(config, chart).find(({ key }) => key === fact.path.at(-1));
  return parameter !== undefined && asked?.has(parameter.variable) !== true ? undefined : fact;
}

/** The same as a number; absent when it is none. */
export function numberFlag(subject: Subject, flag: string): Fact<number> | undefined {
  return asNumber(vllmFlag(subject, flag));
}

/** A switch as the values leave it; absent when they do not say, or say it twice. */
export function switchFlag(subject: Subject, flag: string): Fact<boolean> | undefined {
  const on = vllmFlag(subject, flag);
  const off = vllmFlag(subject, `no-${flag}`);
  if (on !== undefined && off !== undefined) return undefined;
  if (off !== undefined) return isWrittenOut(off.value) ? { ...off, value: false } : undefined;
  if (on === undefined) return undefined;
  if (isWrittenOut(on.value)) return { ...on, value: true };
  return /^false$/i.test(String(on.value)) ? { ...on, value: false } : undefined;
}

/** `true`, or the empty text that prints the flag alone. */
function isWrittenOut(value: unknown): boolean {
  return value === '' || /^true$/i.test(String(value));
}
