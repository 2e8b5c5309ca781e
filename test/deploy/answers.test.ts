import { expect, test } from 'vitest';
import type { ApiAnswer } from '../../server/src/deploy/cluster/ports.ts';
import { readAnswer } from '../../server/src/deploy/cluster/refusal.ts';
import { withoutRepetition } from '../../server/src/deploy/cluster/repetition.ts';
import { sayRefusal } from '../../server/src/deploy/sentences.ts';
import { toFailure } from '../../server/src/node/http/failure.ts';
import { toAnswer, warningsIn } from '../../server/src/node/kubernetes/answer.ts';

const place = { server: 'https://api', context: 'prod', user: 'me' };

/** Bodies as Kubernetes 1.35.4 sends them. */
test.each([
  [
    401,
    { message: 'Unauthorized' },
    'The API server https://api does not accept the credentials of user me. Sign in again.',
  ],
  [
    403,
    {
      message:
        'deployments.apps "d" is forbidden: User "viewer" cannot patch resource "deployments"',
    },
    'Not permitted: deployments.apps "d" is forbidden: User "viewer" cannot patch resource "deployments".',
  ],
  [404, '404 page not found\n', 'Not found: 404 page not found.'],
  [404, { message: 'namespaces "nope" not found' }, 'Not found: namespaces "nope" not found.'],
  [
    409,
    {
      reason: 'Conflict',
      details: {
        causes: [
          {
            reason: 'FieldManagerConflict',
            message: 'conflict with "kuberay" using ray.io/v1',
            field: '.spec.replicas',
          },
        ],
      },
    },
    '.spec.replicas belongs to kuberay. Take the field out of the values, or let its manager give it up.',
  ],
  [
    409,
    { reason: 'AlreadyExists', message: 'secrets "sh.helm.release.v1.x.v1" already exists' },
    'Somebody changed it in the same moment: secrets "sh.helm.release.v1.x.v1" already exists.',
  ],
  [
    422,
    {
      message: 'Deployment.apps "d" is invalid',
      details: { causes: [{ field: 'spec.selector', message: 'field is immutable' }] },
    },
    'The API server refuses it: spec.selector: field is immutable.',
  ],
  [
    500,
    {
      message:
        'failed to create typed patch object (/d; apps/v1, Kind=Deployment): .spec.replicas: expected numeric (int or float), got string',
    },
    'The API server refuses it: .spec.replicas: expected numeric (int or float), got string.',
  ],
  [
    500,
    { message: 'etcdserver: leader changed' },
    'The API server https://api failed with 500: etcdserver: leader changed.',
  ],
  [
    429,
    { message: 'too many' },
    'The API server https://api is overloaded and asks for patience. Try again later.',
  ],
])('%d %j', (status, body, sentence) => {
  const answer = readAnswer({ kind: 'answered', status, body, warnings: [] });
  expect(answer.ok ? '' : sayRefusal(answer.failure, place)).toBe(sentence);
});

/** What the API server repeats of an object, as Kubernetes 1.35.4 writes it; any of it may be a secret. */
test.each([
  [
    'failed to create typed patch object (/s; /v1, Kind=Secret): .stringData.token: expected string, got &value.valueUnstructured{Value:9182736455}',
    '.stringData.token: expected string, got a number',
  ],
  [
    'failed to create typed patch object (/s; /v1, Kind=Secret): .stringData.token: expected string, got &value.valueUnstructured{Value:map[a:planted]}',
    '.stringData.token: expected string, got a map',
  ],
  [
    'spec: Forbidden: pod updates may not change fields other than `spec.tolerations`\n@@ -101,7 +101,7 @@\n    "Env": [\n-     "Value": "planted",\n+     "Value": "other",\n    ],\n',
    'spec: Forbidden: pod updates may not change fields other than `spec.tolerations`',
  ],
  [
    'spec.template: Invalid value: {"spec":{"env":[{"name":"A","value":"planted: }"}]}}: field is immutable',
    'spec.template: Invalid value: field is immutable',
  ],
  [
    'spec.template: Invalid value: core.PodTemplateSpec{Spec:core.PodSpec{Env:[]core.EnvVar{core.EnvVar{Value:"planted"}}}}: field is immutable',
    'spec.template: Invalid value: field is immutable',
  ],
  [
    'spec.ports[0].port: Invalid value: 70000: must be between 1 and 65535, inclusive',
    'spec.ports[0].port: Invalid value: 70000: must be between 1 and 65535, inclusive',
  ],
])('%s', (message, told) => {
  expect(withoutRepetition(message).replace(/^failed to .*?\): /, '')).toBe(told);
  const [, field = '', text = ''] = /^(.*?): ([^]*)$/.exec(message) ?? [];
  const details = { causes: [{ field, message: text }] };
  for (const [status, body] of [
    [500, { message }],
    [422, { message, details }],
  ] as const) {
    const answer = readAnswer({ kind: 'answered', status, body, warnings: [] });
    expect(answer.ok ? '' : sayRefusal(answer.failure, place)).toContain(told);
    expect(JSON.stringify(answer)).not.toMatch(/planted|9182736455/);
  }
});

test('warnings come from one header or several, with their quotes', () => {
  const one = '299 - "policy/v1beta1 is deprecated", 299 kube "say \\"hi\\""';
  expect(warningsIn(one)).toEqual(['policy/v1beta1 is deprecated', 'say "hi"']);
  expect(warningsIn(['299 - "a"', '299 - "b"'])).toEqual(['a', 'b']);
  expect(warningsIn(undefined)).toEqual([]);
});

test('an answer is JSON when it says so and is', () => {
  const headers = { 'content-type': 'application/json', 'retry-after': '3' };
  expect(toAnswer(200, headers, '{"a":1}')).toMatchObject({ body: { a: 1 }, retryAfterSeconds: 3 });
  expect(toAnswer(502, headers, '<html>')).toMatchObject({ body: '<html>' });
  expect(toAnswer(404, { 'content-type': 'text/plain' }, '404')).toMatchObject({ body: '404' });
});

test.each<[string, ApiAnswer | undefined]>([
  ['ECONNREFUSED', { kind: 'unreachable', reason: 'text', wasSent: false }],
  ['ENOTFOUND', { kind: 'unreachable', reason: 'text', wasSent: false }],
  ['UND_ERR_CONNECT_TIMEOUT', { kind: 'unreachable', reason: 'text', wasSent: false }],
  ['ECONNRESET', { kind: 'unreachable', reason: 'text', wasSent: true }],
  ['UND_ERR_SOCKET', { kind: 'unreachable', reason: 'text', wasSent: true }],
  ['UND_ERR_RES_CONTENT_LENGTH_MISMATCH', { kind: 'unreachable', reason: 'text', wasSent: true }],
  ['UND_ERR_HEADERS_TIMEOUT', { kind: 'timed-out' }],
  ['UND_ERR_ABORTED', { kind: 'cancelled' }],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', { kind: 'certificate-refused', reason: 'text' }],
  ['ERR_TLS_CERT_ALTNAME_INVALID', { kind: 'certificate-refused', reason: 'text' }],
  ['ERR_INVALID_ARG_TYPE', undefined],
])('%s', (code, expected) => {
  expect(toFailure(Object.assign(new Error('text'), { code }))).toEqual(expected);
});

test('a request that was aborted is cancelled, although the code of its error is a number', () => {
  const aborted = new DOMException('This operation was aborted', 'AbortError');
  expect(typeof aborted.code).toBe('number');
  expect(toFailure(aborted)).toEqual({ kind: 'cancelled' });
});

test('a proxy that refuses the way is not taken for the user who cancels', () => {
  const refused = new Error('Proxy response (403) !== 200 when HTTP Tunneling');
  expect(toFailure(Object.assign(refused, { code: 'UND_ERR_ABORTED' }))).toEqual({
    kind: 'unreachable',
    reason: `the proxy gave no way through (${refused.message})`,
    wasSent: false,
  });
});
