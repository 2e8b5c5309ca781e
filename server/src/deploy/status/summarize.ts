import type { Target } from '../cluster/target.ts';
import { inOrderOfTime, timeOfEvent } from '../objects/event.ts';
import { textAt, type Json } from '../objects/json.ts';
import { interrupted } from '../plan/recorded.ts';
import { isPending, type Revision } from '../release/release-record.ts';
import { factsOf } from '../release/revision-facts.ts';
import { sayCause, sayInterrupted, sayReleaseState, sayWorkload } from '../sentences.ts';
import type { DeviceCount, ReplicaCount } from './devices.ts';
import type { ReleaseReport, ReleaseState } from './inspect-release.ts';
import type { PodStatus } from './pod-status.ts';
import type { WorkloadStatus } from './workload-status.ts';

/** A release in a list, as both surfaces hand it out. */
export interface ReleaseSummary {
  readonly release: string;
  readonly namespace: string;
  readonly revision: number;
  readonly status: string;
  readonly updated?: string;
  readonly chart: string;
  readonly model?: string;
  readonly accelerator?: string;
  readonly replicas: ReplicaCount;
  readonly devices: readonly DeviceCount[];
  readonly state: ReleaseState;
  readonly message: string;
}

export interface ReleaseDetail extends ReleaseSummary {
  readonly workloads: readonly WorkloadSummary[];
  /** Newest first. */
  readonly revisions: readonly RevisionSummary[];
  /** Newest last. */
  readonly events: readonly EventSummary[];
  /** What an operation that has not said how it ended means; absent when there is none. */
  readonly interrupted?: string;
}

export interface WorkloadSummary {
  readonly kind: string;
  readonly name: string;
  readonly namespace: string;
  readonly state: ReleaseState;
  readonly message: string;
  readonly replicas: ReplicaCount;
  readonly pods: readonly PodStatus[];
  readonly causes: readonly { readonly pod?: string; readonly message: string }[];
}

export interface RevisionSummary {
  readonly revision: number;
  readonly status: string;
  readonly updated?: string;
  readonly chart: string;
  readonly description: string;
}

export interface EventSummary {
  /** As ISO 8601; empty when the event does not say. */
  readonly time: string;
  readonly isWarning: boolean;
  readonly reason: string;
  readonly object: string;
  readonly message: string;
}

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

function lastEvents(workloads: readonly WorkloadStatus[]): readonly EventSummary[] {
  const events = workloads.flatMap((workload) =>
    workload.kind === 'found' ? workload.events : [],
  );
  return inOrderOfTime(events).slice(-eventLimit).map(eventSummary);
}

function eventSummary(event: Json): EventSummary {
  const kind = textAt(event, 'involvedObject', 'kind') ?? '';
  return {
    time: timeOfEvent(event),
    isWarning: textAt(event, 'type') === 'Warning',
    reason: textAt(event, 'reason') ?? '',
    object: `${kind} ${textAt(event, 'involvedObject', 'name') ?? ''}`,
    message: textAt(event, 'message') ?? '',
  };
}
