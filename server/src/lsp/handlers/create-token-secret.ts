import type { CancellationToken } from 'vscode-languageserver/node';
import { createTokenSecret as write } from '../../deploy/apply/create-token-secret.ts';
import { missingToken } from '../../deploy/preflight/token-secret.ts';
import { sayTokenCreated, sayTokenFailure, sayWriteRefusal } from '../../deploy/sentences.ts';
import type { CreateTokenSecretAnswer, CreateTokenSecretParams } from '../../protocol.ts';
import { abortSignalOf } from '../abort-signal.ts';
import type { Session } from '../session.ts';

/** inference/createTokenSecret: stores a token that was typed, in the cluster of the plan that misses it. */
export async function createTokenSecret(
  { plans }: Session,
  { planId, token: typed, confirmedContext }: CreateTokenSecretParams,
  cancellation: CancellationToken,
): Promise<CreateTokenSecretAnswer> {
  const prepared = plans.get(planId);
  const secret = prepared === undefined ? undefined : missingToken(prepared.plan.problems);
  if (prepared === undefined || secret === undefined)
    return { kind: 'failed', message: 'This plan is no longer kept; try again.' };
  const token = typed.trim();
  if (token === '') return { kind: 'failed', message: 'The token is empty; nothing was written.' };
  const permitted = prepared.guard.permit(confirmedContext);
  if (!permitted.ok) return { kind: 'failed', message: sayWriteRefusal(permitted.failure) };
  // The plan says that the token is missing, so it is made anew in any case.
  plans.delete(planId);
  const { plan, ports } = prepared;
  const written = await write(
    ports.cluster,
    plan,
    { secret, token },
    abortSignalOf(cancellation),
  ).finally(() => ports.cluster.close());
  return written.ok
    ? { kind: 'created', message: sayTokenCreated(secret) }
    : { kind: 'failed', message: sayTokenFailure(written.failure, plan.target) };
}
