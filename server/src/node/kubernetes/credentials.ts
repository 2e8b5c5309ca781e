import { readFileSync } from 'node:fs';
import type { RequestOptions } from 'node:https';
import { KubeConfig } from '@kubernetes/client-node';
import { failed, ok, type Result } from '../../base/result.ts';
import type { ConnectFailure } from '../../deploy/cluster/connect-failure.ts';
import { isMap, listAt, mapAt, textAt, type Json } from '../../deploy/objects/json.ts';
import type { ChosenContext } from './choose-context.ts';

/** What a request needs to be let in: TLS settings for the connection, headers for each request. */
export interface Credentials {
  readonly tls: RequestOptions;
  readonly headers: Readonly<Record<string, string | string[]>>;
}

export interface CredentialSource {
  /** The reference client's configuration, for what only it can do: proxies and web sockets. */
  readonly config: KubeConfig;
  /** Runs the exec plugin when its last token has expired. Requests that ask at once share one run. */
  current(): Promise<Result<Credentials, ConnectFailure>>;
}

const pluginLimitMs = 20_000;

export function openCredentials({ target, cluster, user }: ChosenContext): CredentialSource {
  const config = new KubeConfig();
  const exec = mapAt(user, 'exec');
  config.loadFromOptions({
    currentContext: target.context,
    contexts: [{ name: target.context, cluster: 'cluster', user: 'user' }],
    clusters: [clusterEntry(target.server, cluster)],
    users: [userEntry(user, execEntry(exec, cluster))],
  });
  let running: Promise<Result<Credentials, ConnectFailure>> | undefined;
  const read = async (): Promise<Result<Credentials, ConnectFailure>> => {
    try {
      const tls: RequestOptions = {};
      await withinLimit(config.applyToHTTPSOptions(tls));
      return ok({ tls, headers: { ...authorization(tls), ...impersonation(user) } });
    } catch (error) {
      return failed(explain(error, exec, target.kubeconfigs));
    } finally {
      running = undefined;
    }
  };
  return { config, current: () => (running ??= read()) };
}

function clusterEntry(server: string, cluster: Json): KubeConfig['clusters'][number] {
  const optional = {
    caData: textAt(cluster, 'certificate-authority-data'),
    caFile: textAt(cluster, 'certificate-authority'),
    tlsServerName: textAt(cluster, 'tls-server-name'),
    proxyUrl: textAt(cluster, 'proxy-url'),
  };
  // The client refuses plain HTTP unless told that certificates do not matter; there are none to check.
  const skipTLSVerify = cluster['insecure-skip-tls-verify'] === true || server.startsWith('http:');
  return { name: 'cluster', server, skipTLSVerify, ...defined(optional) };
}

function userEntry(user: Json, exec: Json | undefined): KubeConfig['users'][number] {
  const tokenFile = textAt(user, 'tokenFile');
  const token = textAt(user, 'token');
  const isFromFile = token === undefined && tokenFile !== undefined;
  const optional = {
    certData: textAt(user, 'client-certificate-data'),
    certFile: textAt(user, 'client-certificate'),
    keyData: textAt(user, 'client-key-data'),
    keyFile: textAt(user, 'client-key'),
    token,
    username: textAt(user, 'username'),
    password: textAt(user, 'password'),
  };
  return {
    name: 'user',
    ...(exec !== undefined && { exec }),
    ...(isFromFile && { authProvider: { name: 'tokenFile', config: { tokenFile } } }),
    ...defined(optional),
  };
}

/** The plugin is told what kubectl tells it: the protocol version, that nobody can be asked, and the cluster if it wants to know. */
function execEntry(exec: Json, cluster: Json): Json | undefined {
  if (Object.keys(exec).length === 0) return undefined;
  const info = {
    kind: 'ExecCredential',
    apiVersion: textAt(exec, 'apiVersion') ?? 'client.authentication.k8s.io/v1beta1',
    spec: {
      interactive: false,
      ...(exec['provideClusterInfo'] === true && { cluster: clusterInfo(cluster) }),
    },
  };
  const env = listAt(exec, 'env').filter(isMap);
  const told = { name: 'KUBERNETES_EXEC_INFO', value: JSON.stringify(info) };
  return { ...exec, args: listAt(exec, 'args'), env: [...env, told] };
}

function clusterInfo(cluster: Json): Json {
  const file = textAt(cluster, 'certificate-authority');
  const authority = file === undefined ? undefined : readFileSync(file).toString('base64');
  const rest = Object.entries(cluster).filter(([key]) => key !== 'certificate-authority');
  return {
    ...Object.fromEntries(rest),
    ...(authority !== undefined && { 'certificate-authority-data': authority }),
  };
}

function authorization({ headers, auth }: RequestOptions): Record<string, string> {
  if (auth !== undefined && auth !== null)
    return { authorization: `Basic ${Buffer.from(auth).toString('base64')}` };
  const bearer = isMap(headers) ? headers['Authorization'] : undefined;
  return typeof bearer === 'string' ? { authorization: bearer } : {};
}

function impersonation(user: Json): Record<string, string | string[]> {
  const name = textAt(user, 'as');
  if (name === undefined) return {};
  const groups = listAt(user, 'as-groups').filter((group) => typeof group === 'string');
  const uid = textAt(user, 'as-uid');
  return {
    'impersonate-user': name,
    ...(groups.length > 0 && { 'impersonate-group': groups }),
    ...(uid !== undefined && { 'impersonate-uid': uid }),
  };
}

async function withinLimit(applied: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`it did not finish within ${pluginLimitMs / 1000} seconds`));
    }, pluginLimitMs);
  });
  try {
    await Promise.race([applied, limit]);
  } finally {
    clearTimeout(timer);
  }
}

function explain(error: unknown, exec: Json, files: readonly string[]): ConnectFailure {
  const { code, path, message } = error as NodeJS.ErrnoException;
  const command = textAt(exec, 'command');
  const isSpawn =
    command !== undefined && (error as NodeJS.ErrnoException).syscall?.startsWith('spawn');
  if (isSpawn === true && code === 'ENOENT') {
    const hint = textAt(exec, 'installHint');
    return { kind: 'plugin-missing', command, ...(hint !== undefined && { hint }) };
  }
  if (command !== undefined && path === undefined)
    return { kind: 'plugin-failed', command, output: message };
  return { kind: 'kubeconfig-unreadable', file: path ?? files.join(', '), reason: message };
}

function defined<Map extends Record<string, string | undefined>>(
  map: Map,
): { [Key in keyof Map]?: string } {
  const entries = Object.entries(map).filter(([, value]) => value !== undefined && value !== '');
  return Object.fromEntries(entries) as { [Key in keyof Map]?: string };
}
