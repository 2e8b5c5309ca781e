import {
  HttpMethod,
  IsomorphicFetchHttpLibrary,
  KubeConfig,
  RequestContext,
} from '@kubernetes/client-node';
import { ok } from '../../server/src/base/result.ts';
import type { Cluster } from '../../server/src/deploy/cluster/ports.ts';
import { toAnswer } from '../../server/src/node/kubernetes/answer.ts';
import { connect } from '../../server/src/node/kubernetes/cluster.ts';

/** Sends each request as the reference client's generated methods do: signed by it, over its HTTP library. */
export function throughReferenceClient(kubeconfig: string): Cluster {
  const config = new KubeConfig();
  config.loadFromFile(kubeconfig);
  const connected = connect({ kubeconfig });
  if (!connected.ok) throw new Error(`The kubeconfig is refused: ${connected.failure.kind}`);
  const { target } = connected.value;
  const library = new IsomorphicFetchHttpLibrary();
  return {
    ...connected.value,
    request: async ({ method, path, query = {}, body, contentType = 'application/json' }) => {
      const context = new RequestContext(`${target.server}${path}`, HttpMethod[method]);
      for (const [name, value] of Object.entries(query)) context.setQueryParam(name, value);
      context.setHeaderParam('accept', 'application/json');
      if (body !== undefined) {
        context.setHeaderParam('content-type', contentType);
        context.setBody(body);
      }
      await config.applySecurityAuthentication(context);
      const answer = await library.send(context).toPromise();
      return toAnswer(answer.httpStatusCode, answer.headers, await answer.body.text());
    },
    reread: () => Promise.resolve(ok(target)),
    close: () => Promise.resolve(),
  };
}
