import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { failed, ok, type Result } from '../../base/result.ts';
import type { PulledChart, WantedChart } from '../../chart/chart-source.ts';
import { chooseRelease } from '../../chart/choose-release.ts';
import type { PullFailure } from '../../chart/pull-failure.ts';
import { shownAddress } from '../../chart/repository-address.ts';
import type { Web } from '../http/web.ts';
import { placeFile, placeFolder } from './place-archive.ts';
import {
  fetchBody,
  type LocatedArchive,
  type PublishedChart,
  type PublishedRelease,
  type Publisher,
} from './publisher.ts';
import { verifyArchive } from './verify-archive.ts';

const maxArchiveBytes = 32 * 2 ** 20;

/** Finds, fetches and checks one release, and puts it where it was wanted. */
export async function pullChart<Release extends PublishedRelease>(
  web: Web,
  publisher: Publisher<Release>,
  { version: wanted, destination, isUnpacked }: Wanted,
): Promise<Result<PulledChart, PullFailure>> {
  const published = await publisher.list();
  if (!published.ok) return published;
  const release = choose(published.value, wanted);
  if (!release.ok) return release;
  const { version } = release.value;
  const { name } = published.value;
  const path = resolve(destination, isUnpacked ? name : `${name}-${version}.tgz`);
  if (isUnpacked && existsSync(path)) return failed({ kind: 'folder-exists', path });
  const located = await publisher.locate(release.value);
  if (!located.ok) return located;
  const { digest } = located.value;
  if (!isUnpacked && digest !== undefined && (await digestAt(path)) === digest)
    return ok({ name, version, path, digest, isNew: false });
  const archive = await fetchArchive(web, located.value);
  if (!archive.ok) return archive;
  const verified = await verifyArchive(archive.value.bytes);
  const unusable = (reason: string) =>
    failed({
      kind: 'archive-unusable' as const,
      address: shownAddress(located.value.address),
      reason,
    });
  if (!verified.ok) return unusable(verified.failure);
  const { files, ...found } = verified.value;
  if (found.name !== name || found.version !== version)
    return unusable(`it holds ${found.name} ${found.version}, not ${name} ${version}`);
  const placed = isUnpacked
    ? await placeFolder(path, files)
    : await placeFile(path, archive.value.bytes);
  return placed.ok
    ? ok({ name, version, path, digest: archive.value.digest, isNew: true })
    : placed;
}

type Wanted = Pick<WantedChart, 'version' | 'isUnpacked'> & { readonly destination: string };

function choose<Release extends PublishedRelease>(
  { name, address, releases }: PublishedChart<Release>,
  wanted: string | undefined,
): Result<Release, PullFailure> {
  const chosen = chooseRelease(releases, wanted);
  if (chosen.ok) return chosen;
  if (chosen.failure === 'unreadable')
    return failed({ kind: 'version-unreadable', version: wanted ?? '' });
  const versions = releases.map(({ version }) => version);
  return failed({
    kind: 'version-absent',
    address,
    name,
    versions,
    ...(wanted !== undefined && { wanted }),
  });
}

interface Archive {
  readonly bytes: Buffer;
  readonly digest: string;
}

async function fetchArchive(
  web: Web,
  { address, headers, digest: announced }: LocatedArchive,
): Promise<Result<Archive, PullFailure>> {
  const body = await fetchBody(web, address, {
    maxBytes: maxArchiveBytes,
    ...(headers && { headers }),
  });
  if (!body.ok) return body;
  const actual = digestOf(body.value);
  return announced === undefined || announced === actual
    ? ok({ bytes: body.value, digest: actual })
    : failed({ kind: 'digest-differs', address: shownAddress(address), announced, actual });
}

async function digestAt(path: string): Promise<string | undefined> {
  try {
    return digestOf(await readFile(path));
  } catch {
    return undefined;
  }
}

function digestOf(bytes: Buffer): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}
