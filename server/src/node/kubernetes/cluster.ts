import { request as dispatch, type Dispatcher } from 'undici';
import { failed, ok, type Result } from '../../base/result.ts';
import type { ConnectFailure } from '../../deploy/cluster/connect-failure.ts';
import { textAt } from '../../deploy/objects/json.ts';
import type { ApiAnswer, ApiRequest, Cluster } from '../../deploy/cluster/ports.ts';
import { isKnownPlugin, type MayRun } from '../../deploy/safety/exec-plugins.ts';
import { toFailure } from '../http/failure.ts';
import { toAnswer } from './answer.ts';
import { chooseContext, readServer, type ChosenContext } from './choose-context.ts';
import { openConnection, openStreams } from './connection.ts';
import { openCredentials, type Credentials } from './credentials.ts';
import { openForward } from './forward.ts';
import { readKubeconfig, type KubeconfigChoice } from './kubeconfig.ts';

export interface ConnectChoice extends KubeconfigChoice {
  /** The current one when absent. */
  readonly context?: string;
  /** The context's own when absent. */
  readonly namespace?: string;
  /** Absent: known commands are run. */
  readonly mayRun?: MayRun;
  /** Folders in which commands of the kubeconfig are looked for before the PATH. */
  readonly execPath?: string;
}

/**
 * Freezes the cluster that the kubeconfig names now. Reads files only: the first request runs the exec
 * plugin and opens the connection. Loading this file takes 200 to 300 ms, so it is imported on demand.
 */
export function connect(choice: ConnectChoice): Result<Cluster, ConnectFailure> {
  const chosen = choose(choice);
  if (!chosen.ok) return chosen;
  const { plugin } = chosen.value;
  const { mayRun = isKnownPlugin } = choice;
  if (plugin !== undefined && !mayRun(plugin))
    return failed({ kind: 'plugin-not-allowed', plugin });
  return ok(openCluster(choice, chosen.value));
}

export interface ContextList {
  readonly current: string;
  readonly contexts: readonly {
    readonly name: string;
    readonly server: string;
    readonly namespace: string;
  }[];
}

/** The contexts to choose from. Runs nothing and connects to nothing. */
export function listContexts(choice: KubeconfigChoice): Result<ContextList, ConnectFailure> {
  const kubeconfig = readKubeconfig(choice);
  if (!kubeconfig.ok) return kubeconfig;
  const { contexts, clusters, currentContext } = kubeconfig.value;
  return ok({
    current: currentContext,
    contexts: [...contexts].map(([name, context]) => ({
      name,
      server: readServer(clusters.get(textAt(context, 'cluster') ?? '')).server,
      namespace: textAt(context, 'namespace') ?? 'default',
    })),
  });
}

function choose(choice: ConnectChoice): Result<ChosenContext, ConnectFailure> {
  const kubeconfig = readKubeconfig(choice);
  if (!kubeconfig.ok) return failed(kubeconfig.failure);
  const chosen = chooseContext(kubeconfig.value, choice.context);
  if (!chosen.ok || choice.namespace === undefined) return chosen;
  const target = { ...chosen.value.target, namespace: choice.namespace };
  return ok({ ...chosen.value, target });
}

function openCluster(choice: ConnectChoice, chosen: ChosenContext): Cluster {
  const { target } = chosen;
  let credentials = openCredentials(chosen, choice.execPath);
  let connection: Dispatcher | undefined;
  let certificate = '';
  let streams: Dispatcher | undefined;

  const send = async (
    { method, body, contentType = 'application/json', ...place }: ApiRequest,
    { open, read, signal }: Way,
  ): Promise<ApiAnswer> => {
    if (signal?.aborted === true) return { kind: 'cancelled' };
    const admitted = await credentials.current();
    if (!admitted.ok) return { kind: 'no-credentials', failure: admitted.failure };
    try {
      const answer = await dispatch(urlOf(target.server, place), {
        dispatcher: await open(admitted.value),
        method,
        headers: {
          ...admitted.value.headers,
          accept: 'application/json',
          'user-agent': 'inference-charts',
          ...(body !== undefined && { 'content-type': contentType }),
        },
        ...(body !== undefined && { body }),
        ...(signal && { signal }),
      });
      const text = await (answer.statusCode < 300 ? read(answer.body) : answer.body.text());
      return toAnswer(
        answer.statusCode,
        answer.headers,
        answer.statusCode < 300 ? text : withoutOurs(text, admitted.value),
      );
    } catch (error) {
      const failure = toFailure(error);
      if (failure === undefined) throw error;
      return failure;
    }
  };

  const once = (request: ApiRequest, signal?: AbortSignal): Promise<ApiAnswer> =>
    send(request, {
      open: async (admitted) => {
        // A plugin may hand out a new client certificate, which belongs to the connection.
        if (connection !== undefined && certificate !== certificateOf(admitted)) {
          void connection.close();
          connection = undefined;
        }
        certificate = certificateOf(admitted);
        return (connection ??= await openConnection(credentials, admitted));
      },
      read: (body) => body.text(),
      ...(signal && { signal }),
    });

  return {
    target,
    request: async (request, signal) => {
      const answer = await once(request, signal);
      // The server may close an idle connection in the moment it is used again; reading twice harms nothing.
      if (request.method === 'GET' && answer.kind === 'unreachable' && answer.wasSent)
        return once(request, signal);
      // A plugin's token can be revoked before it expires; one fresh run of the plugin tells.
      const isRefused = answer.kind === 'answered' && answer.status === 401;
      if (!isRefused || chosen.user['exec'] === undefined) return answer;
      credentials = openCredentials(chosen, choice.execPath);
      return once(request, signal);
    },
    stream: (request, onText, signal) =>
      send(request, {
        open: async (admitted) => (streams ??= await openStreams(credentials, admitted)),
        read: async (body) => {
          for await (const text of body.setEncoding('utf8')) onText(String(text));
          return '';
        },
        ...(signal && { signal }),
      }),
    forward: (choose) => openForward(() => credentials, choose),
    reread: () => {
      const now = choose(choice);
      return Promise.resolve(now.ok ? ok(now.value.target) : now);
    },
    close: async () => {
      await Promise.all([connection?.close(), streams?.destroy()]);
      connection = undefined;
      streams = undefined;
    },
  };
}

function certificateOf({ tls }: Credentials): string {
  return tls.cert === undefined ? '' : String(tls.cert);
}

/** Some proxies answer with the request they got; what let us in must not end in a message. */
function withoutOurs(text: string, { headers }: Credentials): string {
  const [scheme = '', secret = ''] = String(headers['authorization'] ?? '').split(' ');
  return secret === '' ? text : text.replaceAll(secret, `(${scheme.toLowerCase()} credential)`);
}

interface Way {
  readonly open: (admitted: Credentials) => Promise<Dispatcher>;
  readonly read: (body: Dispatcher.ResponseData['body']) => Promise<string>;
  readonly signal?: AbortSignal;
}

function urlOf(server: string, { path, query }: Pick<ApiRequest, 'path' | 'query'>): string {
  const search = query === undefined ? '' : `?${new URLSearchParams(query).toString()}`;
  return `${server}${path}${search}`;
}
