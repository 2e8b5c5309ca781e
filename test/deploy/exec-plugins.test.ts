import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  commandLineOf,
  idOf,
  isKnownPlugin,
  type ExecPlugin,
} from '../../server/src/deploy/safety/exec-plugins.ts';
import { sayConnectFailure } from '../../server/src/deploy/sentences.ts';
import { openClusterAccess } from '../../server/src/lsp/cluster-access.ts';
import { connect, type ConnectChoice } from '../../server/src/node/kubernetes/cluster.ts';
import { readCredential } from '../../server/src/node/kubernetes/exec-plugin.ts';

const aws: ExecPlugin = {
  command: 'aws',
  args: ['eks', 'get-token', '--cluster-name', 'llm'],
  env: [{ name: 'AWS_PROFILE', value: 'models' }],
  file: '/home/me/.kube/config',
};

describe('a command is known', () => {
  test.each<[string, Partial<ExecPlugin>, boolean]>([
    ['by its name', {}, true],
    ['on Windows as well', { command: 'aws.exe' }, true],
    ['not by a path that ends in it', { command: '/tmp/aws' }, false],
    ['not when it is another', { command: 'awss' }, false],
    ['not with another PATH', { env: [{ name: 'PATH', value: '/tmp' }] }, false],
    [
      'not with a configuration that may name any program',
      { env: [{ name: 'AWS_CONFIG_FILE', value: '/tmp/c' }] },
      false,
    ],
  ])('%s', (_what, difference, expected) => {
    expect(isKnownPlugin({ ...aws, ...difference })).toBe(expected);
  });
});

test('one that was allowed is asked about again as soon as anything about it changes', () => {
  const others = [
    { ...aws, command: 'az' },
    { ...aws, args: [...aws.args, '--debug'] },
    { ...aws, env: [] },
    { ...aws, file: '/tmp/config' },
  ];
  expect(new Set([aws, ...others].map(idOf)).size).toBe(5);
});

test('the command line is shown whole, without what looks like a secret', () => {
  const env = [...aws.env, { name: 'MY_TOKEN', value: 'hunter2' }];
  expect(commandLineOf({ ...aws, env, args: ['-c', "it's `x`", 'hf_abcdefghijklmnopqr'] })).toBe(
    String.raw`AWS_PROFILE=models MY_TOKEN=(masked) aws -c 'it'\''s ${'`x`'}' (masked)`,
  );
});

describe('the language server', () => {
  const workspace = {
    settingsFor: () => ({}),
    machineSettings: () => ({
      protectedContexts: [],
      readOnlyContexts: [],
      kubeconfig: '/home/me/k',
      execPath: '/opt/bin',
    }),
    folders: () => ['file:///work/project'],
    chartFor: () => undefined,
    modelConfigsFor: () => [],
    ready: Promise.resolve(),
    refresh: () => Promise.resolve(),
  };

  test('runs known commands, and others once their very command line was allowed', () => {
    const access = openClusterAccess(workspace, {});
    const mine = { ...aws, command: '/home/me/login' };
    const { mayRun } = access.choice();
    expect([mayRun?.(aws), mayRun?.(mine)]).toEqual([true, false]);
    access.allowPlugin(idOf(mine));
    expect(mayRun?.(mine)).toBe(true);
    expect(mayRun?.({ ...mine, args: [] })).toBe(false);
    const later = openClusterAccess(workspace, { allowedPlugins: [idOf(mine)] });
    expect(later.choice().mayRun?.(mine)).toBe(true);
  });

  test('asks about even a known command when the kubeconfig lies in the project', () => {
    const access = openClusterAccess(workspace, {});
    const ofProject = { ...aws, file: '/work/project/.kube/config' };
    expect(access.choice().mayRun?.(ofProject)).toBe(false);
    expect(access.choice().mayRun?.({ ...aws, file: '/work/project-of-mine/config' })).toBe(true);
    access.allowPlugin(idOf(ofProject));
    expect(access.choice().mayRun?.(ofProject)).toBe(true);
  });

  test('touches no cluster from an untrusted workspace, until it is trusted', () => {
    const access = openClusterAccess(workspace, { isTrusted: false });
    expect(access.refusal()).toEqual({ kind: 'workspace-untrusted' });
    access.grantTrust();
    expect(access.refusal()).toBeUndefined();
    expect(openClusterAccess(workspace, {}).refusal()).toBeUndefined();
  });

  test('takes kubeconfig and search path from the machine', () => {
    expect(openClusterAccess(workspace, {}).choice()).toMatchObject({
      kubeconfig: '/home/me/k',
      execPath: '/opt/bin',
    });
  });
});

describe('running it', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'plugins-'));
  });

  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  test('an unknown command is not run, and the sentence shows all of it', () => {
    const kubeconfig = configure({ command: './login', args: ['--for', 'me'] });
    const connected = connect({ kubeconfig });
    expect(connected.ok ? '' : sayConnectFailure(connected.failure)).toBe(
      `The kubeconfig ${kubeconfig} signs in by running a command that is not known to be harmless, so it was not run: ${join(folder, 'login')} --for me`,
    );
  });

  test('one that must have a terminal is refused', () => {
    const kubeconfig = configure({ command: 'aws', interactiveMode: 'Always' });
    const connected = connect({ kubeconfig });
    expect(connected.ok ? '' : sayConnectFailure(connected.failure)).toContain(
      'through aws with "interactiveMode: Always"',
    );
  });

  test('it is told the protocol, given its variables, and found on the search path', async () => {
    const seen = join(folder, 'seen');
    program('bin/sign-in', `env > ${seen}; echo '${credential({ token: 'plugin-token' })}'`);
    const { headers, close } = await requestThrough(
      configure({
        command: 'sign-in',
        apiVersion: 'client.authentication.k8s.io/v1',
        env: [{ name: 'ACCOUNT', value: 'models' }],
      }),
      { execPath: join(folder, 'bin') },
    );
    close();
    expect(headers).toEqual(['Bearer plugin-token']);
    const env = readFileSync(seen, 'utf8');
    expect(env).toContain('ACCOUNT=models');
    expect(env).toContain('"apiVersion":"client.authentication.k8s.io/v1"');
  });

  test('a token that is about to expire is renewed before it does', async () => {
    const soon = new Date(Date.now() + 1).toISOString();
    const fresh = credential({ token: 't-PID', expirationTimestamp: soon });
    program('login', `echo '${fresh}' | sed "s/PID/$$/"`);
    const { headers, close } = await requestThrough(configure({ command: './login' }), {}, 2);
    close();
    expect(new Set(headers).size).toBe(2);
  });

  test.each([
    ['exit 3', 'could not sign in: it printed nothing'],
    ['echo "Bearer abcdefghijkl was refused" >&2; exit 1', 'Bearer (masked) was refused'],
    ['echo secret-of-mine', 'what it printed is no ExecCredential'],
    ['echo "{}"', 'what it printed is no ExecCredential'],
  ])('what goes wrong is said without what it printed: %s', async (script, sentence) => {
    program('login', script);
    const connected = connect({
      kubeconfig: configure({ command: './login' }),
      mayRun: () => true,
    });
    if (!connected.ok) throw new Error(connected.failure.kind);
    const answer = await connected.value.request({ method: 'GET', path: '/version' });
    const told = answer.kind === 'no-credentials' ? sayConnectFailure(answer.failure) : '';
    expect(told).toContain(sentence);
    expect(told).not.toContain('secret-of-mine');
  });

  function configure(exec: object, server = 'https://127.0.0.1:1'): string {
    const file = join(folder, 'config');
    writeFileSync(
      file,
      JSON.stringify({
        'current-context': 'c',
        contexts: [{ name: 'c', context: { cluster: 'c', user: 'u' } }],
        clusters: [{ name: 'c', cluster: { server } }],
        users: [{ name: 'u', user: { exec } }],
      }),
    );
    return file;
  }

  function program(name: string, script: string): void {
    const path = join(folder, name);
    mkdirSync(join(path, '..'), { recursive: true });
    writeFileSync(path, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  }

  /** The authorization headers of some requests to a server of the test's own. */
  async function requestThrough(
    kubeconfig: string,
    choice: ConnectChoice,
    requests = 1,
  ): Promise<{ headers: (string | undefined)[]; close: () => void }> {
    const headers: (string | undefined)[] = [];
    const server = createServer((request, response) => {
      headers.push(request.headers.authorization);
      response.end('{}');
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    writeFileSync(
      kubeconfig,
      readFileSync(kubeconfig, 'utf8').replace(
        'https://127.0.0.1:1',
        `http://127.0.0.1:${String(port)}`,
      ),
    );
    const connected = connect({ kubeconfig, mayRun: () => true, ...choice });
    if (!connected.ok) throw new Error(connected.failure.kind);
    for (let count = 0; count < requests; count++)
      await connected.value.request({ method: 'GET', path: '/version' });
    await connected.value.close();
    return { headers, close: () => server.close() };
  }
});

test('a credential is used until shortly before it expires, short-lived ones for most of their time', () => {
  const at = (ms: number): string => new Date(ms).toISOString();
  const now = Date.UTC(2026, 0, 1);
  const renewAt = (expiresMs: number): number | undefined =>
    readCredential(credential({ token: 't', expirationTimestamp: at(expiresMs) }), now)?.renewAtMs;
  expect(renewAt(now + 900_000)).toBe(now + 870_000);
  expect(renewAt(now + 40_000)).toBe(now + 30_000);
  expect(readCredential(credential({ token: 't' }), now)).toEqual({ token: 't' });
  expect(readCredential(credential({ clientCertificateData: 'c' }), now)).toBeUndefined();
});

function credential(status: object): string {
  return JSON.stringify({ kind: 'ExecCredential', status });
}
