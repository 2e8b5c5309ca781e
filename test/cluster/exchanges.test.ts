import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  answersOf,
  keyOf,
  readRecording,
  record,
  writeRecording,
  type Exchange,
} from '../deploy/recording.ts';
import { scenarios, stillClock } from '../deploy/scenario.ts';
import {
  api,
  create,
  createPlainNode,
  deleteNamespace,
  deleteNode,
  exists,
  openPorts,
  until,
} from './world.ts';

let node: string;

beforeAll(async () => {
  node = await createPlainNode();
});

afterAll(async () => {
  await deleteNode(node);
});

/**
 * The unit tests talk to a recording of this. `RECORD=1 npm run test:cluster` makes it anew; without
 * that, the real API server must still answer each question with the same status.
 */
test.each(scenarios.map((scenario) => [scenario.name, scenario] as const))(
  'the recording of %s is true',
  async (name, scenario) => {
    const namespace = `recorded-${name}`;
    await create('/api/v1/namespaces', {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: namespace },
    });
    await until('service account', () =>
      exists(`/api/v1/namespaces/${namespace}/serviceaccounts/default`),
    );
    const ports = openPorts();
    const { cluster, exchanges } = record(ports.cluster);
    await scenario.run(
      { ...ports, cluster, clock: stillClock((ms, signal) => ports.clock.sleep(ms, signal)) },
      namespace,
    );
    if (process.env['RECORD'] !== undefined) writeRecording(name, exchanges());
    expect(outline(exchanges())).toEqual(outline(readRecording(name)));
    await ports.cluster.close();
    await deleteNamespace(namespace);
    await until('end of namespace', async () => !(await exists(`/api/v1/namespaces/${namespace}`)));
    expect((await api.call('GET', '/readyz')).status).toBe(200);
  },
);

/** What was asked, and with which status it was answered last. Names that the cluster makes up are left out. */
function outline(exchanges: readonly Exchange[]): readonly string[] {
  return exchanges
    .map((exchange) => {
      const { request } = exchange;
      const last = answersOf(exchange).at(-1);
      const status = last?.kind === 'answered' ? last.status : last?.kind;
      // A deletion names the object's uid, and who takes over fields when they were set.
      const isOfItsOwn =
        request.method === 'PUT' ||
        request.method === 'DELETE' ||
        request.contentType === 'application/json-patch+json';
      const body = isOfItsOwn ? '' : (request.body ?? '');
      return `${keyOf({ ...request, body })} → ${String(status)}`.replace(
        /pod-template-hash%3D\w+/,
        '',
      );
    })
    .filter((line, index, lines) => lines.indexOf(line) === index)
    .toSorted();
}
