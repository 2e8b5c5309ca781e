import { printsVllmFlags } from '../../catalog/frameworks.ts';
import { isSamePath, modelPaths, parameterPath, paths } from '../../catalog/values-paths.ts';
import type { Chart } from '../../chart/chart.ts';
import type { Fact } from '../../model/merged-values.ts';
import type { ValueEdit } from '../../syntax/edit-values.ts';
import { jsonOf } from '../../syntax/json-of.ts';
import { meantBehindShell, quotedForShell } from '../behind-shell.ts';
import { oppositeSwitch } from '../opposite-switch.ts';
import { isNamed } from './further-parameters.ts';
import { needlessPaths } from './moved-keys.ts';
import type { Migrating, Step } from './step.ts';

/**
 * Parameters of vLLM. Generation 0.2 prints them into one line for a shell. So numbers are put in
 * quotes, without which some releases print %!s(float64=…), maps become JSON in single quotes, and
 * a switch that is off becomes its opposite, because `false` is left out. Ray's script reads them
 * from variables, as in generation 0.1; there, too, quotes keep a number as it is written.
 */
export const translateParameters: Step = (file) => {
  const { config, framework, own, wanted } = file;
  const areFlags = printsVllmFlags(framework);
  const going = [modelPaths['0.1'], ...needlessPaths(file)];
  return config.values.keys(paths.modelParameters).flatMap((key) => {
    const fact = own(parameterPath(key));
    if (fact === undefined || going.some((one) => isSamePath(one, fact.path))) return [];
    if (!areFlags) return wanted === '0.2' && config.isRay ? quoted(fact) : [];
    return wanted === '0.2' ? toFlag(key, fact, file) : fromFlag(key, fact, file);
  });
};

function quoted({ path, value, written }: Fact): ValueEdit[] {
  if (typeof value !== 'number') return [];
  // 0x10 is a number to YAML alone: as text it would be passed on as it is.
  const isDecimal = /^[+-]?(?:0|[1-9]\d*)(?:\.\d+)?$/.test(written?.source ?? '');
  return [isDecimal ? { kind: 'quote', path } : { kind: 'set', path, value: String(value) }];
}

function toFlag(key: string, fact: Fact, { chart, own }: Migrating): ValueEdit[] {
  const { path, value } = fact;
  if (typeof value === 'number') return quoted(fact);
  if (typeof value === 'boolean') {
    const switched = value ? key : oppositeSwitch(key);
    if (switched !== key && own(parameterPath(switched)) !== undefined) return [];
    const on = switchedOn(chart);
    return [
      ...(value === on ? [] : [{ kind: 'set', path, value: on } as const]),
      ...(switched === key ? [] : [{ kind: 'rename', path, key: switched } as const]),
    ];
  }
  const meant = meantBehindShell(value);
  if (meant === undefined) return [];
  const kind = typeof value === 'string' ? 'set' : 'replace';
  return [{ kind, path, value: quotedForShell(meant) }];
}

/** What prints a flag without a value: older charts print `true` behind it. */
export function switchedOn({ habits }: Chart): true | '' {
  return habits.givesSwitchesValues ? '' : true;
}

/** Keys that the chart does not know become arguments in another step. */
function fromFlag(key: string, { path, value }: Fact, { chart, own }: Migrating): ValueEdit[] {
  if (!isNamed(key) && chart.habits.passesExtraArgsWhole) return [];
  const isOn = value === true || value === '';
  if (isOn && /^no[A-Z]/.test(key)) {
    const switched = oppositeSwitch(key);
    if (own(parameterPath(switched)) !== undefined) return [];
    return [
      { kind: 'set', path, value: false },
      { kind: 'rename', path, key: switched },
    ];
  }
  if (value === '') return [{ kind: 'set', path, value: true }];
  const [, inner] = typeof value === 'string' ? (/^\s*'([^']*)'\s*$/.exec(value) ?? []) : [];
  return inner === undefined ? [] : [{ kind: 'replace', path, value: jsonOf(inner) ?? inner }];
}
