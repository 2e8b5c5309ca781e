import { expect, test } from 'vitest';
import { createTokenSecret } from '../../server/src/deploy/apply/create-token-secret.ts';
import { missingToken } from '../../server/src/deploy/preflight/token-secret.ts';
import type { NeededSecret } from '../../server/src/deploy/preflight/needed-secrets.ts';
import { sayTokenFailure } from '../../server/src/deploy/sentences.ts';
import { answered, memoryCluster } from './memory-cluster.ts';

const token = 'hf_AbCdEfGhIjKlMnOpQrStUvWxYz';
const secret = { namespace: 'models', name: 'hf-token', key: 'token' };
const path = '/api/v1/namespaces/models/secrets/hf-token';

test('the token is written under its key, and nowhere else', async () => {
  const cluster = memoryCluster();
  const bodies: string[] = [];
  cluster.fault = ({ method, body }) => {
    if (method !== 'GET') bodies.push(body ?? '');
    return undefined;
  };
  const plan = { target: cluster.target, clusterUid: 'cluster' };
  expect(await createTokenSecret(cluster, plan, { secret, token })).toMatchObject({ ok: true });
  expect(cluster.writes).toEqual([`PATCH ${path}`]);
  const [body = ''] = bodies;
  expect(JSON.parse(body)).toEqual({
    ...{ apiVersion: 'v1', kind: 'Secret', type: 'Opaque' },
    metadata: { name: 'hf-token', namespace: 'models' },
    data: { token: Buffer.from(token).toString('base64') },
  });
});

test('a namespace that is not there is made first', async () => {
  const cluster = memoryCluster();
  cluster.objects.delete('/api/v1/namespaces/models');
  const plan = { target: cluster.target, clusterUid: 'cluster' };
  await createTokenSecret(cluster, plan, { secret, token });
  expect(cluster.writes).toEqual(['PATCH /api/v1/namespaces/models', `PATCH ${path}`]);
});

test('nothing is written to a cluster other than the one that was shown', async () => {
  const cluster = memoryCluster();
  const plan = { target: cluster.target, clusterUid: 'another' };
  const written = await createTokenSecret(cluster, plan, { secret, token });
  expect(written).toEqual({ ok: false, failure: { kind: 'moved' } });
  const moved = { ...cluster.target, server: 'https://elsewhere' };
  const other = { target: moved, clusterUid: 'cluster' };
  expect(await createTokenSecret(cluster, other, { secret, token })).toMatchObject({ ok: false });
  expect(cluster.writes).toEqual([]);
});

test.each([
  ['as it is', token, 'Not permitted: admission webhook denied: (masked).'],
  [
    'encoded',
    Buffer.from(token).toString('base64'),
    'The API server refuses it: the Secret was refused; the reason holds the token.',
  ],
])('a refusal that quotes the token %s is told without it', async (_how, quoted, reason) => {
  const cluster = memoryCluster();
  cluster.fault = ({ method }) =>
    method === 'PATCH'
      ? answered(403, { message: `admission webhook denied: ${quoted}` })
      : undefined;
  const plan = { target: cluster.target, clusterUid: 'cluster' };
  const written = await createTokenSecret(cluster, plan, { secret, token });
  const told = written.ok ? '' : sayTokenFailure(written.failure, cluster.target);
  expect(told).toBe(`The token was not stored: ${reason}`);
});

test('the token that the pods miss is known by the variable that it fills', () => {
  const needed = (variable: string): NeededSecret => ({
    ...secret,
    ...{ variable, isOptional: true },
    neededBy: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'llama' },
  });
  const missing = (variable: string) =>
    missingToken([{ kind: 'optional-secret-missing', secret: needed(variable) }]);
  expect(missing('HF_TOKEN')).toEqual(secret);
  expect(missing('DATABASE_PASSWORD')).toBeUndefined();
});
