import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { releaseHooks } from '../../server/src/deploy/release/release-hooks.ts';
import { isRecorded, nextRevision, type Release } from '../../server/src/deploy/release/release.ts';
import {
  decode,
  fromSecret,
  revisionsIn,
  toSecret,
  withStatus,
} from '../../server/src/deploy/release/release-record.ts';
import { readYaml } from './scenario.ts';

const release: Release = {
  name: 'llama',
  namespace: 'models',
  chart: {
    metadata: { name: 'chart', version: '1.0.0' },
    values: { a: 1 },
    templates: [{ name: 'templates/x.yaml', text: 'kind: Service' }],
    schema: '{}',
  },
  values: { inference: { serviceName: 'llama' } },
  manifest: '---\n# Source: chart/templates/x.yaml\nkind: Service\n',
  hooks: [],
};
const now = new Date('2026-01-01T00:00:00Z');

test('a record is base64 of gzip of JSON in a Secret that Helm finds by its labels', () => {
  const secret = toSecret(nextRevision(release, undefined, now), 1767225600) as {
    metadata: object;
    type: string;
    data: { release: string };
  };
  expect(secret.type).toBe('helm.sh/release.v1');
  expect(secret.metadata).toEqual({
    name: 'sh.helm.release.v1.llama.v1',
    namespace: 'models',
    labels: {
      createdAt: '1767225600',
      name: 'llama',
      owner: 'helm',
      status: 'pending-install',
      version: '1',
    },
  });
  const inner = Buffer.from(Buffer.from(secret.data.release, 'base64').toString(), 'base64');
  const record: unknown = JSON.parse(gunzipSync(inner).toString());
  expect(record).toMatchObject({
    name: 'llama',
    version: 1,
    apply_method: 'ssa',
    config: release.values,
    manifest: release.manifest,
    info: { status: 'pending-install', first_deployed: '2026-01-01T00:00:00.000Z' },
    chart: { metadata: { apiVersion: 'v2' }, templates: [{ data: 'a2luZDogU2VydmljZQ==' }] },
  });
});

test('what is written is read back, and a new status keeps the rest', () => {
  const stored = fromSecret(toSecret(nextRevision(release, undefined, now), 1));
  if (stored === undefined) throw new Error('unreadable');
  const failed = fromSecret(toSecret(withStatus(stored, 'failed', 'because'), 2));
  expect(failed).toMatchObject({ revision: 1, status: 'failed', manifest: release.manifest });
  expect(failed?.record).toEqual({
    ...stored.record,
    info: { ...(stored.record['info'] as object), status: 'failed', description: 'because' },
  });
  expect(failed?.secret).toMatchObject({
    metadata: { labels: { createdAt: '1', modifiedAt: '2', status: 'failed' } },
  });
});

test('the next revision goes on from the newest and remembers the first day', () => {
  const first = withStatus(nextRevision(release, undefined, now), 'deployed', '');
  const second = nextRevision(release, first, new Date('2026-02-01T00:00:00Z'));
  expect(second).toMatchObject({ revision: 2, status: 'pending-upgrade' });
  expect(second.record['info']).toMatchObject({ first_deployed: '2026-01-01T00:00:00.000Z' });
  expect(isRecorded(first, second)).toBe(true);
  expect(isRecorded(first, nextRevision({ ...release, values: {} }, first, now))).toBe(false);
  expect(isRecorded(withStatus(first, 'failed', ''), second)).toBe(false);
});

test('hooks are kept as Helm keeps them, and what else they say than events only where it says something', () => {
  const hook = (text: string): ReturnType<typeof releaseHooks> =>
    releaseHooks([{ source: 'chart/templates/t.yaml', text, hook: {} }], readYaml);
  const text = (annotations: string): string =>
    `apiVersion: v1\nkind: Pod\nmetadata:\n  name: t\n  annotations:\n${annotations}`;
  const plain = text('    helm.sh/hook: test\n');
  expect(hook(`---\n# Source: chart/templates/t.yaml\n${plain}\n`)).toEqual([
    {
      ...{ name: 't', kind: 'Pod', path: 'chart/templates/t.yaml', manifest: plain },
      ...{ events: ['test'], last_run: { phase: '' } },
    },
  ]);
  const full = [
    '    helm.sh/hook: Test-Success, pre-install',
    '    helm.sh/hook-weight: "-5"',
    '    helm.sh/hook-delete-policy: Hook-Succeeded , hook-failed',
    '    helm.sh/hook-output-log-policy: hook-failed',
  ];
  expect(hook(text(full.join('\n')))).toMatchObject([
    {
      events: ['test', 'pre-install'],
      weight: -5,
      delete_policies: ['hook-succeeded', 'hook-failed'],
      output_log_policies: ['hook-failed'],
    },
  ]);
  expect(hook(text('    helm.sh/hook-weight: much'))[0]).not.toHaveProperty('weight');
  const [stored] = hook(plain);
  const first = nextRevision({ ...release, hooks: [stored ?? {}] }, undefined, now);
  expect(first.record).toMatchObject({ hooks: [{ name: 't' }] });
  expect(nextRevision(release, undefined, now).record).not.toHaveProperty('hooks');
  const ran = { ...stored, last_run: { phase: 'Succeeded' } };
  const second = nextRevision({ ...release, hooks: [ran] }, first, now);
  expect(isRecorded(withStatus(first, 'deployed', ''), second)).toBe(true);
  expect(isRecorded(withStatus(first, 'deployed', ''), nextRevision(release, first, now))).toBe(
    false,
  );
});

test('revisions come newest first; what is no release is left out', () => {
  const first = nextRevision(release, undefined, now);
  const items = [first, nextRevision(release, first, now)].map((one) => toSecret(one, 1));
  const listed = revisionsIn({
    items: [...items, { type: 'Opaque' }, { type: 'helm.sh/release.v1' }],
  });
  expect(listed.map(({ revision }) => revision)).toEqual([2, 1]);
});

test('old records are not zipped, and broken ones are nothing', () => {
  expect(decode(Buffer.from('{"name":"x"}').toString('base64'))).toEqual({ name: 'x' });
  expect(decode('H4sIAAAA')).toBeUndefined();
  expect(decode('')).toBeUndefined();
});
