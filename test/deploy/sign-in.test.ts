import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import { createServer as createTcpServer, type AddressInfo, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { chooseContext } from '../../server/src/node/kubernetes/choose-context.ts';
import { connect } from '../../server/src/node/kubernetes/cluster.ts';
import { openCredentials } from '../../server/src/node/kubernetes/credentials.ts';
import { readKubeconfig } from '../../server/src/node/kubernetes/kubeconfig.ts';

/** What kubectl would send and how it would connect, for each way of signing in that a kubeconfig has. */

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sign-in-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

test.each<[string, object, IncomingHttpHeaders]>([
  ['an empty user is anonymous', {}, { authorization: undefined }],
  ['a token', { token: 't' }, { authorization: 'Bearer t' }],
  [
    'a name and password',
    { username: 'me', password: 'pw' },
    { authorization: `Basic ${Buffer.from('me:pw').toString('base64')}` },
  ],
  [
    'a token in a file beside the kubeconfig',
    { tokenFile: 'token' },
    { authorization: 'Bearer f' },
  ],
  [
    'the token wins over its file',
    { token: 't', tokenFile: 'token' },
    { authorization: 'Bearer t' },
  ],
  [
    'as somebody else, with groups and uid',
    { token: 't', as: 'bob', 'as-groups': ['a', 'b'], 'as-uid': '7' },
    { 'impersonate-user': 'bob', 'impersonate-group': 'a, b', 'impersonate-uid': '7' },
  ],
])('%s', async (_what, user, expected) => {
  const seen: IncomingHttpHeaders[] = [];
  const server = createServer((request, response) => {
    seen.push(request.headers);
    response.end('{}');
  }).listen(0, '127.0.0.1');
  const url = `http://127.0.0.1:${String(await portOf(server))}`;
  writeFileSync(join(folder, 'token'), 'f');
  const connected = connect({ kubeconfig: configure({ server: url }, user) });
  if (!connected.ok) throw new Error(connected.failure.kind);
  const answer = await connected.value.request({ method: 'GET', path: '/version' });
  await connected.value.close();
  server.close();
  expect(answer).toMatchObject({ kind: 'answered', status: 200 });
  for (const [name, value] of Object.entries(expected)) expect(seen[0]?.[name], name).toBe(value);
});

test('the name in the certificate, and whether it is checked, are as the cluster entry says', async () => {
  const tlsOf = async (cluster: object): Promise<object> => {
    const kubeconfig = readKubeconfig({ kubeconfig: configure(cluster, {}) });
    const chosen = kubeconfig.ok ? chooseContext(kubeconfig.value) : kubeconfig;
    if (!chosen.ok) throw new Error(chosen.failure.kind);
    const credentials = await openCredentials(chosen.value).current();
    if (!credentials.ok) throw new Error(credentials.failure.kind);
    return credentials.value.tls;
  };
  const server = 'https://10.0.0.1';
  expect(await tlsOf({ server, 'tls-server-name': 'api.example.com' })).toMatchObject({
    servername: 'api.example.com',
  });
  expect(await tlsOf({ server, 'insecure-skip-tls-verify': true })).toMatchObject({
    rejectUnauthorized: false,
  });
  expect(await tlsOf({ server })).not.toHaveProperty('rejectUnauthorized');
});

test.each([
  ['socks5', (bytes: Buffer) => bytes[0] === 5],
  ['http', (bytes: Buffer) => bytes.toString().startsWith('CONNECT api.example.com:6443 ')],
])(
  'proxy-url with %s is gone through, and the server is left to it to find',
  async (scheme, isGreeting) => {
    const greetings: Buffer[] = [];
    const proxy = createTcpServer((socket) => {
      socket.on('error', () => undefined);
      socket.once('data', (bytes) => {
        greetings.push(bytes);
        socket.destroy();
      });
    }).listen(0, '127.0.0.1');
    const address = `${scheme}://127.0.0.1:${String(await portOf(proxy))}`;
    const cluster = { server: 'https://api.example.com:6443', 'proxy-url': address };
    const connected = connect({ kubeconfig: configure(cluster, {}) });
    if (!connected.ok) throw new Error(connected.failure.kind);
    const answer = await connected.value.request({ method: 'GET', path: '/version' });
    await connected.value.close();
    proxy.close();
    expect(greetings.length).toBeGreaterThan(0);
    expect(greetings.every(isGreeting)).toBe(true);
    // The proxy hung up, which is an answer and no fault of ours.
    expect(answer.kind).toBe('unreachable');
  },
);

async function portOf(server: Server): Promise<number> {
  if (!server.listening) await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

function configure(cluster: object, user: object): string {
  const file = join(folder, 'config');
  writeFileSync(
    file,
    JSON.stringify({
      'current-context': 'c',
      contexts: [{ name: 'c', context: { cluster: 'c', user: 'u' } }],
      clusters: [{ name: 'c', cluster }],
      users: [{ name: 'u', user }],
    }),
  );
  return file;
}
