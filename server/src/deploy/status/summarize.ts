import type { Target } from '../cluster/target.ts';
import { byTime, timeOfEvent } from '../objects/event.ts';
import { textAt, type Json } from '../objects/json.ts';
import { interrupted } from '../plan/recorded.ts';
import { isPending, type Revision } from '../release/release-record.ts';
import { factsOf } from '../release/revision-facts.ts';
import { sayCause, sayInterrupted, sayReleaseState, sayWorkload } from '../sentences.ts';
import type { ReleaseReport } from './inspect-release.ts';
import type {
  ReleaseDetail,
  ReleaseEvent,
  ReleaseSummary,
  RevisionSummary,
  WorkloadSummary,
} from './release-summary.ts';
import type { WorkloadStatus } from './workload-status.ts';

export function summarize(report: ReleaseReport, target: Target): ReleaseSummary {
  const { head, facts, replicas, devices, state } = report;
  const { chart, updated, model, accelerator } = facts;
  return {
    release: head.release,
    namespace: head.namespace,
    revision: head.revision,
    status: head.status,
    ...(updated !== undefined && { updated }),
    chart,
    ...(model !== undefined && { model }),
    ...(accelerator !== undefined && { accelerator }),
    replicas,
    devices,
    state,
    message: sayReleaseState(report, target),
  };
}

export function detail(
  report: ReleaseReport,
  revisions: readonly Revision[],
  target: Target,
): ReleaseDetail {
  const { head, workloads } = report;
  return {
    ...summarize(report, target),
    workloads: workloads.map((workload) => workloadSummary(workload, target)),
    revisions: revisions.map(revisionSummary),
    events: lastEvents(workloads),
    ...(isPending(head.status) && { interrupted: sayInterrupted(interrupted(head)) }),
  };
}

export function revisionSummary(revision: Revision): RevisionSummary {
  const { chart, description, updated } = factsOf(revision);
  const { revision: number, status } = revision;
  return {
    revision: number,
    status,
    chart,
    description,
    ...(updated !== undefined && { updated }),
  };
}

function workloadSummary(workload: WorkloadStatus, target: Target): WorkloadSummary {
  const { kind, name, namespace = '' } = workload.ref;
  if (workload.kind !== 'found')
    return {
      ...{ kind, name, namespace, message: sayWorkload(workload, target) },
      state: workload.kind === 'missing' ? 'failing' : 'unknown',
      ...{ replicas: { ready: 0, wanted: 0 }, pods: [], causes: [] },
    };
  const { state, progress, replicas, pods, causes } = workload;
  return {
    ...{ kind, name, namespace, state, message: progress, replicas, pods },
    causes: causes.map((cause) => ({
      ...('pod' in cause && { pod: cause.pod }),
      message: sayCause(cause),
    })),
  };
}

/** As many as fit on a page; what is older has mostly been lived through. */
const eventLimit = 20;

function lastEvents(workloads: readonly WorkloadStatus[]): readonly ReleaseEvent[] {
  const events = workloads.flatMap((workload) =>
    workload.kind === 'found' ? workload.events : [],
  );
  return events.toSorted(byTime).slice(-eventLimit).map(eventSummary);
}

function eventSummary(event: Json): ReleaseEvent {
  const kind = textAt(event, 'involvedObject', 'kind') ?? '';
  return {
    time: timeOfEvent(event),
    isWarning: textAt(event, 'type') === 'Warning',
    reason: textAt(event, 'reason') ?? '',
    object: `${kind} ${textAt(event, 'involvedObject', 'name') ?? ''}`,
    message: textAt(event, 'message') ?? '',
  };
}
