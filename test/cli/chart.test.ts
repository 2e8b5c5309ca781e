import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { packedChart, sha256 } from '../node/charts/packed-chart.ts';
import { certificateFile, startWebServer, type WebServer } from '../node/charts/web-server.ts';
import { openShell, type Shell } from './command-line.ts';

let shell: Shell;
let server: WebServer;
const archive = packedChart('0.2.6');
const digest = `sha256:${sha256(archive)}`;

beforeEach(async () => {
  shell = openShell({});
  server = await startWebServer();
  publishAt(server);
});

afterEach(() => {
  shell.dispose();
  server.close();
});

function publishAt({ answers }: WebServer): void {
  answers.set(
    '/index.yaml',
    JSON.stringify({
      apiVersion: 'v1',
      entries: {
        'inference-charts': [{ version: '0.2.6', urls: ['a.tgz'], digest: sha256(archive) }],
      },
    }),
  );
  answers.set('/a.tgz', archive);
}

test('names each address first, then says what is there', async () => {
  const args = ['chart', 'pull', '--repo', server.url, '--destination', 'charts'];
  const path = join(shell.folder, 'charts/inference-charts-0.2.6.tgz');
  expect(await shell.run(...args)).toEqual({
    code: 0,
    stdout: `${path}\ninference-charts 0.2.6\n${digest}\n`,
    stderr: `Asking ${server.url}/index.yaml\nAsking ${server.url}/a.tgz\n`,
  });
  expect(readFileSync(path).equals(archive)).toBe(true);
  const again = await shell.run(...args, '--version', '^0.2', '--format', 'json');
  expect(again.stderr).toBe(
    `Asking ${server.url}/index.yaml\nIt was there already, with the same digest; it was not fetched again.\n`,
  );
  expect(JSON.parse(again.stdout)).toEqual({
    chart: { name: 'inference-charts', version: '0.2.6' },
    path,
    digest,
    isNew: false,
  });
});

test('goes into the cache of Helm, from the repository of the environment, and is a chart then', async () => {
  const cache = join(shell.folder, 'cache');
  const { run } = shell.with({
    HELM_REPOSITORY_CACHE: cache,
    INFERENCE_CHARTS_REPOSITORY: server.url,
  });
  const path = join(cache, 'inference-charts-0.2.6.tgz');
  expect((await run('chart', 'pull')).stdout).toContain(`${path}\n`);
  const unpacked = await run('chart', 'pull', '--untar');
  expect(unpacked.stdout).toContain(`${join(shell.folder, 'inference-charts')}\n`);
  expect(existsSync(join(shell.folder, 'inference-charts/Chart.yaml'))).toBe(true);
  expect(await run('chart', 'pull', '--untar')).toMatchObject({ code: 2, stdout: '' });
});

test('a certificate authority of one’s own is trusted by NODE_EXTRA_CA_CERTS', async () => {
  const secure = await startWebServer({ isSecure: true });
  publishAt(secure);
  const args = ['chart', 'pull', '--repo', secure.url, '--destination', '.'];
  const untrusted = await shell.run(...args);
  const trusted = await shell.with({ NODE_EXTRA_CA_CERTS: certificateFile }).run(...args);
  secure.close();
  expect(untrusted).toMatchObject({ code: 2, stdout: '' });
  expect(untrusted.stderr).toContain('NODE_EXTRA_CA_CERTS must name the file');
  expect(trusted.code).toBe(0);
});

test('1 when what is there is not right, 2 when nothing is reached', async () => {
  const pull = (...args: readonly string[]) =>
    shell.run('chart', 'pull', '--destination', '.', ...args);
  const absent = await pull('--repo', server.url, '--version', '0.9.0');
  expect(absent).toEqual({
    code: 1,
    stdout: '',
    stderr: `Asking ${server.url}/index.yaml\nThere is no version 0.9.0 of inference-charts at ${server.url}/index.yaml; there are 0.2.6.\n`,
  });
  server.answers.set('/a.tgz', packedChart('0.2.5'));
  expect(await pull('--repo', server.url)).toMatchObject({ code: 1, stdout: '' });
  server.close();
  expect(await pull('--repo', server.url)).toMatchObject({ code: 2, stdout: '' });
});

test.each([
  [['chart'], 'chart needs to know what to do: chart pull.'],
  [['chart', 'push'], 'There is no command chart push; there is chart pull.'],
  [['chart', 'pull', 'x'], 'chart pull takes no x; a repository is named by --repo.'],
  [['chart', 'pull', '--format', 'xml'], '--format is xml, but must be text or json.'],
])('%j', async (args, sentence) => {
  expect(await shell.run(...args)).toEqual({
    code: 2,
    stdout: '',
    stderr: `${sentence} See inference-charts --help.\n`,
  });
});
