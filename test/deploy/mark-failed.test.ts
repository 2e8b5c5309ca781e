import { beforeEach, expect, test } from 'vitest';
import type { Ports } from '../../server/src/deploy/cluster/ports.ts';
import { markFailed } from '../../server/src/deploy/release/mark-failed.ts';
import { revisionsIn, toSecret } from '../../server/src/deploy/release/release-record.ts';
import { readRelease } from '../../server/src/deploy/status/read-releases.ts';
import { answered, memoryCluster, type MemoryCluster } from './memory-cluster.ts';
import { deploySample } from './releases.ts';
import { readYaml, stillClock } from './scenario.ts';

const record = '/api/v1/namespaces/models/secrets/sh.helm.release.v1.llama.v1';
const name = { release: 'llama', namespace: 'models' };
let cluster: MemoryCluster;
let ports: Ports;

beforeEach(async () => {
  cluster = memoryCluster();
  ports = { cluster, readYaml, clock: stillClock(() => Promise.resolve()) };
  await deploySample(ports);
});

test('an interrupted operation is told with who began it and when, and can be ended', async () => {
  interrupt();
  expect(await readRelease(ports, name)).toMatchObject({
    value: {
      state: 'changing',
      interrupted:
        'Revision 1 of the release is pending-upgrade: an operation was begun by helm at 2026-01-01T00:00:00.000Z and has not said how it ended. If it still runs, let it end first.',
    },
  });
  expect(await markFailed(ports, name, 1)).toMatchObject({ ok: true });
  expect(revisionsIn({ items: [cluster.objects.get(record)] })).toMatchObject([
    {
      status: 'failed',
      record: { info: { description: 'Marked as failed by the user; it was pending-upgrade' } },
    },
  ]);
});

test('a release that is not interrupted, or went on, is left as it is', async () => {
  cluster.writes.length = 0;
  expect(await markFailed(ports, name, 1)).toMatchObject({ failure: { kind: 'moved-on' } });
  interrupt();
  expect(await markFailed(ports, name, 7)).toMatchObject({ failure: { kind: 'moved-on' } });
  expect(cluster.writes).toEqual([]);
});

test('an operation that ends in the same moment wins', async () => {
  interrupt();
  cluster.fault = ({ method }) =>
    method === 'PUT' ? answered(409, { message: 'modified' }) : undefined;
  expect(await markFailed(ports, name, 1)).toMatchObject({
    failure: { kind: 'refused', refusal: { kind: 'changed-underneath' } },
  });
});

/** As an operation leaves its revision when its process dies. */
function interrupt(): void {
  const [head] = revisionsIn({ items: [cluster.objects.get(record)] });
  if (head === undefined) throw new Error('there is no release');
  const status = 'pending-upgrade';
  const info = { last_deployed: '2026-01-01T00:00:00Z', status };
  const secret = toSecret({ ...head, status, record: { ...head.record, info } }, 0);
  const metadata = secret['metadata'] as object;
  cluster.objects.set(record, {
    ...secret,
    metadata: { ...metadata, managedFields: [{ manager: 'helm' }] },
  });
}
