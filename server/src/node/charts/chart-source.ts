import { homedir } from 'node:os';
import { failed, ok, type Result } from '../../base/result.ts';
import type { Asking, ChartSource } from '../../chart/chart-source.ts';
import { published } from '../../chart/chart-source.ts';
import { chartNames } from '../../chart/describe-chart.ts';
import type { PullFailure } from '../../chart/pull-failure.ts';
import { readRepositoryAddress } from '../../chart/repository-address.ts';
import { helmRepositoryCache } from '../files/helm-cache-folder.ts';
import { openWeb, type Web, type WebLimits } from '../http/web.ts';
import { helmRepository } from './helm-repository.ts';
import { ociRegistry } from './oci-registry.ts';
import { pullChart } from './pull-chart.ts';

export interface ChartSourceOptions {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Of this program, as it tells it to servers. */
  readonly version: string;
  readonly limits?: WebLimits;
}

/** Long enough for a slow line, short enough that somebody who waits is told. */
const patience: WebLimits = { idleMs: 30_000, overallMs: 300_000 };

/** Charts from Helm repositories and OCI registries. */
export function chartSource({
  environment,
  version,
  limits = patience,
}: ChartSourceOptions): ChartSource {
  const cache = helmRepositoryCache(environment, process.platform, homedir());
  const userAgent = `inference-charts/${version}`;

  async function at<Value>(
    repository: string,
    asking: Asking,
    use: (web: Web, address: URL) => Promise<Result<Value, PullFailure>>,
  ): Promise<Result<Value, PullFailure>> {
    const address = readRepositoryAddress(repository);
    if (address === undefined) return failed({ kind: 'address-unusable', address: repository });
    const web = openWeb({ environment, limits, userAgent, ...asking });
    try {
      return await use(web, address);
    } finally {
      await web.close();
    }
  }

  return {
    repository: environment['INFERENCE_CHARTS_REPOSITORY'] || published.repository,
    cache,
    versions: (repository, asking) =>
      at(repository, asking, async (web, address) => {
        const published = await publisherAt(web, address).list();
        if (!published.ok) return published;
        const { name, releases } = published.value;
        return ok({ name, versions: releases.map((release) => release.version) });
      }),
    pull: ({ repository, destination = cache, ...wanted }, asking) =>
      at(repository, asking, (web, address) =>
        address.protocol === 'oci:'
          ? pullChart(web, ociRegistry(web, address, names), { ...wanted, destination })
          : pullChart(web, helmRepository(web, address, names), { ...wanted, destination }),
      ),
  };
}

/** The published name first, then the names of copies. */
const names = [published.chart, ...chartNames].filter((name, at, all) => all.indexOf(name) === at);

function publisherAt(web: Web, address: URL) {
  return address.protocol === 'oci:'
    ? ociRegistry(web, address, names)
    : helmRepository(web, address, names);
}
