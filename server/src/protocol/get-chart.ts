import type { Request } from './request.ts';

/** Where a chart would come from and where Helm keeps its own: shown before the network is touched. */
export interface ChartPlaces {
  /** The setting `inferenceCharts.chartRepository`, else INFERENCE_CHARTS_REPOSITORY, else where the chart is published. */
  readonly repository: string;
  /** Absolute; Helm's own cache of charts on this machine. */
  readonly helmCache: string;
}

export const chartPlacesRequest: Request<null, ChartPlaces> = { method: 'inference/chartPlaces' };

export type ChartVersionsAnswer =
  /** Newest first, pre-releases last. */
  | { readonly kind: 'versions'; readonly name: string; readonly versions: readonly string[] }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'cancelled' };

/** Asks the repository over the network. */
export const chartVersionsRequest: Request<{ readonly repo?: string }, ChartVersionsAnswer> = {
  method: 'inference/chartVersions',
};

export interface GetChartParams {
  /** Else the one of `inference/chartPlaces`. */
  readonly repo?: string;
  /** A version or a range as Helm has it; else the newest that is no pre-release. */
  readonly version?: string;
  /** A folder by its absolute path is made when it is not there. */
  readonly destination: 'helm-cache' | { readonly folder: string };
  /** Progress notifications carry it. */
  readonly token: string;
}

export type GetChartAnswer =
  | {
      readonly kind: 'got';
      readonly name: string;
      readonly version: string;
      /** Absolute, of the archive. */
      readonly path: string;
      /** `sha256:…` */
      readonly digest: string;
      /** False when the same archive was there already. */
      readonly isNew: boolean;
    }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'cancelled' };

/** Fetches a chart over the network, and judges open documents anew with it. */
export const getChartRequest: Request<GetChartParams, GetChartAnswer> = {
  method: 'inference/getChart',
};
