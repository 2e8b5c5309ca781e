import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { sayConnectFailure } from '../../server/src/deploy/sentences.ts';
import { chooseContext } from '../../server/src/node/kubernetes/choose-context.ts';
import { listContexts } from '../../server/src/node/kubernetes/cluster.ts';
import { readKubeconfig, type Kubeconfig } from '../../server/src/node/kubernetes/kubeconfig.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kubeconfig-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

test('of several files the first to define a name wins, and missing ones are skipped', () => {
  const first = file(
    'first',
    `
current-context: ""
clusters: [{ name: c, cluster: { server: https://first } }]
contexts: [{ name: a, context: { cluster: c, user: u } }]
`,
  );
  const second = file(
    'second',
    `
current-context: b
clusters: [{ name: c, cluster: { server: https://second } }, { name: d, cluster: { server: https://d } }]
contexts: [{ name: b, context: { cluster: d, user: u, namespace: models } }]
users: [{ name: u, user: { token: t } }]
`,
  );
  const third = file('third', 'current-context: a\n');
  const list = [join(folder, 'missing'), first, second, third, first].join(delimiter);
  const merged = read({ KUBECONFIG: list });
  expect(merged.files).toEqual([first, second, third]);
  expect(merged.currentContext).toBe('b');
  expect(merged.clusters.get('c')).toEqual({ server: 'https://first' });
  expect(chooseContext(merged)).toMatchObject({
    ok: true,
    value: { target: { context: 'b', server: 'https://d', user: 'u', namespace: 'models' } },
  });
  expect(chooseContext(merged, 'a')).toMatchObject({
    value: { target: { server: 'https://first', namespace: 'default' } },
  });
});

test('a login in the address of a cluster signs in, and is no part of the address that is shown', () => {
  const config = file(
    'config',
    `
clusters: [{ name: c, cluster: { server: 'https://ops:p%40ss@host:6443/' } }]
contexts: [{ name: a, context: { cluster: c, user: u } }, { name: b, context: { cluster: c, user: v } }]
users: [{ name: u, user: {} }, { name: v, user: { token: t } }]
`,
  );
  const merged = read({ KUBECONFIG: config });
  expect(chooseContext(merged, 'a')).toMatchObject({
    value: {
      target: { server: 'https://host:6443' },
      user: { username: 'ops', password: 'p@ss' },
    },
  });
  expect(chooseContext(merged, 'b')).toMatchObject({ value: { user: { token: 't' } } });
  expect(JSON.stringify(chooseContext(merged, 'b'))).not.toContain('"username"');
  expect(listContexts({ kubeconfig: config })).toMatchObject({
    value: { contexts: [{ server: 'https://host:6443' }, { server: 'https://host:6443' }] },
  });
});

test('without KUBECONFIG it is the one in the home directory', () => {
  const home = file('.kube/config', 'contexts: [{ name: home, context: {} }]\n');
  expect(read({ HOME: folder }).files).toEqual([home]);
});

test('paths in a file are relative to it, a bare command is not a path', () => {
  const config = file(
    'sub/config',
    `
clusters: [{ name: c, cluster: { server: https://c, certificate-authority: pki/ca.crt } }]
users:
  - { name: plugin, user: { exec: { command: ./bin/login } } }
  - { name: aws, user: { exec: { command: aws } } }
  - { name: files, user: { client-certificate: me.crt, client-key: /etc/me.key, tokenFile: token } }
`,
  );
  const { clusters, users } = read({ KUBECONFIG: config });
  const sub = join(folder, 'sub');
  expect(clusters.get('c')).toMatchObject({ 'certificate-authority': join(sub, 'pki/ca.crt') });
  expect(users.get('plugin')).toEqual({ exec: { command: join(sub, 'bin/login') } });
  expect(users.get('aws')).toEqual({ exec: { command: 'aws' } });
  expect(users.get('files')).toEqual({
    'client-certificate': join(sub, 'me.crt'),
    'client-key': '/etc/me.key',
    tokenFile: join(sub, 'token'),
  });
});

test('an empty file is an empty kubeconfig', () => {
  expect(failureOf(read({ KUBECONFIG: file('config', '') }))).toBe(
    'The kubeconfig has no current context. Choose one of its contexts: it has none.',
  );
});

test.each([
  [
    'no kubeconfig at all, and never localhost:8080',
    undefined,
    /^There is no kubeconfig: looked for \S+\/\.kube\/config\. Set KUBECONFIG/,
  ],
  ['text that is not YAML', 'clusters: [', /^The kubeconfig \S+ cannot be read: /],
  ['YAML that is not a map', '- a\n', /^The kubeconfig \S+ cannot be read: it is not a map\.$/],
])('%s', (_what, text, sentence) => {
  if (text !== undefined) file('.kube/config', text);
  const result = readKubeconfig({}, { HOME: folder });
  expect(result.ok ? '' : sayConnectFailure(result.failure)).toMatch(sentence);
});

test.each([
  [
    'current-context: gone\ncontexts: [{ name: a, context: {} }]',
    'The kubeconfig has no context gone. It has a.',
  ],
  [
    'contexts: [{ name: a, context: {} }, { name: b, context: {} }]',
    'The kubeconfig has no current context. Choose one of its contexts: a and b.',
  ],
  [
    'current-context: a\ncontexts: [{ name: a, context: { cluster: c } }]',
    'Context a names cluster c, which the kubeconfig does not define.',
  ],
  [
    'current-context: a\ncontexts: [{ name: a, context: { cluster: c } }]\nclusters: [{ name: c, cluster: {} }]',
    'Cluster c of context a has no server address in the kubeconfig.',
  ],
  [
    'current-context: a\ncontexts: [{ name: a, context: { cluster: c, user: u } }]\nclusters: [{ name: c, cluster: { server: https://c } }]',
    'Context a names user u, which the kubeconfig does not define.',
  ],
  [
    'current-context: a\ncontexts: [{ name: a, context: { cluster: c, user: u } }]\nclusters: [{ name: c, cluster: { server: https://c } }]\nusers: [{ name: u, user: { auth-provider: { name: gcp } } }]',
    'User u signs in through the auth-provider gcp, which Kubernetes removed in 1.26. Create the kubeconfig again with the current tool of your cloud, which uses an exec plugin.',
  ],
])('a context that leads nowhere: %#', (text, sentence) => {
  expect(failureOf(read({ KUBECONFIG: file('config', text) }))).toBe(sentence);
});

function read(env: Record<string, string>): Kubeconfig {
  const result = readKubeconfig({}, env);
  if (!result.ok) throw new Error(result.failure.kind);
  return result.value;
}

function failureOf(kubeconfig: Kubeconfig): string {
  const chosen = chooseContext(kubeconfig);
  return chosen.ok ? '' : sayConnectFailure(chosen.failure);
}

function file(name: string, text: string): string {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  return path;
}
