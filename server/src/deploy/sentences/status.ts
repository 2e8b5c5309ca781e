import { assertNever } from '../../base/assert-never.ts';
import type { Revision } from '../release/release-record.ts';
import type { Target } from '../cluster/target.ts';
import type { DeviceCount } from '../status/release-summary.ts';
import type { ReleaseReport } from '../status/inspect-release.ts';
import type { WorkloadStatus } from '../status/workload-status.ts';
import { sayCause } from './cause.ts';
import { listInWords, nameObject } from './object-name.ts';
import { sayRefusal } from './refusal.ts';

/** Where a release stands, in a sentence or two. */
export function sayReleaseState(report: ReleaseReport, target: Target): string {
  const { head, shown, workloads } = report;
  const sentences = [sayRecord(report)];
  const own = workloads.filter((one) => one.kind !== 'found' || one.state !== 'serving');
  sentences.push(...own.map((one) => sayWorkload(one, target)));
  if (report.state === 'serving') sentences.push('It serves.');
  if (head !== shown && head.status === 'failed')
    sentences.push(`Revision ${shown.revision} is the deployed one.`);
  return sentences.filter((sentence) => sentence !== '').join(' ');
}

/** `Deployment llama: 1 of 2 replicas ready.`, with why when it does not get on. */
export function sayWorkload(workload: WorkloadStatus, target: Target): string {
  const name = nameObject(workload.ref);
  switch (workload.kind) {
    case 'found':
      return [`${name}: ${workload.progress}.`, ...workload.causes.map(sayCause)].join(' ');
    case 'missing':
      return `${name} is not in the cluster: somebody deleted it. Roll back or deploy again.`;
    case 'kind-not-served':
      return `${name} cannot be looked at: the cluster does not know its kind.`;
    case 'unreadable':
      return `${name} cannot be looked at: ${sayRefusal(workload.refusal, target)}`;
    default:
      return assertNever(workload);
  }
}

/** `4 nvidia.com/gpu`; empty for none. */
export function sayDevices(devices: readonly DeviceCount[]): string {
  return listInWords(devices.map(({ resource, count }) => `${count} ${resource}`));
}

/** What Helm's word for the newest revision means; empty when it is simply deployed. */
function sayRecord({ head }: ReleaseReport): string {
  const { revision, status } = head;
  switch (status) {
    case 'pending-install':
    case 'pending-upgrade':
    case 'pending-rollback':
      return `Revision ${revision} is ${status}: an operation is under way, or was interrupted before it could say how it ended.`;
    case 'uninstalling':
      return `Revision ${revision} is uninstalling: its objects are being deleted, or that was interrupted.`;
    case 'uninstalled':
      return 'It was uninstalled, and its history was kept.';
    case 'failed':
      return `Revision ${revision} failed.`;
    case 'deployed':
    case 'superseded':
    case 'unknown':
      return '';
    default:
      return assertNever(status);
  }
}

/** There is nothing of this name to look at or to act on. */
export function sayNoRelease(
  { release, namespace }: { readonly release: string; readonly namespace: string },
  { context }: Target,
): string {
  return `There is no release ${release} in namespace ${namespace} of context ${context}.`;
}

export function sayMarked({ release, revision }: Revision): string {
  return `Revision ${revision} of release ${release} is marked as failed. What it had written stays; roll back or deploy again.`;
}

/** Nothing was marked: the operation that seemed interrupted went on. */
export function sayMovedOn(
  { release, revision }: { readonly release: string; readonly revision: number },
  head: Revision | undefined,
): string {
  return head === undefined
    ? `Release ${release} is gone by now.`
    : `Nothing was marked: revision ${revision} of release ${release} is no longer pending; the newest is ${head.revision}, ${head.status}.`;
}
