import type { CancellationToken } from 'vscode-languageserver/node';
import {
  preparePlan,
  type PrepareFailure,
  type PreparedPlan,
} from '../../deploy/plan/prepare-plan.ts';
import { severityOf } from '../../deploy/plan/problem.ts';
import { missingToken } from '../../deploy/preflight/token-secret.ts';
import { verdictOf } from '../../deploy/preflight/check.ts';
import {
  nameCheck,
  sayBudget,
  sayChecked,
  sayNameFault,
  sayNotChecked,
  sayPlanFailure,
  sayProblem,
  sayRemark,
  sayWriteRefusal,
} from '../../deploy/sentences.ts';
import { placementIn } from '../../ide/render-input.ts';
import { mergeLayers } from '../../model/merged-values.ts';
import { readYaml } from '../../syntax/read-yaml.ts';
import type { PlanAnswer, PlannedObject, PlanParams, PlanProblem } from '../../protocol.ts';
import { abortSignalOf } from '../abort-signal.ts';
import { keepPlan } from '../kept-plans.ts';
import { notConnected } from '../refused.ts';
import type { Session } from '../session.ts';
import type { Snapshot } from '../snapshots.ts';
import { valuesFilesIn } from './render.ts';

/** inference/plan: what deploying the document would do to the cluster. Writes nothing. */
export async function plan(
  session: Session,
  params: PlanParams,
  token: CancellationToken,
): Promise<PlanAnswer> {
  const { snapshots, workspace, ports, access } = session;
  const untrusted = access.refusal();
  if (untrusted !== undefined) return notConnected(untrusted);
  const snapshot = snapshots.of(params.uri);
  if (snapshot === undefined)
    return { kind: 'has-errors', message: 'The values file is not open in the editor.' };
  if (snapshot.document.within !== undefined) return { kind: 'has-errors', message: ofParent };
  const errors = snapshot.diagnostics.filter(({ severity }) => severity === 'error').length;
  if (errors > 0) return { kind: 'has-errors', message: mendFirst(errors) };
  const settings = workspace.settingsFor(params.uri);
  const placement = placementIn(snapshot.analysis, { asked: params, settings });
  const clusters = await ports.clusters();
  const prepared = await preparePlan(
    { engine: ports.engine, clusters, rules: workspace.machineSettings(), readYaml },
    {
      chart: snapshot.surrounded.chart,
      placement,
      valuesFiles: valuesFilesIn(snapshot),
      values: userValues(snapshot),
      choice: {
        ...access.choice(params),
        namespace: placement.namespace,
        ...(params.context !== undefined && { context: params.context }),
      },
    },
    abortSignalOf(token),
  );
  if (!prepared.ok) return refusal(prepared.failure);
  await keepPlan(session.plans, prepared.value.plan.id, prepared.value);
  return planAnswer(prepared.value);
}

const ofParent =
  'These are values of a chart that depends on the inference chart. Deploy that chart with Helm.';

function mendFirst(errors: number): string {
  return errors === 1
    ? 'The file has an error; nothing is deployed until it is mended.'
    : `The file has ${errors} errors; nothing is deployed until they are mended.`;
}

/** What the user wrote, in all files: Helm's record keeps it apart from the chart's defaults. */
function userValues({ surrounded, document }: Snapshot): Readonly<Record<string, unknown>> {
  const files = [...surrounded.earlier.map((earlier) => earlier.document), document];
  return mergeLayers(files.map((file) => ({ origin: { kind: 'document' }, document: file }))).value;
}

/** What the client shows of a plan, whether it deploys or rolls back. */
export function planAnswer({ plan: made, guard }: PreparedPlan): PlanAnswer {
  const { id, target, release, objects, problems, checks, budgets, head } = made;
  const { protection } = guard;
  const readyWithin = sayBudget(budgets);
  const tokenSecret = missingToken(problems);
  return {
    kind: 'planned',
    id,
    target: {
      context: target.context,
      server: target.server,
      user: target.user,
      namespace: release.namespace,
      release: release.name,
      protection,
    },
    isInstall: head === undefined,
    objects: objects.map((object): PlannedObject => {
      const remark = sayRemark(object);
      return {
        kind: object.ref.kind,
        name: object.ref.name,
        namespace: object.ref.namespace ?? null,
        change: object.change,
        ...object.comparison,
        remarks: [...(remark === undefined ? [] : [remark]), ...object.warnings],
      };
    }),
    problems: [
      ...(protection === 'read-only' ? [readOnlyProblem(target.context)] : []),
      ...problems.map((problem) => ({
        severity: severityOf(problem),
        message: sayProblem(problem, target),
      })),
    ],
    checks: checks.map((check) => {
      const notChecked = sayNotChecked(check, target);
      return {
        name: check.preflight,
        title: nameCheck(check),
        verdict: verdictOf(check),
        ...(notChecked !== undefined && { notChecked }),
      };
    }),
    checked: sayChecked(checks) ?? '',
    ...(readyWithin !== undefined && { readyWithin }),
    ...(tokenSecret !== undefined && { tokenSecret }),
  };
}

/** Said with the plan already, so that nobody confirms what will be refused. */
function readOnlyProblem(context: string): PlanProblem {
  return { severity: 'block', message: sayWriteRefusal({ kind: 'context-read-only', context }) };
}

function refusal(failure: PrepareFailure): PlanAnswer {
  switch (failure.kind) {
    case 'name-refused':
      return {
        kind: 'cluster-refused',
        reason: 'name-refused',
        message: sayNameFault(failure.fault),
      };
    case 'render-failed':
      if (failure.failure.kind === 'cancelled') return { kind: 'cancelled' };
      return { kind: 'render-failed', message: failure.failure.message };
    case 'not-connected':
      return notConnected(failure.failure);
    case 'no-plan': {
      const { failure: why, target } = failure;
      const message = sayPlanFailure(why, target);
      if (why.kind === 'manifest-unusable') return { kind: 'render-failed', message };
      if (why.refusal.kind === 'cancelled') return { kind: 'cancelled' };
      return { kind: 'cluster-refused', reason: why.refusal.kind, message };
    }
  }
}
