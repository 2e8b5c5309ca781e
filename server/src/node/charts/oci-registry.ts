import { failed, ok } from '../../base/result.ts';
import { newestFirst } from '../../chart/choose-release.ts';
import type { PullFailure } from '../../chart/pull-failure.ts';
import { shownAddress } from '../../chart/repository-address.ts';
import { isThisMachine } from '../http/proxy.ts';
import type { Web } from '../http/web.ts';
import { anonymousToken } from './oci-token.ts';
import { bodyOf, type Publisher } from './publisher.ts';

const maxAnswerBytes = 4 * 2 ** 20;
const maxPages = 50;
const manifestType = 'application/vnd.oci.image.manifest.v1+json';
/** Source: helm.sh/helm/v4 v4.3.1, pkg/registry/constants.go. */
const chartType = 'application/vnd.cncf.helm.chart.content.v1.tar+gzip';

/**
 * A chart in a registry, read without an account: `oci://registry/folder/inference-charts`, or the
 * folder above it. Source: https://github.com/opencontainers/distribution-spec/blob/v1.1.1/spec.md
 */
export function ociRegistry(web: Web, repository: URL, names: readonly string[]): Publisher {
  const segments = repository.pathname.split('/').filter((segment) => segment !== '');
  const last = segments.at(-1) ?? '';
  const name = names.includes(last) ? last : (names[0] ?? '');
  const path = [...(name === last ? segments.slice(0, -1) : segments), name].join('/');
  const scheme = isThisMachine(repository.hostname) ? 'http' : 'https';
  const base = new URL(`${scheme}://${repository.host}/v2/${path}/`);
  let authorization: Readonly<Record<string, string>> = {};

  /** The first answer may be that a token must be fetched, which then holds for the others. */
  async function ask(address: URL, accept: string) {
    const get = () =>
      web.get(address, { maxBytes: maxAnswerBytes, headers: { accept, ...authorization } });
    const answer = await get();
    if (!answer.ok || answer.value.status !== 401) return answer;
    const token = await anonymousToken(web, answer.value.headers['www-authenticate']);
    if (token === undefined) return answer;
    authorization = { authorization: `Bearer ${token}` };
    return get();
  }

  return {
    async list() {
      const tags: string[] = [];
      let next: URL | undefined = new URL('tags/list', base);
      for (let page = 0; next !== undefined && page < maxPages; page += 1) {
        const answer = await ask(next, 'application/json');
        const body = bodyOf(next, answer);
        if (!body.ok) return body;
        const listed = readJson(body.value);
        if (listed === undefined) return failed(notOfRegistry(next));
        if (Array.isArray(listed['tags']))
          tags.push(...listed['tags'].filter((tag) => typeof tag === 'string'));
        next = answer.ok ? nextPage(next, answer.value.headers['link']) : undefined;
      }
      // A tag may not have the plus sign that a version may have.
      const releases = newestFirst(tags.map((tag) => ({ version: tag.replaceAll('_', '+') })));
      return ok({ name, address: shownAddress(repository), releases });
    },
    async locate({ version }) {
      const address = new URL(`manifests/${version.replaceAll('+', '_')}`, base);
      const body = bodyOf(address, await ask(address, manifestType));
      if (!body.ok) return body;
      const digest = chartLayer(readJson(body.value));
      if (digest === undefined) return failed(notOfRegistry(address));
      return ok({ address: new URL(`blobs/${digest}`, base), headers: authorization, digest });
    },
  };
}

function chartLayer(manifest: Readonly<Record<string, unknown>> | undefined): string | undefined {
  const layers: unknown = manifest?.['layers'];
  if (!Array.isArray(layers)) return undefined;
  const layer = (layers as readonly (Readonly<Record<string, unknown>> | null)[]).find(
    (one) => one?.['mediaType'] === chartType,
  );
  const digest = layer?.['digest'];
  return typeof digest === 'string' && /^sha256:[0-9a-f]{64}$/.test(digest) ? digest : undefined;
}

/** `</v2/name/tags/list?n=100&last=0.2.6>; rel="next"`, on the same server. */
function nextPage(from: URL, link: string | string[] | undefined): URL | undefined {
  const [, reference] = /<([^>]*)>\s*;\s*rel="?next"?/.exec([link ?? ''].flat().join(', ')) ?? [];
  const next = reference === undefined ? null : URL.parse(reference, from.href);
  return next?.origin === from.origin ? next : undefined;
}

function readJson(body: Buffer): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(body.toString('utf8'));
    return typeof value === 'object' && value !== null
      ? (value as Readonly<Record<string, unknown>>)
      : undefined;
  } catch {
    return undefined;
  }
}

function notOfRegistry(address: URL): PullFailure {
  const reason = 'it names no Helm chart';
  return { kind: 'no-repository', address: shownAddress(address), reason };
}
