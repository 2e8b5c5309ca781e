import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, dirname, join, resolve, sep } from 'node:path';
import { loadYaml } from '@kubernetes/client-node';
import { failed, ok, type Result } from '../../base/result.ts';
import type { ConnectFailure } from '../../deploy/cluster/connect-failure.ts';
import { isMap, listAt, mapAt, textAt, type Json } from '../../deploy/objects/json.ts';

/** The kubeconfig files merged as kubectl merges them, every path in them made absolute. */
export interface Kubeconfig {
  /** Those that exist, in order of precedence. */
  readonly files: readonly string[];
  readonly currentContext: string;
  readonly contexts: ReadonlyMap<string, Json>;
  readonly clusters: ReadonlyMap<string, Json>;
  readonly users: ReadonlyMap<string, Json>;
  /** The file that each user is from. */
  readonly userFiles: ReadonlyMap<string, string>;
}

export interface KubeconfigChoice {
  /** One file, as `kubectl --kubeconfig` takes it: it must exist. */
  readonly kubeconfig?: string;
}

/**
 * Reads what kubectl would: the file that was asked for, else the list in KUBECONFIG without those that
 * are missing, else ~/.kube/config. The first file that defines a name wins.
 * Source: kubernetes.io/docs/concepts/configuration/organize-cluster-access-kubeconfig (1.35).
 */
export function readKubeconfig(
  { kubeconfig }: KubeconfigChoice,
  env: Readonly<Record<string, string | undefined>> = process.env,
): Result<Kubeconfig, ConnectFailure> {
  const looked = kubeconfig === undefined ? defaultFiles(env) : [resolve(kubeconfig)];
  const files = looked.filter((file) => existsSync(file));
  if (files.length === 0) return failed({ kind: 'no-kubeconfig', looked });
  const parts: Json[] = [];
  for (const file of files) {
    const part = readFile(file);
    if (!part.ok) return part;
    parts.push(part.value);
  }
  return ok({
    files,
    currentContext: parts.map((part) => textAt(part, 'current-context')).find(Boolean) ?? '',
    contexts: merge(parts, 'contexts', 'context'),
    clusters: merge(parts, 'clusters', 'cluster'),
    users: merge(parts, 'users', 'user'),
    userFiles: new Map(
      // From the last to the first, so that the first wins.
      parts
        .flatMap((part, index) =>
          namesIn(part, 'users').map((name) => [name, files[index] ?? ''] as const),
        )
        .toReversed(),
    ),
  });
}

function defaultFiles(env: Readonly<Record<string, string | undefined>>): string[] {
  const listed = (env['KUBECONFIG'] ?? '').split(delimiter).filter((file) => file !== '');
  if (listed.length > 0) return [...new Set(listed.map((file) => resolve(file)))];
  return [join(env['HOME'] ?? env['USERPROFILE'] ?? homedir(), '.kube', 'config')];
}

function readFile(file: string): Result<Json, ConnectFailure> {
  try {
    const text = readFileSync(file, 'utf8');
    // An empty file is an empty kubeconfig to kubectl, and an error to the YAML reader.
    const config: unknown = text.trim() === '' ? {} : loadYaml(text);
    if (!isMap(config)) throw new Error('it is not a map');
    return ok(withAbsolutePaths(config, dirname(file)));
  } catch (error) {
    const [reason = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
    return failed({ kind: 'kubeconfig-unreadable', file, reason });
  }
}

function merge(parts: readonly Json[], list: string, entry: string): ReadonlyMap<string, Json> {
  const merged = new Map<string, Json>();
  for (const item of parts.flatMap((part) => listAt(part, list))) {
    const name = textAt(item, 'name');
    if (name !== undefined && !merged.has(name)) merged.set(name, mapAt(item, entry));
  }
  return merged;
}

function namesIn(part: Json, list: string): string[] {
  return listAt(part, list).flatMap((item) => textAt(item, 'name') ?? []);
}

/** Paths in a kubeconfig are relative to the file that they stand in; a bare command is looked up on the PATH. */
function withAbsolutePaths(config: Json, directory: string): Json {
  const absolute = (map: Json, keys: readonly string[]): Json =>
    Object.fromEntries(
      Object.entries(map).map(([key, value]) =>
        keys.includes(key) && typeof value === 'string' && value !== ''
          ? [key, resolve(directory, value)]
          : [key, value],
      ),
    );
  const inEach = (list: string, entry: string, change: (map: Json) => Json): unknown[] =>
    listAt(config, list).map((item) =>
      isMap(item) ? { ...item, [entry]: change(mapAt(item, entry)) } : item,
    );
  return {
    ...config,
    clusters: inEach('clusters', 'cluster', (map) => absolute(map, ['certificate-authority'])),
    users: inEach('users', 'user', (map) => {
      const user = absolute(map, ['client-certificate', 'client-key', 'tokenFile']);
      const command = textAt(user, 'exec', 'command') ?? '';
      const isPath = command.includes('/') || command.includes(sep);
      if (!isPath) return user;
      return { ...user, exec: { ...mapAt(user, 'exec'), command: resolve(directory, command) } };
    }),
  };
}
