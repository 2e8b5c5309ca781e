import { readFileSync } from 'node:fs';
import type { RequestOptions } from 'node:https';
import { KubeConfig } from '@kubernetes/client-node';
import { failed, ok, type Result } from '../../base/result.ts';
import type { ConnectFailure } from '../../deploy/cluster/connect-failure.ts';
import { isMap, listAt, mapAt, textAt, type Json } from '../../deploy/objects/json.ts';
import { withoutSecrets } from '../../deploy/safety/redact.ts';
import type { ChosenContext } from './choose-context.ts';
import { runPlugin, type ExecCredential } from './exec-plugin.ts';
import { proxyFor } from '../http/proxy.ts';

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

export function openCredentials(
  { target, cluster, user, plugin }: ChosenContext,
  searchPath?: string,
): CredentialSource {
  const config = new KubeConfig();
  config.loadFromOptions({
    currentContext: target.context,
    contexts: [{ name: target.context, cluster: 'cluster', user: 'user' }],
    clusters: [clusterEntry(target.server, cluster)],
    users: [userEntry(user)],
  });
  impersonate(config, impersonation(user));
  let credential: ExecCredential = {};
  const renew = async (): Promise<Result<undefined, ConnectFailure>> => {
    const isFresh = Date.now() < (credential.renewAtMs ?? Infinity);
    if (plugin === undefined || (isFresh && Object.keys(credential).length > 0))
      return ok(undefined);
    const installHint = textAt(user, 'exec', 'installHint');
    const ran = await runPlugin(plugin, {
      told: toldToPlugin(mapAt(user, 'exec'), cluster),
      ...(searchPath !== undefined && { searchPath }),
      ...(installHint !== undefined && { installHint }),
    });
    if (!ran.ok) return ran;
    credential = ran.value;
    // So that web sockets and SOCKS, which the reference client opens, are let in as well.
    config.users = [userEntry({ ...user, ...asUser(credential) })];
    return ok(undefined);
  };
  let running: Promise<Result<Credentials, ConnectFailure>> | undefined;
  const read = async (): Promise<Result<Credentials, ConnectFailure>> => {
    try {
      const renewed = await renew();
      if (!renewed.ok) return renewed;
      const tls: RequestOptions = {};
      await config.applyToHTTPSOptions(tls);
      return ok({ tls, headers: { ...authorization(tls), ...impersonation(user) } });
    } catch (error) {
      const { path, message } = error as NodeJS.ErrnoException;
      const file = path ?? target.kubeconfigs.join(', ');
      return failed({ kind: 'kubeconfig-unreadable', file, reason: withoutSecrets(message) });
    } finally {
      running = undefined;
    }
  };
  return { config, current: () => (running ??= read()) };
}

/** The reference client knows one of the three headers at most, and web sockets are opened by it. */
function impersonate(config: KubeConfig, headers: Credentials['headers']): void {
  const apply = config.applyToHTTPSOptions.bind(config);
  config.applyToHTTPSOptions = async (options: RequestOptions) => {
    await apply(options);
    options.headers = { ...(isMap(options.headers) ? options.headers : {}), ...headers };
  };
}

function clusterEntry(server: string, cluster: Json): KubeConfig['clusters'][number] {
  const optional = {
    caData: textAt(cluster, 'certificate-authority-data'),
    caFile: textAt(cluster, 'certificate-authority'),
    tlsServerName: textAt(cluster, 'tls-server-name'),
    proxyUrl: textAt(cluster, 'proxy-url') ?? proxyFor(server, process.env),
  };
  // The client refuses plain HTTP unless told that certificates do not matter; there are none to check.
  const skipTLSVerify = cluster['insecure-skip-tls-verify'] === true || server.startsWith('http:');
  return { name: 'cluster', server, skipTLSVerify, ...defined(optional) };
}

function userEntry(user: Json): KubeConfig['users'][number] {
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
    ...(isFromFile && { authProvider: { name: 'tokenFile', config: { tokenFile } } }),
    ...defined(optional),
  };
}

/** A credential as a kubeconfig would have it. */
function asUser({ token, certificate, key }: ExecCredential): Json {
  const encoded = (text: string): string => Buffer.from(text).toString('base64');
  return {
    ...(token !== undefined && { token }),
    ...(certificate !== undefined && { 'client-certificate-data': encoded(certificate) }),
    ...(key !== undefined && { 'client-key-data': encoded(key) }),
  };
}

/** What kubectl tells a plugin: the protocol version, that nobody can be asked, and the cluster if it wants to know. */
function toldToPlugin(exec: Json, cluster: Json): string {
  return JSON.stringify({
    kind: 'ExecCredential',
    apiVersion: textAt(exec, 'apiVersion') ?? 'client.authentication.k8s.io/v1beta1',
    spec: {
      interactive: false,
      ...(exec['provideClusterInfo'] === true && { cluster: clusterInfo(cluster) }),
    },
  });
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

function defined<Map extends Record<string, string | undefined>>(
  map: Map,
): { [Key in keyof Map]?: string } {
  const entries = Object.entries(map).filter(([, value]) => value !== undefined && value !== '');
  return Object.fromEntries(entries) as { [Key in keyof Map]?: string };
}
