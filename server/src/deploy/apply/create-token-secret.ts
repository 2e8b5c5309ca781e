import { failed, ok, type Result } from '../../base/result.ts';
import { textAt } from '../objects/json.ts';
import type { Cluster } from '../cluster/ports.ts';
import { readAnswer, type Refusal } from '../cluster/refusal.ts';
import { compareTargets } from '../cluster/target.ts';
import { readLive } from '../plan/planned-object.ts';
import type { Plan } from '../plan/plan.ts';
import type { TokenSecret } from '../preflight/token-secret.ts';

export type TokenFailure =
  /** The kubeconfig, or the cluster behind it, is no longer the one that the user saw. */
  { readonly kind: 'moved' } | { readonly kind: 'refused'; readonly refusal: Refusal };

/** Not Helm's: a token that was typed here is no part of a release, and outlives it. */
const manager = 'inference-charts';

/**
 * Writes the token under its key and leaves other keys of the Secret alone. It makes the namespace when
 * there is none, as applying the plan would. The token goes nowhere but into the body of one request;
 * what a server says of that body is not passed on.
 */
export async function createTokenSecret(
  cluster: Cluster,
  plan: Pick<Plan, 'target' | 'clusterUid'>,
  { secret, token }: { readonly secret: TokenSecret; readonly token: string },
  signal?: AbortSignal,
): Promise<Result<undefined, TokenFailure>> {
  const { namespace, name, key } = secret;
  const target = await cluster.reread();
  if (!target.ok || compareTargets(plan.target, target.value).length > 0)
    return failed({ kind: 'moved' });
  const system = await readLive(cluster, '/api/v1/namespaces/kube-system', signal);
  const uid = system.ok ? textAt(system.value, 'metadata', 'uid') : undefined;
  if (uid !== plan.clusterUid) return failed({ kind: 'moved' });

  const home = `/api/v1/namespaces/${encodeURIComponent(namespace)}`;
  const place = await readLive(cluster, home, signal);
  if (place.ok && place.value === undefined) {
    const object = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } };
    const made = await apply(cluster, { path: home, object }, signal);
    if (!made.ok) return failed({ kind: 'refused', refusal: made.failure });
  }
  const written = await apply(
    cluster,
    {
      path: `${home}/secrets/${encodeURIComponent(name)}`,
      object: {
        ...{ apiVersion: 'v1', kind: 'Secret', metadata: { name, namespace }, type: 'Opaque' },
        data: { [key]: Buffer.from(token).toString('base64') },
      },
    },
    signal,
  );
  return written.ok
    ? ok(undefined)
    : failed({ kind: 'refused', refusal: withoutToken(written.failure, token) });
}

async function apply(
  cluster: Cluster,
  { path, object }: { readonly path: string; readonly object: object },
  signal?: AbortSignal,
): Promise<Result<unknown, Refusal>> {
  return readAnswer(
    await cluster.request(
      {
        method: 'PATCH',
        path,
        query: { fieldManager: manager, fieldValidation: 'Strict', force: 'false' },
        body: JSON.stringify(object),
        contentType: 'application/apply-patch+yaml',
      },
      signal,
    ),
  );
}

/** An admission webhook may quote what it refuses. */
function withoutToken(refusal: Refusal, token: string): Refusal {
  const told = JSON.stringify(refusal);
  const secrets = [token, Buffer.from(token).toString('base64')];
  if (!secrets.some((secret) => told.includes(secret))) return refusal;
  return {
    kind: 'invalid',
    message: 'the Secret was refused; the reason holds the token',
    causes: [],
  };
}
