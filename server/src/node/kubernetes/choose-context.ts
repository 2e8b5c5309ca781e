import { createHash } from 'node:crypto';
import { failed, ok, type Result } from '../../base/result.ts';
import type { ConnectFailure } from '../../deploy/cluster/connect-failure.ts';
import { at, isMap, listAt, mapAt, textAt, type Json } from '../../deploy/objects/json.ts';
import type { Target } from '../../deploy/cluster/target.ts';
import type { ExecPlugin } from '../../deploy/safety/exec-plugins.ts';
import type { Kubeconfig } from './kubeconfig.ts';

/** A context with the entries it refers to. */
export interface ChosenContext {
  readonly target: Target;
  readonly cluster: Json;
  readonly user: Json;
  /** Absent when the user signs in without a command. */
  readonly plugin?: ExecPlugin;
}

/** The context that was asked for, else the current one. Never anything that no file defines. */
export function chooseContext(
  kubeconfig: Kubeconfig,
  wanted?: string,
): Result<ChosenContext, ConnectFailure> {
  const { files, contexts, clusters, users, currentContext } = kubeconfig;
  const name = wanted ?? currentContext;
  const known = [...contexts.keys()];
  if (name === '') return failed({ kind: 'no-current-context', contexts: known });
  const context = contexts.get(name);
  if (context === undefined)
    return failed({ kind: 'context-unknown', context: name, contexts: known });

  const incomplete = (missing: 'cluster' | 'user' | 'server', what: string): ConnectFailure => ({
    ...{ kind: 'context-incomplete', context: name, missing, name: what },
  });
  const clusterName = textAt(context, 'cluster') ?? '';
  const cluster = clusters.get(clusterName);
  if (cluster === undefined) return failed(incomplete('cluster', clusterName));
  const { server, login } = readServer(cluster);
  if (server === '') return failed(incomplete('server', clusterName));
  const userName = textAt(context, 'user') ?? '';
  const entry = users.get(userName);
  if (entry === undefined) return failed(incomplete('user', userName));
  const signsIn = ['token', 'tokenFile', 'exec', 'username'].some((way) => way in entry);
  const user = signsIn ? entry : { ...login, ...entry };
  const provider = textAt(user, 'auth-provider', 'name');
  if (provider !== undefined)
    return failed({ kind: 'auth-provider-retired', user: userName, provider });

  if (textAt(user, 'exec', 'interactiveMode') === 'Always')
    return failed({ kind: 'plugin-interactive', command: textAt(user, 'exec', 'command') ?? '' });
  const plugin = pluginOf(user, kubeconfig.userFiles.get(userName) ?? '');

  const hash = createHash('sha256').update(JSON.stringify([cluster, user]));
  return ok({
    cluster,
    user,
    ...(plugin !== undefined && { plugin }),
    target: {
      kubeconfigs: files,
      context: name,
      server,
      user: userName,
      namespace: textAt(context, 'namespace') ?? 'default',
      fingerprint: hash.digest('hex'),
      isUnverified: cluster['insecure-skip-tls-verify'] === true,
    },
  });
}

/** Where a cluster answers. An address may hold a login, as kubectl takes it; it is no part of what is shown. */
export function readServer(cluster: Json | undefined): {
  readonly server: string;
  readonly login?: { readonly username: string; readonly password: string };
} {
  const server = textAt(cluster, 'server')?.replace(/\/+$/, '') ?? '';
  const [, scheme, name, password, rest] =
    /^([a-z]+:\/\/)([^/@:]*)(?::([^/@]*))?@(.*)$/i.exec(server) ?? [];
  if (scheme === undefined || name === undefined || rest === undefined) return { server };
  const login = {
    username: decoded(name),
    password: decoded(password ?? ''),
  };
  return { server: scheme + rest, login };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function pluginOf(user: Json, file: string): ExecPlugin | undefined {
  if (!isMap(at(user, 'exec'))) return undefined;
  const exec = mapAt(user, 'exec');
  return {
    command: textAt(exec, 'command') ?? '',
    args: listAt(exec, 'args').map(String),
    env: listAt(exec, 'env').map((variable) => ({
      name: textAt(variable, 'name') ?? '',
      value: textAt(variable, 'value') ?? '',
    })),
    file,
  };
}
