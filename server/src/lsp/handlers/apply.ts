import type { CancellationToken } from 'vscode-languageserver/node';
import { applyPlan, type ApplyOutcome } from '../../deploy/apply/apply.ts';
import type { ObjectRef } from '../../deploy/objects/kube-object.ts';
import type { PreparedPlan } from '../../deploy/plan/prepare-plan.ts';
import { describeFailure } from '../../deploy/serving/describe-failure.ts';
import { followToServing } from '../../deploy/serving/serve.ts';
import {
  nameObject,
  sayApplyOutcome,
  sayConnectFailure,
  sayHowToAsk,
  sayProgress,
  sayServingOutcome,
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
  const outcome = await followToServing(ports, plan, {
    signal,
    onProgress: (progress) => {
      report(sayProgress(progress));
    },
  });
  const told = `${sayApplyOutcome(applied, plan)} ${sayServingOutcome(outcome, plan)}`;
  if (outcome.kind === 'serving') {
    const howToAsk = outcome.checks.flatMap((check) => sayHowToAsk(check, plan.target) ?? []);
    return { kind: 'serving', message: told, howToAsk: howToAsk.join('\n'), revision, written };
  }
  if (outcome.kind === 'cancelled') return { kind: 'cancelled', message: told, written };
  report('keeping the evidence');
  const { evidence, keys } = await describeFailure(ports, plan, { outcome, summary: told, signal });
  const { name: release, namespace } = plan.release;
  const undo = {
    kind: plan.head === undefined ? ('uninstall' as const) : ('roll-back' as const),
    target: { context: plan.target.context, namespace, release },
  };
  return { kind: 'not-ready', message: told, evidence, keys, undo, revision, written };
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
