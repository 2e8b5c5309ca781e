import type { CancellationToken } from 'vscode-languageserver/node';
import { planRollback } from '../../deploy/rollback/plan-rollback.ts';
import { sayNoPlan } from '../../deploy/sentences.ts';
import type { PlanAnswer, RollbackParams } from '../../protocol.ts';
import { abortSignalOf } from '../abort-signal.ts';
import { keepPlan } from '../kept-plans.ts';
import { openRelease } from '../open-release.ts';
import type { Session } from '../session.ts';
import { planAnswer } from './plan.ts';
import { notConnected, refused } from '../refused.ts';

/** inference/planRollback: what bringing an earlier revision back would do. Writes nothing. */
export async function rollback(
  session: Session,
  params: RollbackParams,
  token: CancellationToken,
): Promise<PlanAnswer> {
  const opened = await openRelease(session, params);
  if (!opened.ok) return notConnected(opened.failure);
  const { ports, guard } = opened.value;
  const { revision } = params;
  const asked = { name: params, ...(revision !== undefined && { revision }) };
  const plan = await planRollback(ports, asked, abortSignalOf(token));
  if (plan.ok) {
    const prepared = { plan: plan.value, ports, guard };
    await keepPlan(session.plans, plan.value.id, prepared);
    return planAnswer(prepared);
  }
  await ports.cluster.close();
  const { target } = ports.cluster;
  if (plan.failure.kind === 'refused') return refused(plan.failure.refusal, target);
  const message = sayNoPlan(plan.failure, target);
  return { kind: 'cluster-refused', reason: plan.failure.kind, message };
}
