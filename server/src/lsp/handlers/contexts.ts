import { sayConnectFailure } from '../../deploy/sentences.ts';
import type { ContextsAnswer } from '../../protocol.ts';
import type { Session } from '../session.ts';

/** inference/contexts: the contexts that deploy could use. Runs nothing and connects to nothing. */
export async function contexts(
  { ports, workspace }: Session,
  params: { readonly kubeconfig?: string },
): Promise<ContextsAnswer> {
  const kubeconfig = params.kubeconfig ?? workspace.settingsFor('').kubeconfig;
  const clusters = await ports.clusters();
  const listed = clusters.contexts({ ...(kubeconfig !== undefined && { kubeconfig }) });
  return listed.ok
    ? { kind: 'contexts', ...listed.value }
    : { kind: 'failed', message: sayConnectFailure(listed.failure) };
}
