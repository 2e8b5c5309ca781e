import { assertNever } from '../../base/assert-never.ts';
import type { FieldCause, Refusal } from '../cluster/refusal.ts';
import type { Target } from '../cluster/target.ts';
import { sayConnectFailure } from './connect-failure.ts';
import { listInWords } from './object-name.ts';

type Place = Pick<Target, 'server' | 'context' | 'user'>;

/** Why the cluster did not do as asked, and what to do about it. */
export function sayRefusal(refusal: Refusal, { server, context, user }: Place): string {
  switch (refusal.kind) {
    case 'unreachable':
      return `The API server ${server} of context ${context} cannot be reached: ${refusal.reason}.`;
    case 'certificate-refused':
      return `The certificate of ${server} is not trusted: ${refusal.reason}. The kubeconfig may be of an older cluster; create it again.`;
    case 'timed-out':
      return `The API server ${server} did not answer in time.`;
    case 'no-credentials':
      return sayConnectFailure(refusal.failure);
    case 'unauthorized':
      return `The API server ${server} does not accept the credentials of user ${user}. Sign in again.`;
    case 'forbidden':
      return `Not permitted: ${refusal.message}.`;
    case 'not-found':
      return `Not found: ${refusal.message || 'the API server does not know this path'}.`;
    case 'owned-by-others':
      return `${listInWords(refusal.conflicts.map(({ manager, field }) => `${field} belongs to ${manager}`))}. Take the field out of the values, or let its manager give it up.`;
    case 'changed-underneath':
      return `Somebody changed it in the same moment: ${refusal.message}.`;
    case 'invalid':
      return sayInvalid(refusal.message, refusal.causes);
    case 'throttled':
      return `The API server ${server} is overloaded and asks for patience. Try again later.`;
    case 'server-failed':
      return `The API server ${server} failed with ${refusal.status}: ${refusal.message || 'it gave no reason'}.`;
    case 'cancelled':
      return 'Cancelled.';
    default:
      return assertNever(refusal);
  }
}

function sayInvalid(message: string, causes: readonly FieldCause[]): string {
  const fields = causes.flatMap(({ field, message: text }) =>
    field === undefined ? [] : [`${field}: ${text}`],
  );
  return `The API server refuses it: ${fields.length > 0 ? fields.join('; ') : message}.`;
}
