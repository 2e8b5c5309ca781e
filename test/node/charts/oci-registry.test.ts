import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { sayPullFailure } from '../../../server/src/chart/pull-failure.ts';
import { chartSource } from '../../../server/src/node/charts/chart-source.ts';
import { packedChart, sha256 } from './packed-chart.ts';
import { startWebServer, type Answer, type WebServer } from './web-server.ts';

let server: WebServer;
let folder: string;

beforeEach(async () => {
  server = await startWebServer();
  folder = mkdtempSync(join(tmpdir(), 'inference-charts-oci-'));
});

afterEach(() => {
  server.close();
  rmSync(folder, { recursive: true, force: true });
});

function ask() {
  const contacted: string[] = [];
  const source = chartSource({ environment: { HELM_REPOSITORY_CACHE: folder }, version: '1.2.3' });
  const registry = server.url.replace('http:', 'oci:');
  const asking = {
    signal: new AbortController().signal,
    contacting: (address: string) => contacted.push(address.replace(server.url, '')),
  };
  const wanted = { isUnpacked: false };
  return {
    contacted,
    versions: (path: string) => source.versions(`${registry}${path}`, asking),
    pull: async (path: string, version?: string) => {
      const result = await source.pull(
        { ...wanted, repository: `${registry}${path}`, ...(version !== undefined && { version }) },
        asking,
      );
      const told = result.ok ? '' : sayPullFailure(result.failure);
      return { result, told: told.replaceAll(server.url, 'SERVER').replaceAll(registry, 'OCI') };
    },
  };
}

const root = '/v2/team/charts/inference-charts';

function manifest(digest: string): string {
  return JSON.stringify({
    schemaVersion: 2,
    config: { mediaType: 'application/vnd.cncf.helm.config.v1+json' },
    layers: [
      { mediaType: 'application/vnd.cncf.helm.chart.provenance.v1.prov', digest: 'sha256:00' },
      { mediaType: 'application/vnd.cncf.helm.chart.content.v1.tar+gzip', digest },
    ],
  });
}

function publish(archive: Buffer, { tags = ['0.2.6'], digest = `sha256:${sha256(archive)}` } = {}) {
  server.answers.set(`${root}/tags/list`, JSON.stringify({ tags }));
  for (const tag of tags) server.answers.set(`${root}/manifests/${tag}`, manifest(digest));
  server.answers.set(`${root}/blobs/${digest}`, archive);
}

test('tags are versions, with a plus for the underscore, and the blob is the archive', async () => {
  const archive = packedChart('0.2.6+aws.1');
  publish(archive, { tags: ['latest', '0.2.5', '0.2.6_aws.1', '0.3.0-rc.1'] });
  const { pull, versions, contacted } = ask();
  expect(await versions('/team/charts')).toEqual({
    ok: true,
    value: { name: 'inference-charts', versions: ['0.2.6+aws.1', '0.2.5', '0.3.0-rc.1'] },
  });
  const { result } = await pull('/team/charts');
  expect(result).toMatchObject({ ok: true, value: { version: '0.2.6+aws.1', isNew: true } });
  expect(readdirSync(folder)).toEqual(['inference-charts-0.2.6+aws.1.tgz']);
  expect(readFileSync(join(folder, 'inference-charts-0.2.6+aws.1.tgz')).equals(archive)).toBe(true);
  expect(contacted.slice(1)).toEqual([
    `${root}/tags/list`,
    `${root}/manifests/0.2.6_aws.1`,
    `${root}/blobs/sha256:${sha256(archive)}`,
  ]);
  expect((await pull('/team/charts/inference-charts/')).result).toMatchObject({
    value: { isNew: false },
  });
});

test('a token for everybody is fetched where the registry asks for one, and kept to it', async () => {
  const archive = packedChart('0.2.6');
  const storage = await startWebServer();
  const asked: (string | undefined)[] = [];
  storage.answers.set('/blob', (request, response) => {
    asked.push(request.headers.authorization);
    response.end(archive);
  });
  publish(archive);
  const blob = `${root}/blobs/sha256:${sha256(archive)}`;
  server.answers.set(blob, { status: 307, headers: { location: `${storage.url}/blob` } });
  for (const [path, answer] of server.answers)
    server.answers.set(path, behindToken(path, answer, asked));
  server.answers.set('/token', (request, response) => {
    asked.push(request.url);
    response.end(JSON.stringify({ token: 'let-me-in' }));
  });
  const { result } = await ask().pull('/team/charts');
  storage.close();
  expect(result.ok).toBe(true);
  expect(asked).toEqual([
    undefined,
    '/token?service=registry.example&scope=repository%3Ateam%2Fcharts%3Apull',
    'Bearer let-me-in',
    'Bearer let-me-in',
    'Bearer let-me-in',
    undefined,
  ]);
});

function behindToken(path: string, answer: Answer, asked: (string | undefined)[]): Answer {
  return (request, response) => {
    const { authorization } = request.headers;
    asked.push(authorization);
    if (authorization === undefined) {
      const challenge = `Bearer realm="${server.url}/token",service="registry.example",scope="repository:team/charts:pull"`;
      response.writeHead(401, { 'www-authenticate': challenge }).end();
    } else if (typeof answer === 'string') response.end(answer);
    else if (typeof answer === 'object' && 'status' in answer)
      response.writeHead(answer.status, answer.headers).end();
    else throw new Error(`${path} has another kind of answer.`);
  };
}

test('tags on several pages, as long as they are of the same server', async () => {
  publish(packedChart('0.2.6'));
  const page =
    (tags: readonly string[], next?: string): Answer =>
    (request, response) => {
      const isSecond = request.url?.includes('last=') === true;
      if (!isSecond && next !== undefined) response.setHeader('link', `<${next}>; rel="next"`);
      response.end(JSON.stringify({ tags: isSecond ? ['0.2.7'] : tags }));
    };
  server.answers.set(`${root}/tags/list`, page(['0.2.6'], `${root}/tags/list?n=1&last=0.2.6`));
  const { versions } = ask();
  expect(await versions('/team/charts')).toMatchObject({ value: { versions: ['0.2.7', '0.2.6'] } });
  server.answers.set(`${root}/tags/list`, page(['0.2.6'], 'https://elsewhere.example/tags'));
  expect(await versions('/team/charts')).toMatchObject({ value: { versions: ['0.2.6'] } });
});

test('what a registry has not', async () => {
  const { pull } = ask();
  expect((await pull('/team/charts')).told).toBe(
    `SERVER${root}/tags/list answered 404: there is nothing at this address.`,
  );
  server.answers.set(`${root}/tags/list`, { status: 401 });
  expect((await pull('/team/charts')).told).toContain('answered 401: it wants a sign-in');
  server.answers.set(`${root}/tags/list`, '<html>');
  expect((await pull('/team/charts')).told).toBe(
    `SERVER${root}/tags/list is not what a chart repository has there: it names no Helm chart.`,
  );
  server.answers.set(`${root}/tags/list`, JSON.stringify({ tags: null }));
  expect((await pull('/team/charts', '0.2.6')).told).toBe(
    'There is no version 0.2.6 of inference-charts at OCI/team/charts; there is none at all.',
  );
  server.answers.set(`${root}/tags/list`, JSON.stringify({ tags: ['0.2.6'] }));
  for (const text of ['[]', '{"layers": [null]}', '{"layers": 1}', manifest('sha512:00'), '']) {
    server.answers.set(`${root}/manifests/0.2.6`, text);
    expect((await pull('/team/charts')).told).toContain('it names no Helm chart');
  }
});

test('a blob that is not what its digest says', async () => {
  publish(packedChart('0.2.6'), { digest: `sha256:${sha256(packedChart('0.2.5'))}` });
  expect((await ask().pull('/team/charts')).told).toContain('is not what the repository announces');
  expect(readdirSync(folder)).toEqual([]);
});
