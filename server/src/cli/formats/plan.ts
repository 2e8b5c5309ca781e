import type { Plan } from '../../deploy/plan/plan.ts';
import { severityOf } from '../../deploy/plan/problem.ts';
import { verdictOf } from '../../deploy/preflight/check.ts';
import {
  nameCheck,
  nameObject,
  sayBudget,
  sayChecked,
  sayNotChecked,
  sayPlan,
  sayProblem,
  sayRemark,
} from '../../deploy/sentences.ts';
import { budgetAsJson } from './budget.ts';

export function formatPlan(plan: Plan, format: 'text' | 'json'): string {
  return format === 'json' ? `${JSON.stringify(asJson(plan), null, 2)}\n` : asText(plan);
}

function asText(plan: Plan): string {
  const objects = plan.objects.map((object) => {
    const remark = sayRemark(object);
    return `  ${mark[object.change]} ${nameObject(object.ref)}${remark === undefined ? '' : ` (${remark})`}`;
  });
  const problems = plan.problems.map(
    (problem) => `${severityOf(problem)}: ${sayProblem(problem, plan.target)}`,
  );
  const checked = sayChecked(plan.checks);
  const budget = sayBudget(plan.budgets);
  const unknown = plan.checks.flatMap((check) => sayNotChecked(check, plan.target) ?? []);
  return [
    sayPlan(plan),
    ...objects,
    ...problems,
    ...unknown,
    ...(checked === undefined ? [] : [checked]),
    ...(budget === undefined ? [] : [budget]),
    '',
  ].join('\n');
}

const mark = {
  create: '+',
  change: '~',
  unchanged: '=',
  delete: '-',
  'not-checkable': '?',
} as const;

function asJson({ id, target, release, head, objects, problems, checks, budgets }: Plan): object {
  const { context, server, user } = target;
  return {
    id,
    target: { context, server, user, namespace: release.namespace, release: release.name },
    isInstall: head === undefined,
    objects: objects.map((object) => ({
      apiVersion: object.ref.apiVersion,
      kind: object.ref.kind,
      name: object.ref.name,
      namespace: object.ref.namespace ?? null,
      change: object.change,
      ...object.comparison,
      warnings: object.warnings,
    })),
    problems: problems.map((problem) => ({
      kind: problem.kind,
      severity: severityOf(problem),
      message: sayProblem(problem, target),
    })),
    checks: checks.map((check) => ({
      name: check.preflight,
      title: nameCheck(check),
      verdict: verdictOf(check),
      missingRights: check.missing,
    })),
    rolloutBudgets: budgets.map(budgetAsJson),
    readyWithin: sayBudget(budgets) ?? null,
  };
}
