import type { CancellationToken } from 'vscode-languageserver/node';
import { severityOf } from '../../deploy/plan/problem.ts';
import {
  nameObject,
  sayLeft,
  sayNoPlan,
  sayProblem,
  sayUninstallOutcome,
  sayWriteRefusal,
} from '../../deploy/sentences.ts';
import { applyUninstall } from '../../deploy/uninstall/apply-uninstall.ts';
import { planUninstall } from '../../deploy/uninstall/plan-uninstall.ts';
import {
  applyProgress,
  type ApplyParams,
  type UninstallAnswer,
  type UninstallParams,
  type UninstallPlanAnswer,
} from '../../protocol.ts';
import { abortSignalOf } from '../abort-signal.ts';
import { keepPlan, type PreparedUninstall } from '../kept-plans.ts';
import { openRelease } from '../open-release.ts';
import type { Session } from '../session.ts';
import { notConnected, refused } from '../refused.ts';

/** inference/planUninstall: what would be deleted, and what would stay. Writes nothing. */
export async function uninstallPlan(
  session: Session,
  params: UninstallParams,
  token: CancellationToken,
): Promise<UninstallPlanAnswer> {
  const opened = await openRelease(session, params);
  if (!opened.ok) return notConnected(opened.failure);
  const { ports, guard } = opened.value;
  const asked = { name: params, keepsHistory: params.keepsHistory === true };
  const plan = await planUninstall(ports, asked, abortSignalOf(token));
  if (plan.ok) {
    await keepPlan(session.uninstalls, plan.value.id, { plan: plan.value, ports, guard });
    return answerOf({ plan: plan.value, ports, guard });
  }
  await ports.cluster.close();
  const { target } = ports.cluster;
  if (plan.failure.kind === 'refused') return refused(plan.failure.refusal, target);
  const message = sayNoPlan(plan.failure, target);
  return { kind: 'cluster-refused', reason: plan.failure.kind, message };
}

/** inference/uninstall: deletes what the plan said, once the guard permits it. */
export async function uninstall(
  { connection, uninstalls }: Session,
  { planId, token: progressToken, confirmedContext }: ApplyParams,
  token: CancellationToken,
): Promise<UninstallAnswer> {
  const prepared = uninstalls.get(planId);
  if (prepared === undefined)
    return { kind: 'stale', message: 'This plan is no longer kept; look again.' };
  const { plan, ports, guard } = prepared;
  const permitted = guard.permit(confirmedContext);
  if (!permitted.ok) return { kind: 'not-permitted', message: sayWriteRefusal(permitted.failure) };
  uninstalls.delete(planId);
  try {
    const outcome = await applyUninstall(ports, plan, {
      signal: abortSignalOf(token),
      onProgress: ({ ref, step, done, total }) => {
        void connection.sendNotification(applyProgress.method, {
          token: progressToken,
          message: `${step} ${nameObject(ref)}`,
          percentage: Math.round((100 * done) / Math.max(total, 1)),
        });
      },
    });
    const message = sayUninstallOutcome(outcome, plan);
    const all = plan.objects.map(({ ref }) => nameObject(ref));
    switch (outcome.kind) {
      case 'uninstalled': {
        const { deleted, lingering } = outcome;
        return {
          ...{ kind: 'uninstalled', message },
          deleted: deleted.map(nameObject),
          lingering: lingering.map(nameObject),
        };
      }
      case 'stale':
        return { kind: 'stale', message };
      case 'blocked':
        return { kind: 'failed', message, deleted: [], notDeleted: all };
      case 'failed':
      case 'cancelled': {
        const { kind, deleted, notDeleted } = outcome;
        return {
          ...{ kind, message },
          deleted: deleted.map(nameObject),
          notDeleted: notDeleted.map(nameObject),
        };
      }
    }
  } finally {
    await ports.cluster.close();
  }
}

function answerOf({ plan, guard }: PreparedUninstall): UninstallPlanAnswer {
  const { id, target, release, objects, left, problems } = plan;
  const { context, server, user } = target;
  const { protection } = guard;
  return {
    kind: 'planned',
    id,
    target: {
      ...{ context, server, user, protection },
      ...{ namespace: release.namespace, release: release.name },
    },
    deletes: objects.map(({ ref }) => nameObject(ref)),
    leaves: left.map(sayLeft),
    problems: [
      ...(protection === 'read-only'
        ? [
            {
              severity: 'block' as const,
              message: sayWriteRefusal({ kind: 'context-read-only', context }),
            },
          ]
        : []),
      ...problems.map((problem) => ({
        severity: severityOf(problem),
        message: sayProblem(problem, target),
      })),
    ],
  };
}
