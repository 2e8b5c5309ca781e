import { failed, ok, type Result } from '../../base/result.ts';
import type { PullFailure } from '../../chart/pull-failure.ts';
import { referTo, shownAddress } from '../../chart/repository-address.ts';
import { readRepositoryIndex, type IndexedRelease } from '../../chart/repository-index.ts';
import type { Web } from '../http/web.ts';
import { fetchBody, type PublishedChart, type Publisher } from './publisher.ts';

const maxIndexBytes = 50 * 2 ** 20;

/** A repository that `helm repo add` takes: an index.yaml, and archives that it refers to. */
export function helmRepository(
  web: Web,
  repository: URL,
  names: readonly string[],
): Publisher<IndexedRelease> {
  return {
    async list(): Promise<Result<PublishedChart<IndexedRelease>, PullFailure>> {
      const index = referTo(repository, 'index.yaml') ?? repository;
      const address = shownAddress(index);
      const body = await fetchBody(web, index, { maxBytes: maxIndexBytes });
      if (!body.ok) return body;
      const read = readRepositoryIndex(body.value.toString('utf8'), names);
      if (read.ok) return ok({ ...read.value, address });
      const { failure } = read;
      return failed(
        failure.kind === 'not-an-index'
          ? { kind: 'no-repository', address, reason: failure.reason }
          : { kind: 'chart-absent', address, name: names[0] ?? '', others: failure.others },
      );
    },
    locate({ version, url, digest }) {
      const address = referTo(repository, url);
      const found = { ...(digest !== undefined && { digest }) };
      const reason = `it gives ${url} as the address of version ${version}, which is neither https:// nor http://`;
      return Promise.resolve(
        address === undefined
          ? failed({ kind: 'no-repository', address: shownAddress(repository), reason })
          : ok({ address, ...found }),
      );
    },
  };
}
