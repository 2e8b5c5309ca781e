import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { CancellationTokenSource } from 'vscode-languageserver-protocol/node';
import { published } from '../../server/src/chart/chart-source.ts';
import {
  applyProgress,
  chartChanged,
  chartPlacesRequest,
  chartRequest,
  chartVersionsRequest,
  getChartRequest,
  type GetChartAnswer,
} from '../../server/src/protocol.ts';
import { packedChart, sha256 } from '../node/charts/packed-chart.ts';
import { startWebServer, type WebServer } from '../node/charts/web-server.ts';
import { Editor } from './editor.ts';

let editor: Editor;
let server: WebServer;

const archive = packedChart('0.2.6');

beforeEach(async () => {
  server = await startWebServer();
  const releases = ['0.2.5', '0.2.6'].map((version) => ({ version, urls: [`${version}.tgz`] }));
  server.answers.set(
    '/index.yaml',
    JSON.stringify({ apiVersion: 'v1', entries: { 'inference-charts': releases } }),
  );
  server.answers.set('/0.2.6.tgz', archive);
});

afterEach(async () => {
  server.close();
  await editor.close();
});

const values = '# inference-charts: chart=charts/inference-charts-0.2.6.tgz\ninference: {}\n';

test('the setting names the repository, and what was fetched is judged by at once', async () => {
  editor = await Editor.start({ settings: { chartRepository: server.url } });
  const uri = editor.uri('values.yaml');
  const codes = async () => (await editor.diagnostics('values.yaml')).map(({ code }) => code);
  await editor.open('values.yaml', values);
  expect(await codes()).toContain('chart-not-readable');
  expect(await editor.ask(chartPlacesRequest, null)).toEqual({
    repository: server.url,
    helmCache: join(editor.helmCache, 'repository'),
  });
  expect(server.asked).toEqual([]);
  expect(await editor.ask(chartVersionsRequest, {})).toEqual({
    kind: 'versions',
    name: 'inference-charts',
    versions: ['0.2.6', '0.2.5'],
  });

  const folder = fileURLToPath(editor.uri('charts'));
  const published = editor.nextDiagnostics();
  const changed = editor.told(chartChanged);
  const progress = editor.told(applyProgress);
  const params = { destination: { folder }, token: 'mine' };
  expect(await editor.ask(getChartRequest, params)).toEqual({
    kind: 'got',
    name: 'inference-charts',
    version: '0.2.6',
    path: join(folder, 'inference-charts-0.2.6.tgz'),
    digest: `sha256:${sha256(archive)}`,
    isNew: true,
  });
  expect(await progress).toEqual({ token: 'mine', message: `${server.url}/index.yaml` });
  expect(await changed).toEqual({ uris: [uri] });
  await published;
  expect(await codes()).not.toContain('chart-not-readable');
  expect(await editor.ask(chartRequest, { uri })).toMatchObject({ version: '0.2.6' });
});

test('what is refused is said in one sentence, and who cancels is told nothing', async () => {
  editor = await Editor.start();
  expect(await editor.ask(chartPlacesRequest, null)).toMatchObject({
    repository: published.repository,
  });
  const folder = fileURLToPath(editor.uri('charts'));
  const asked = { repo: server.url, destination: { folder }, token: 'mine' };
  expect(await editor.ask(getChartRequest, { ...asked, version: '^0.1' })).toEqual({
    kind: 'failed',
    message: `There is no version ^0.1 of inference-charts at ${server.url}/index.yaml; there are 0.2.6, 0.2.5.`,
  });
  const source = new CancellationTokenSource();
  server.answers.set('/0.2.6.tgz', () => {
    source.cancel();
  });
  expect(
    await editor.connection.sendRequest<GetChartAnswer>(
      getChartRequest.method,
      asked,
      source.token,
    ),
  ).toEqual({ kind: 'cancelled' });
});

test('nothing is fetched from an untrusted workspace', async () => {
  editor = await Editor.start({
    settings: { chartRepository: server.url },
    initializationOptions: { isTrusted: false, allowedPlugins: [] },
  });
  const refused = {
    kind: 'failed',
    message: 'No chart is fetched from an untrusted workspace. Trust the workspace first.',
  };
  expect(await editor.ask(chartVersionsRequest, {})).toEqual(refused);
  const params = { destination: 'helm-cache' as const, token: 'mine' };
  expect(await editor.ask(getChartRequest, params)).toEqual(refused);
  expect(server.asked).toEqual([]);
});
