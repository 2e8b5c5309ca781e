import { isVllmDeployment } from '../../catalog/frameworks.ts';
import { paths, probePath } from '../../catalog/values-paths.ts';
import { asNumber } from '../../model/inference-config.ts';
import type { ValueEdit } from '../../syntax/edit-values.ts';
import type { Migrating, Step } from './step.ts';

const budgetPath = paths.startupBudgetSeconds;
const probe = probePath('startupProbe');

/** Kubernetes' own default. */
const defaultPeriodSeconds = 10;

/** How long loading may take: a number of seconds in generation 0.1, failures of the startup probe in 0.2. */
export const translateStartup: Step = (file) =>
  !isVllmDeployment(file.framework) ? [] : file.wanted === '0.2' ? toProbe(file) : toBudget(file);

function toProbe({ config: { values }, own }: Migrating): readonly ValueEdit[] {
  const budget = asNumber(own(budgetPath));
  // Without a probe of the chart's there is nothing to ask how often.
  if (budget === undefined || own(probe) !== undefined || values.at(probe) === undefined) return [];
  const period = asNumber(values.at([...probe, 'periodSeconds']))?.value ?? defaultPeriodSeconds;
  return [
    {
      kind: 'replace',
      path: budgetPath,
      value: { failureThreshold: Math.ceil(budget.value / period) },
    },
    { kind: 'rename', path: budgetPath, key: String(probe.at(-1)) },
  ];
}

/** What the probe asks is the chart's own business in generation 0.1. */
function toBudget({ config: { values }, own }: Migrating): readonly ValueEdit[] {
  const failures = asNumber(own([...probe, 'failureThreshold']));
  if (failures === undefined || own(budgetPath) !== undefined) return [];
  const period = asNumber(values.at([...probe, 'periodSeconds']))?.value ?? defaultPeriodSeconds;
  return [
    { kind: 'replace', path: probe, value: failures.value * period },
    { kind: 'rename', path: probe, key: String(budgetPath.at(-1)) },
  ];
}
