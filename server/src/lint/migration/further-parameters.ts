import { printsVllmFlags } from '../../catalog/frameworks.ts';
import { parameterPath, paths } from '../../catalog/values-paths.ts';
import { flagName } from '../../catalog/vllm-arguments.ts';
import { describeKey } from '../../schema/describe-key.ts';
import type { ValueEdit } from '../../syntax/edit-values.ts';
import { oppositeSwitch } from '../opposite-switch.ts';
import type { Step } from './step.ts';

/**
 * The chart in the box names the parameters that it has and takes all other flags of vLLM in a list
 * of further arguments; generation 0.2 makes a flag of every parameter.
 */
export const makeArgumentsOfParameters: Step = ({ config, framework, chart, own, wanted }) => {
  if (wanted === '0.2' || !printsVllmFlags(framework)) return [];
  if (!chart.habits.passesExtraArgsWhole || own(paths.extraArgs) !== undefined) return [];
  const further = config.values.keys(paths.modelParameters).flatMap((key) => {
    const fact = own(parameterPath(key));
    if (fact === undefined || typeof fact.value === 'object' || isNamed(key)) return [];
    return [{ key, fact }];
  });
  const [first, ...others] = further;
  if (first === undefined) return [];
  return [
    // By way of a plain value, so that its comments come along.
    { kind: 'move', path: first.fact.path, to: paths.extraArgs, takesCommentsAbove: true },
    ...others.map(({ fact }): ValueEdit => ({ kind: 'remove', path: fact.path })),
    {
      kind: 'replace',
      path: paths.extraArgs,
      value: further.map(({ key, fact }) => argumentOf(key, fact.value)),
    },
  ];
};

/** Whether generation 0.1 has the parameter, or the switch of which it is the opposite. */
export function isNamed(key: string): boolean {
  return [key, oppositeSwitch(key)].some(
    (one) => describeKey('0.1', parameterPath(one)) !== undefined,
  );
}

function argumentOf(key: string, value: unknown): string {
  const flag = flagName(key);
  if (value === true || value === '') return `--${flag}`;
  if (value === false) return flag.startsWith('no-') ? `--${flag.slice(3)}` : `--no-${flag}`;
  // Quotes that were for the shell.
  return `--${flag}=${String(value).replace(/^\s*'([^']*)'\s*$/, '$1')}`;
}
