import type { CancellationToken } from 'vscode-languageserver/node';
import { applyPlan, type ApplyOutcome } from '../../deploy/apply/apply.ts';
import type { ObjectRef } from '../../deploy/objects/kube-object.ts';
import type { PreparedPlan } from '../../deploy/plan/prepare-plan.ts';
import { followRollout } from '../../deploy/rollout/rollout.ts';
import {
  nameObject,
  sayApplyOutcome,
  sayCause,
  sayConnectFailure,
  sayRolloutOutcome,
  sayWriteRefusal,
} from '../../deploy/sentences.ts';
import { applyProgress, type ApplyAnswer, type ApplyParams } from '../../protocol.ts';
import { abortSignalOf } from '../abort-signal.ts';
import type { Session } from '../session.ts';

/** Writing is the first part of the way that the progress bar shows, following the rollout the rest. */
const percentageWritten = 40;

/** inference/apply: writes the plan that was shown, and follows the rollout until it serves or will not. */
export async function apply(
  { connection, plans, access }: Session,
  { planId, token: progressToken, confirmedContext }: ApplyParams,
  token: CancellationToken,
): Promise<ApplyAnswer> {
  const untrusted = access.refusal();
  if (untrusted !== undefined)
    return { kind: 'not-permitted', message: sayConnectFailure(untrusted) };
  const prepared = plans.get(planId);
  if (prepared === undefined)
    return { kind: 'stale', message: 'This plan is no longer kept; plan again.' };
  const permitted = prepared.guard.permit(confirmedContext);
  if (!permitted.ok) return { kind: 'not-permitted', message: sayWriteRefusal(permitted.failure) };
  // A plan is applied once: what came of it is another world.
  plans.delete(planId);
  const report = (message: string, percentage?: number): void => {
    const progress = {
      token: progressToken,
      message,
      ...(percentage !== undefined && { percentage }),
    };
    void connection.sendNotification(applyProgress.method, progress);
  };
  try {
    const signal = abortSignalOf(token);
    const outcome = await applyPlan(prepared.ports, prepared.plan, {
      signal,
      onProgress: ({ ref, done, total }) => {
        report(nameObject(ref), Math.round((percentageWritten * done) / Math.max(total, 1)));
      },
    });
    if (outcome.kind !== 'applied') return notApplied(outcome, prepared);
    return await follow(outcome, prepared, { signal, report });
  } finally {
    await prepared.ports.cluster.close();
  }
}

type Applied = Extract<ApplyOutcome, { kind: 'applied' }>;

interface Following {
  readonly signal: AbortSignal;
  readonly report: (message: string, percentage?: number) => void;
}

async function follow(
  applied: Applied,
  { ports, plan }: PreparedPlan,
  { signal, report }: Following,
): Promise<ApplyAnswer> {
  const { revision } = applied;
  const written = names(applied.written);
  const rollout = await followRollout(ports, plan, {
    signal,
    onProgress: ({ workload, message, causes }) => {
      report([`${nameObject(workload)}: ${message}`, ...causes.map(sayCause)].join(' '));
    },
  });
  const told = `${sayApplyOutcome(applied, plan)} ${sayRolloutOutcome(rollout, plan)}`;
  if (rollout.kind === 'ready') return { kind: 'serving', message: told, revision, written };
  if (rollout.kind === 'cancelled') return { kind: 'cancelled', message: told, written };
  const causes = rollout.kind === 'timed-out' ? rollout.causes.map(sayCause) : [];
  const evidence = [told, ...causes].join('\n\n');
  return { kind: 'not-ready', message: told, evidence, revision, written };
}

function notApplied(outcome: Exclude<ApplyOutcome, Applied>, { plan }: PreparedPlan): ApplyAnswer {
  const message = sayApplyOutcome(outcome, plan);
  switch (outcome.kind) {
    case 'stale':
      return { kind: 'stale', message };
    case 'blocked':
      return { kind: 'failed', message, written: [], notWritten: names(refsOf(plan)) };
    case 'cancelled':
      return { kind: 'cancelled', message, written: names(outcome.written) };
    case 'failed':
      return {
        kind: 'failed',
        message,
        written: names(outcome.written),
        notWritten: names(outcome.notWritten),
      };
  }
}

function refsOf(plan: PreparedPlan['plan']): readonly ObjectRef[] {
  return plan.objects.map(({ ref }) => ref);
}

function names(refs: readonly ObjectRef[]): readonly string[] {
  return refs.map(nameObject);
}
