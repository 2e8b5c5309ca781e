import { sayConnectFailure } from '../../deploy/sentences.ts';
import type { ContextsAnswer } from '../../protocol.ts';
import type { Session } from '../session.ts';

/** inference/contexts: the contexts that deploy could use. Runs nothing and connects to nothing. */
export async function contexts(
  { ports, access }: Session,
  params: { readonly kubeconfig?: string },
): Promise<ContextsAnswer> {
  const refusal = access.refusal();
  if (refusal !== undefined) return { kind: 'failed', message: sayConnectFailure(refusal) };
  const clusters = await ports.clusters();
  const listed = clusters.contexts(access.choice(params));
  return listed.ok
    ? { kind: 'contexts', ...listed.value }
    : { kind: 'failed', message: sayConnectFailure(listed.failure) };
}
