import { assertNever } from '../../base/assert-never.ts';
import type { TokenFailure } from '../apply/create-token-secret.ts';
import type { Target } from '../cluster/target.ts';
import type { TokenSecret } from '../preflight/token-secret.ts';
import { sayRefusal } from './refusal.ts';

export function sayTokenCreated({ name, namespace, key }: TokenSecret): string {
  return `Secret ${name} in namespace ${namespace} now has the token under the key ${key}.`;
}

/** Why the token was not stored. Never says the token. */
export function sayTokenFailure(failure: TokenFailure, target: Target): string {
  switch (failure.kind) {
    case 'moved':
      return `Nothing was written: the kubeconfig no longer leads to the cluster of context ${target.context} that was shown. Try again.`;
    case 'refused':
      return `The token was not stored: ${sayRefusal(failure.refusal, target)}`;
    default:
      return assertNever(failure);
  }
}
