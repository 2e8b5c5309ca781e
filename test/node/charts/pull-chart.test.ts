import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync as gzip } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { PulledChart, WantedChart } from '../../../server/src/chart/chart-source.ts';
import type { Result } from '../../../server/src/base/result.ts';
import { sayPullFailure, type PullFailure } from '../../../server/src/chart/pull-failure.ts';
import { chartSource } from '../../../server/src/node/charts/chart-source.ts';
import type { WebLimits } from '../../../server/src/node/http/web.ts';
import { chartEntries, pack, packedChart, sha256, tar } from './packed-chart.ts';
import { startWebServer, type Answer, type WebServer } from './web-server.ts';

let server: WebServer;
let folder: string;

beforeEach(async () => {
  server = await startWebServer();
  folder = mkdtempSync(join(tmpdir(), 'inference-charts-pull-'));
});

afterEach(() => {
  server.close();
  rmSync(folder, { recursive: true, force: true });
});

interface Asked extends Partial<WantedChart> {
  readonly environment?: Readonly<Record<string, string>>;
  readonly limits?: WebLimits;
  readonly signal?: AbortSignal;
}

async function pull({ environment, limits, signal, ...wanted }: Asked = {}) {
  const contacted: string[] = [];
  const source = chartSource({
    environment: { HELM_REPOSITORY_CACHE: join(folder, 'cache'), ...environment },
    version: '1.2.3',
    ...(limits && { limits }),
  });
  const result = await source.pull(
    { repository: `${server.url}/charts`, isUnpacked: false, ...wanted },
    {
      signal: signal ?? new AbortController().signal,
      contacting: (address) => contacted.push(address.replace(server.url, '')),
    },
  );
  return { result, contacted, told: result.ok ? '' : withoutAddress(result) };
}

function withoutAddress(result: Result<PulledChart, PullFailure>): string {
  const text = result.ok ? '' : sayPullFailure(result.failure);
  return text.replaceAll(server.url, 'SERVER').replaceAll(folder, 'FOLDER');
}

interface Listed {
  readonly version: string;
  readonly url: string;
  readonly digest?: string;
}

function index(...releases: readonly Listed[]): string {
  const entries = releases.flatMap(({ version, url, digest }) => [
    '  - apiVersion: v2',
    ...(digest === undefined ? [] : [`    digest: ${digest}`]),
    '    name: inference-charts',
    '    urls:',
    `    - ${url}`,
    `    version: ${version}`,
  ]);
  return ['apiVersion: v1', 'entries:', '  inference-charts:', ...entries, ''].join('\n');
}

/** One release, and what its address answers. */
function publish(archive: Answer, digest?: string, version = '0.2.6'): void {
  const url = `a-${version}.tgz`;
  server.answers.set(
    '/charts/index.yaml',
    index({ version, url, ...(digest !== undefined && { digest }) }),
  );
  server.answers.set(`/charts/${url}`, archive);
}

/** Everything that lies below the folder, so that nothing half-written hides. */
function files(): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();
}

describe('a release is found, fetched and kept', () => {
  test('the newest stable one, into the cache of Helm, as Helm names it', async () => {
    const archive = packedChart('0.2.10');
    server.answers.set(
      '/charts/index.yaml',
      index(
        { version: '0.2.9', url: 'old.tgz' },
        { version: '0.3.0-rc.1', url: 'rc.tgz' },
        { version: '0.2.10', url: 'nested/new.tgz', digest: sha256(archive) },
      ),
    );
    server.answers.set('/charts/nested/new.tgz', archive);
    const { result, contacted } = await pull();
    const path = join(folder, 'cache/inference-charts-0.2.10.tgz');
    expect(result).toEqual({
      ok: true,
      value: {
        name: 'inference-charts',
        version: '0.2.10',
        path,
        digest: `sha256:${sha256(archive)}`,
        isNew: true,
      },
    });
    expect(contacted).toEqual(['/charts/index.yaml', '/charts/nested/new.tgz']);
    expect(files()).toEqual(['cache/inference-charts-0.2.10.tgz']);
    expect(readFileSync(path).equals(archive)).toBe(true);
  });

  test('an absolute address, with the algorithm before the digest, and a slash after the repository', async () => {
    const archive = packedChart('0.2.6');
    const digest = `sha256:${sha256(archive).toUpperCase()}`;
    server.answers.set(
      '/charts/index.yaml',
      index({ version: '0.2.6', url: `${server.url}/elsewhere.tgz`, digest }),
    );
    server.answers.set('/elsewhere.tgz', archive);
    const { result } = await pull({ repository: `${server.url}/charts/` });
    expect(result).toMatchObject({ ok: true, value: { version: '0.2.6' } });
  });

  test('an index without digests, as JSON', async () => {
    server.answers.set('/charts/a.tgz', packedChart('0.2.6'));
    server.answers.set(
      '/charts/index.yaml',
      JSON.stringify({
        apiVersion: 'v1',
        entries: { 'inference-charts': [{ version: '0.2.6', urls: ['a.tgz'] }] },
      }),
    );
    expect((await pull()).result.ok).toBe(true);
  });

  test.each([
    ['0.2.1', '0.2.1'],
    ['^0.1', '0.1.5'],
    ['>=0.2.0, <0.2.5', '0.2.1'],
    ['0.1.x || 0.2.1', '0.2.1'],
    ['0.3.0-rc.1', '0.3.0-rc.1'],
    ['v0.1.0', '0.1.0'],
  ])('version %s is %s', async (version, chosen) => {
    const versions = ['0.1.0', '0.1.5', '0.2.1', '0.2.6', '0.3.0-rc.1'];
    server.answers.set(
      '/charts/index.yaml',
      index(...versions.map((one) => ({ version: one, url: `${one}.tgz` }))),
    );
    for (const one of versions) server.answers.set(`/charts/${one}.tgz`, packedChart(one));
    const { result } = await pull({ version });
    expect(result).toMatchObject({ ok: true, value: { version: chosen } });
  });

  test('what is there with the same digest is not fetched again, anything else is replaced', async () => {
    const archive = packedChart('0.2.6');
    publish(archive, sha256(archive));
    const destination = join(folder, 'mine/charts');
    expect((await pull({ destination })).result).toMatchObject({ value: { isNew: true } });
    const again = await pull({ destination });
    expect(again.result).toMatchObject({ ok: true, value: { isNew: false } });
    expect(again.contacted).toEqual(['/charts/index.yaml']);
    writeFileSync(join(destination, 'inference-charts-0.2.6.tgz'), 'something else');
    expect((await pull({ destination })).result).toMatchObject({ value: { isNew: true } });
    expect(files()).toEqual(['mine/charts/inference-charts-0.2.6.tgz']);
  });

  test('unpacked, as a folder of its own that is not overwritten', async () => {
    publish(packedChart('0.2.6'));
    const asked = { destination: folder, isUnpacked: true };
    const { result } = await pull(asked);
    expect(result).toMatchObject({ value: { path: join(folder, 'inference-charts') } });
    expect(files()).toEqual([
      'inference-charts/Chart.yaml',
      'inference-charts/templates/vllm.yaml',
      'inference-charts/values.yaml',
    ]);
    const again = await pull(asked);
    expect(again.told).toBe(
      'FOLDER/inference-charts is there already and was left as it is. Remove it first, or name another destination.',
    );
    expect(again.contacted).toEqual(['/charts/index.yaml']);
  });

  test('a mirror under the other name of the chart', async () => {
    const name = 'ai-on-eks-inference-charts';
    server.answers.set(
      '/charts/index.yaml',
      index({ version: '0.1.0', url: 'a.tgz' }).replace('  inference-charts:', `  ${name}:`),
    );
    server.answers.set('/charts/a.tgz', packedChart('0.1.0', name));
    expect((await pull()).result).toMatchObject({ ok: true, value: { name } });
  });

  test('an index of many other charts is read without reading them all', async () => {
    const archive = packedChart('0.2.6');
    const other = index({ version: '1.0.0', url: 'x.tgz' })
      .split('\n')
      .slice(3)
      .join('\n')
      .repeat(60_000);
    publish(archive, sha256(archive));
    const [head = '', ...ours] = index({ version: '0.2.6', url: 'a-0.2.6.tgz' }).split(
      'entries:\n',
    );
    const others = (key: string) => `  ${key}:\n${other}`;
    const text = `${head}entries:\n${others('a')}${ours.join('')}${others('z')}`;
    expect(text.length).toBeGreaterThan(8_000_000);
    server.answers.set('/charts/index.yaml', text);
    expect((await pull()).result.ok).toBe(true);
  });
});

describe('the way there', () => {
  test('redirects are followed, up to ten of them, and credentials stay with their server', async () => {
    const archive = packedChart('0.2.6');
    const other = await startWebServer();
    const seen: (string | undefined)[] = [];
    other.answers.set('/a.tgz', (request, response) => {
      seen.push(request.headers.authorization);
      response.end(archive);
    });
    publish({ status: 302, headers: { location: '/first' } });
    for (const [from, to] of [
      ['/first', 'second'],
      ['/second', `${other.url}/a.tgz?token=secret`],
    ] as const)
      server.answers.set(from, (request, response) => {
        seen.push(request.headers.authorization);
        response.writeHead(307, { location: to }).end('moved');
      });
    const repository = `${server.url.replace('//', '//ann:p%40ss@')}/charts`;
    const { result, contacted } = await pull({ repository });
    other.close();
    const basic = `Basic ${Buffer.from('ann:p@ss').toString('base64')}`;
    expect(result.ok).toBe(true);
    expect(seen).toEqual([basic, basic, undefined]);
    expect(contacted).toEqual([
      '/charts/index.yaml',
      '/charts/a-0.2.6.tgz',
      '/first',
      '/second',
      `${other.url}/a.tgz`,
    ]);
  });

  test('a redirect that goes in circles', async () => {
    publish({ status: 301, headers: { location: 'a-0.2.6.tgz' } });
    const { told, contacted } = await pull();
    expect(told).toBe(
      'SERVER/charts/a-0.2.6.tgz leads elsewhere and was not followed: it does so more than 10 times.',
    );
    expect(contacted).toHaveLength(12);
  });

  test.each([
    ['ftp://example.com/a.tgz', 'it does not say to which address'],
    [undefined, 'it does not say to which address'],
  ])('a redirect to %s', async (location, reason) => {
    publish({ status: 302, ...(location !== undefined && { headers: { location } }) });
    expect((await pull()).told).toBe(
      `SERVER/charts/a-0.2.6.tgz leads elsewhere and was not followed: ${reason}.`,
    );
  });

  test('the proxies of the environment are taken, but not to this machine', async () => {
    const archive = packedChart('0.2.6');
    const repository = 'http://charts.example.test/charts';
    publish(archive);
    const environment = { HTTP_PROXY: server.url };
    const { result, contacted } = await pull({ repository, environment });
    expect(result.ok).toBe(true);
    expect(server.asked).toEqual([`${repository}/index.yaml`, `${repository}/a-0.2.6.tgz`]);
    expect(contacted).toEqual(server.asked);
    const direct = await pull({ environment: { HTTP_PROXY: 'http://127.0.0.1:1' } });
    expect(direct.result.ok).toBe(true);
  });

  test('a proxy that gives no way through', async () => {
    const connects: string[] = [];
    server.server.on('connect', (request, socket) => {
      connects.push(request.url ?? '');
      socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
    });
    const { told } = await pull({
      repository: 'https://charts.example.test',
      environment: { https_proxy: server.url },
    });
    expect(connects).toEqual(['charts.example.test:443']);
    expect(told).toMatch(
      /^https:\/\/charts\.example\.test\/index\.yaml cannot be reached: the proxy gave no way through \(.*403.*\)\.$/,
    );
  });

  test('a proxy that wants a sign-in', async () => {
    server.answers.set('/index.yaml', { status: 407 });
    const { told } = await pull({
      repository: 'http://charts.example.test',
      environment: { HTTP_PROXY: server.url },
    });
    expect(told).toContain('the proxy gave no way through (Proxy Authentication Required (407))');
  });

  test('nobody listens, and who does is not trusted', async () => {
    const { url } = server;
    server.close();
    expect((await pull()).result).toMatchObject({ failure: { kind: 'unreachable' } });
    server = await startWebServer({ isSecure: true });
    expect((await pull()).result).toMatchObject({ failure: { kind: 'certificate-refused' } });
    const plain = await pull({ repository: server.url.replace('https', 'http') });
    expect(plain.result).toMatchObject({ failure: { kind: 'unreachable' } });
    expect(url).not.toBe(server.url);
  });

  test('a server that says nothing, and one that goes on and on', async () => {
    const answers = { '/silent/index.yaml': false, '/slow/index.yaml': true };
    for (const [path, isTrickling] of Object.entries(answers))
      server.answers.set(path, (_request, response) => {
        if (!isTrickling) return;
        const drops = setInterval(() => response.write('#'), 5);
        response.on('close', () => {
          clearInterval(drops);
        });
      });
    const silent = await pull({
      repository: `${server.url}/silent`,
      limits: { idleMs: 50, overallMs: 30_000 },
    });
    expect(silent.told).toBe(
      'SERVER/silent/index.yaml did not send everything in time. Try again later.',
    );
    const slow = await pull({
      repository: `${server.url}/slow`,
      limits: { idleMs: 30_000, overallMs: 100 },
    });
    expect(slow.result).toMatchObject({ failure: { kind: 'timed-out' } });
  });

  test('cancelled in the middle of the archive, nothing is left', async () => {
    const controller = new AbortController();
    publish((_request, response) => {
      response.write(packedChart('0.2.6').subarray(0, 40), () => {
        controller.abort();
      });
    });
    expect((await pull({ signal: controller.signal })).result).toEqual({
      ok: false,
      failure: { kind: 'cancelled', address: `${server.url}/charts/a-0.2.6.tgz` },
    });
    expect(files()).toEqual([]);
    const before = await pull({ signal: controller.signal });
    expect(before.result).toMatchObject({ failure: { kind: 'cancelled' } });
  });
});

describe('what the repository has not', () => {
  test.each([
    [404, 'there is nothing at this address.'],
    [
      401,
      'it wants a sign-in or permits no access. Fetch the chart with helm pull, which can sign in.',
    ],
    [500, 'the server failed. Try again later.'],
    [429, 'it was asked too often. Try again later.'],
    [204, 'it does not give the file.'],
  ])('%i', async (status, meaning) => {
    server.answers.set('/charts/index.yaml', { status });
    expect((await pull()).told).toBe(`SERVER/charts/index.yaml answered ${status}: ${meaning}`);
    publish({ status });
    expect((await pull()).told).toBe(`SERVER/charts/a-0.2.6.tgz answered ${status}: ${meaning}`);
  });

  test.each([
    ['a page', '<!doctype html>\n<title>Charts</title>\n'],
    ['nothing', ''],
    ['broken YAML', 'apiVersion: v1\nentries: [\n'],
    ['broken JSON', '{"apiVersion": "v1", '],
    ['no version of its own', 'entries: {}\n'],
    ['a list', '- apiVersion: v1\n'],
  ])('%s is no index', async (_what, text) => {
    server.answers.set('/charts/index.yaml', text);
    expect((await pull()).told).toBe(
      'SERVER/charts/index.yaml is not what a chart repository has there: it is no YAML with an apiVersion and entries.',
    );
  });

  test('another chart, another version', async () => {
    server.answers.set('/charts/index.yaml', 'apiVersion: v1\nentries:\n  redis: []\n  ray: []\n');
    expect((await pull()).told).toBe(
      'There is no chart inference-charts at SERVER/charts/index.yaml; there are ray, redis.',
    );
    server.answers.set('/charts/index.yaml', 'apiVersion: v1\nentries: {}\n');
    expect((await pull()).told).toBe(
      'There is no chart inference-charts at SERVER/charts/index.yaml; there is none at all.',
    );
    publish('', undefined, '0.3.0-rc.1');
    expect((await pull()).told).toBe(
      'There is no stable version of inference-charts at SERVER/charts/index.yaml; there are 0.3.0-rc.1.',
    );
    server.answers.set(
      '/charts/index.yaml',
      index(...Array.from({ length: 14 }, (_, at) => ({ version: `0.2.${at}`, url: 'a.tgz' }))),
    );
    expect((await pull({ version: '9.9.9' })).told).toBe(
      'There is no version 9.9.9 of inference-charts at SERVER/charts/index.yaml; there are 0.2.13, 0.2.12, 0.2.11, 0.2.10, 0.2.9, 0.2.8, 0.2.7, 0.2.6, 0.2.5, 0.2.4, 0.2.3, 0.2.2 and 2 more.',
    );
    expect((await pull({ version: 'latest' })).told).toBe(
      'latest is neither a version nor a range of versions, such as 0.2.6 or ^0.2.',
    );
  });

  test.each(['ftp://example.com/charts', 'ai-on-eks', '/srv/charts', 'https://'])(
    'the address %s',
    async (repository) => {
      const { told, contacted } = await pull({ repository });
      expect(told).toBe(
        `${repository} is not the address of a chart repository; it must begin with https://, http:// or oci://.`,
      );
      expect(contacted).toEqual([]);
    },
  );

  test('an index that refers to what is not on the web', async () => {
    server.answers.set('/charts/index.yaml', index({ version: '0.2.6', url: 'file:///a.tgz' }));
    expect((await pull()).told).toContain('it gives file:///a.tgz as the address of version 0.2.6');
  });

  test('an index and an archive without end', async () => {
    const piece = Buffer.alloc(2 ** 20, '#');
    const endless: Answer = (_request, response) => {
      const more = () => {
        while (!response.destroyed && response.write(piece));
      };
      response.on('drain', more);
      more();
    };
    server.answers.set('/charts/index.yaml', endless);
    expect((await pull()).told).toBe(
      'SERVER/charts/index.yaml sends more than 50 MiB; nothing of it was kept.',
    );
    publish(endless);
    expect((await pull()).told).toBe(
      'SERVER/charts/a-0.2.6.tgz sends more than 32 MiB; nothing of it was kept.',
    );
    expect(files()).toEqual([]);
  });
});

describe('an archive that is not right is not kept', () => {
  const good = packedChart('0.2.6');
  const withEntry = (path: string, rest = {}) =>
    pack([...chartEntries('0.2.6'), { path, ...rest }]);
  const cannot = (reason: string) =>
    `What SERVER/charts/a-0.2.6.tgz sent cannot be used: ${reason}. Nothing of it was kept.`;
  const outside = (path: string) => cannot(`${path} in it lies outside of the chart's folder`);
  const link = 'is a link, which no chart needs';

  test.each<[string, Buffer, string]>([
    ['cut off', good.subarray(0, good.length - 20), cannot('it ends in the middle')],
    ['cut off before it was packed', gzip(tarOf().subarray(0, 700)), cannot('it is damaged')],
    ['without its end', gzip(tarOf().subarray(0, -1024)), cannot('it ends in the middle')],
    ['damaged', gzip(damaged()), cannot('it is damaged')],
    ['a page', Buffer.from('<html>'), cannot('it is no gzip archive')],
    ['empty', Buffer.alloc(0), cannot('it ends in the middle')],
    ['a bomb', gzip(Buffer.alloc(65 * 2 ** 20)), cannot('it unpacks to more than 64 MiB')],
    ['above', withEntry('inference-charts/../../x'), outside('inference-charts/../../x')],
    ['beside', withEntry('../x'), outside('../x')],
    ['absolute', withEntry('/etc/x'), outside('/etc/x')],
    ['above on Windows', withEntry('a/..\\..\\x'), outside('a/..\\..\\x')],
    ['a drive', withEntry('a/C:/x'), outside('a/C:/x')],
    ['without a folder', withEntry('x'), outside('x')],
    [
      'a symbolic link',
      withEntry('inference-charts/x', { type: 'SymbolicLink', linkpath: '/etc/passwd' }),
      cannot(`inference-charts/x in it ${link}`),
    ],
    [
      'a hard link',
      withEntry('inference-charts/x', { type: 'Link', linkpath: 'inference-charts/Chart.yaml' }),
      cannot(`inference-charts/x in it ${link}`),
    ],
    [
      'a device',
      withEntry('inference-charts/x', { type: 'CharacterDevice' }),
      cannot('inference-charts/x in it is a CharacterDevice, which no chart needs'),
    ],
    [
      'twice',
      withEntry('inference-charts/Chart.yaml'),
      cannot('inference-charts/Chart.yaml is in it twice'),
    ],
    [
      'no chart',
      pack([{ path: 'inference-charts/values.yaml', text: 'a: 1\n' }]),
      cannot('it has no Chart.yaml, so it is no packed chart'),
    ],
    [
      'another chart',
      packedChart('0.2.6', 'redis'),
      cannot('its chart is named redis, not ai-on-eks-inference-charts or inference-charts'),
    ],
    [
      'another version',
      packedChart('0.2.5'),
      cannot('it holds inference-charts 0.2.5, not inference-charts 0.2.6'),
    ],
  ])('%s', async (_what, archive, sentence) => {
    publish(archive, sha256(archive));
    for (const isUnpacked of [false, true]) {
      const { told } = await pull({ isUnpacked, destination: join(folder, 'new') });
      expect(told).toBe(sentence);
      expect(files()).toEqual([]);
    }
  });

  test('another digest than the index announces', async () => {
    publish(good, sha256(packedChart('0.2.5')));
    expect((await pull()).told).toBe(
      `What SERVER/charts/a-0.2.6.tgz sent is not what the repository announces: its digest is sha256:${sha256(good)}, announced is sha256:${sha256(packedChart('0.2.5'))}. Nothing of it was kept.`,
    );
    expect(files()).toEqual([]);
  });

  test('a connection that is lost on the way', async () => {
    publish((_request, response) => {
      response.writeHead(200, { 'content-length': String(good.length) });
      response.write(good.subarray(0, 40), () => response.destroy());
    });
    expect((await pull()).result).toMatchObject({ failure: { kind: 'unreachable' } });
    expect(files()).toEqual([]);
  });

  test('a destination that cannot be written', async () => {
    publish(good);
    writeFileSync(join(folder, 'file'), '');
    expect((await pull({ destination: join(folder, 'file') })).told).toBe(
      'FOLDER/file/inference-charts-0.2.6.tgz cannot be written: its folder is a file.',
    );
    expect(existsSync(join(folder, 'cache'))).toBe(false);
    expect(files()).toEqual(['file']);
  });

  function tarOf(): Buffer {
    return tar(chartEntries('0.2.6'));
  }

  /** A byte of the second header is another. */
  function damaged(): Buffer {
    const archive = tarOf();
    archive.writeUInt8(archive.readUInt8(1024) ^ 1, 1024);
    return archive;
  }
});
