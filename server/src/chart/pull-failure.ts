import { assertNever } from '../base/assert-never.ts';

/** Why a chart was not fetched. Addresses are without credentials, reasons are ends of sentences. */
export type PullFailure =
  | { readonly kind: 'address-unusable'; readonly address: string }
  | { readonly kind: 'version-unreadable'; readonly version: string }
  | { readonly kind: 'unreachable'; readonly address: string; readonly reason: string }
  | { readonly kind: 'certificate-refused'; readonly address: string; readonly reason: string }
  | { readonly kind: 'timed-out'; readonly address: string }
  | { readonly kind: 'answered'; readonly address: string; readonly status: number }
  | { readonly kind: 'redirect-refused'; readonly address: string; readonly reason: string }
  | { readonly kind: 'too-large'; readonly address: string; readonly maxMiB: number }
  | { readonly kind: 'no-repository'; readonly address: string; readonly reason: string }
  | {
      readonly kind: 'chart-absent';
      readonly address: string;
      readonly name: string;
      readonly others: readonly string[];
    }
  | {
      readonly kind: 'version-absent';
      readonly address: string;
      readonly name: string;
      /** Absent when any stable version would have done. */
      readonly wanted?: string;
      readonly versions: readonly string[];
    }
  | {
      readonly kind: 'digest-differs';
      readonly address: string;
      readonly announced: string;
      readonly actual: string;
    }
  | { readonly kind: 'archive-unusable'; readonly address: string; readonly reason: string }
  | { readonly kind: 'folder-exists'; readonly path: string }
  | { readonly kind: 'not-written'; readonly path: string; readonly reason: string }
  | { readonly kind: 'cancelled' };

/** More than these need not be read to find the right one. */
const maxNamed = 12;

/** What happened, and what to do about it. */
export function sayPullFailure(failure: PullFailure): string {
  switch (failure.kind) {
    case 'address-unusable':
      return `${failure.address} is not the address of a chart repository; it must begin with https://, http:// or oci://.`;
    case 'version-unreadable':
      return `${failure.version} is neither a version nor a range of versions, such as 0.2.6 or ^0.2.`;
    case 'unreachable':
      return `${failure.address} cannot be reached: ${failure.reason}.`;
    case 'certificate-refused':
      return `The certificate of ${failure.address} is not trusted: ${failure.reason}. If a proxy of your company answers in its place, NODE_EXTRA_CA_CERTS must name the file with the proxy's certificate authority.`;
    case 'timed-out':
      return `${failure.address} did not send everything in time. Try again later.`;
    case 'answered':
      return `${failure.address} answered ${failure.status}: ${meaningOf(failure.status)}`;
    case 'redirect-refused':
      return `${failure.address} leads elsewhere and was not followed: ${failure.reason}.`;
    case 'too-large':
      return `${failure.address} sends more than ${failure.maxMiB} MiB; nothing of it was kept.`;
    case 'no-repository':
      return `${failure.address} is not what a chart repository has there: ${failure.reason}.`;
    case 'chart-absent':
      return `There is no chart ${failure.name} at ${failure.address}; ${failure.others.length === 0 ? 'there is none at all' : `there are ${listed(failure.others)}`}.`;
    case 'version-absent':
      return `There is no ${failure.wanted === undefined ? 'stable version' : `version ${failure.wanted}`} of ${failure.name} at ${failure.address}; ${failure.versions.length === 0 ? 'there is none at all' : `there are ${listed(failure.versions)}`}.`;
    case 'digest-differs':
      return `What ${failure.address} sent is not what the repository announces: its digest is ${failure.actual}, announced is ${failure.announced}. Nothing of it was kept.`;
    case 'archive-unusable':
      return `What ${failure.address} sent cannot be used: ${failure.reason}. Nothing of it was kept.`;
    case 'folder-exists':
      return `${failure.path} is there already and was left as it is. Remove it first, or name another destination.`;
    case 'not-written':
      return `${failure.path} cannot be written: ${failure.reason}.`;
    case 'cancelled':
      return 'Cancelled.';
    default:
      return assertNever(failure);
  }
}

function meaningOf(status: number): string {
  if (status === 401 || status === 403)
    return 'it wants a sign-in or permits no access. Fetch the chart with helm pull, which can sign in.';
  if (status === 404) return 'there is nothing at this address.';
  if (status === 429) return 'it was asked too often. Try again later.';
  if (status >= 500) return 'the server failed. Try again later.';
  return 'it does not give the file.';
}

function listed(names: readonly string[]): string {
  const further = names.length - maxNamed;
  const named = names.slice(0, maxNamed).join(', ');
  return further > 0 ? `${named} and ${further} more` : named;
}
