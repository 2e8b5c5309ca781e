import type { Result } from '../base/result.ts';
import data from './data/published-chart.json' with { type: 'json' };
import type { PullFailure } from './pull-failure.ts';

/** Charts from where they are published. Goes to the network, and only when a person has asked for it. */
export interface ChartSource {
  /** Where charts come from when nobody names another place: INFERENCE_CHARTS_REPOSITORY, else where they are published. */
  readonly repository: string;
  /** Where Helm keeps the charts that it fetched on this machine, and ours go when nothing else is said. */
  readonly cache: string;
  /** Which versions a repository has, newest first. */
  versions(repository: string, asking: Asking): Promise<Result<PublishedVersions, PullFailure>>;
  pull(wanted: WantedChart, asking: Asking): Promise<Result<PulledChart, PullFailure>>;
}

/** The repository that the README of the chart tells people to add, and the chart's name there. */
export const published: { readonly repository: string; readonly chart: string } = data;

export interface Asking {
  readonly signal: AbortSignal;
  /** Called before anything is sent, with the address that it is sent to; never with credentials in it. */
  readonly contacting: (address: string) => void;
}

export interface WantedChart {
  /** `https://…`, `http://…` with an index.yaml below, or `oci://…`. */
  readonly repository: string;
  /** A version or a range as Helm has it; the newest stable one when absent. */
  readonly version?: string;
  /** A folder, made when it is not there; Helm's cache when absent. */
  readonly destination?: string;
  /** As a folder with the chart's name inside the destination, instead of as an archive. */
  readonly isUnpacked: boolean;
}

export interface PublishedVersions {
  readonly name: string;
  readonly versions: readonly string[];
}

export interface PulledChart {
  readonly name: string;
  readonly version: string;
  /** Absolute: the archive, or the folder of an unpacked chart. */
  readonly path: string;
  /** Of the archive, as `sha256:…`. */
  readonly digest: string;
  /** False when exactly this archive was there before, and nothing but the index was fetched. */
  readonly isNew: boolean;
}
