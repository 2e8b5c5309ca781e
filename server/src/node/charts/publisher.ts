import { failed, ok, type Result } from '../../base/result.ts';
import type { PullFailure } from '../../chart/pull-failure.ts';
import { shownAddress } from '../../chart/repository-address.ts';
import type { WantedBody, Web, WebAnswer, WebFailure } from '../http/web.ts';

/** One place that charts are published at, in whichever protocol. */
export interface Publisher<Release extends PublishedRelease = PublishedRelease> {
  list(): Promise<Result<PublishedChart<Release>, PullFailure>>;
  locate(release: Release): Promise<Result<LocatedArchive, PullFailure>>;
}

export interface PublishedRelease {
  readonly version: string;
}

export interface PublishedChart<Release> {
  readonly name: string;
  /** Of what lists the releases, as it may be shown. */
  readonly address: string;
  /** Newest first. */
  readonly releases: readonly Release[];
}

export interface LocatedArchive {
  readonly address: URL;
  readonly headers?: Readonly<Record<string, string>>;
  /** As `sha256:…`; absent when nobody announces one. */
  readonly digest?: string;
}

/** What stands at an address, when it answers with 200. */
export async function fetchBody(
  web: Web,
  address: URL,
  wanted: WantedBody,
): Promise<Result<Buffer, PullFailure>> {
  return bodyOf(address, await web.get(address, wanted));
}

export function bodyOf(
  address: URL,
  answer: Result<WebAnswer, WebFailure>,
): Result<Buffer, PullFailure> {
  if (!answer.ok) return failed(toPullFailure(answer.failure));
  const { status, body } = answer.value;
  if (status === 200) return ok(body);
  return failed({ kind: 'answered', address: shownAddress(address), status });
}

function toPullFailure(failure: WebFailure): PullFailure {
  if (failure.kind !== 'too-large') return failure;
  return { kind: 'too-large', address: failure.address, maxMiB: failure.maxBytes / 2 ** 20 };
}
