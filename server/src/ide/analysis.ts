import type { Chart } from '../chart/chart.ts';
import { lower, type InferenceConfig } from '../model/inference-config.ts';
import { mergeLayers, type Layer, type MergedValues } from '../model/merged-values.ts';
import type { ValuesDocument } from '../syntax/parse.ts';

/** What surrounds a values file: the chart it is for and the files Helm reads before it. */
export interface Surroundings {
  readonly chart: Chart;
  readonly earlier: readonly { readonly file: string; readonly document: ValuesDocument }[];
}

/** Everything the editor features share about one version of one document. Dies with the version. */
export interface Analysis {
  readonly document: ValuesDocument;
  readonly surroundings: Surroundings;
  readonly values: MergedValues;
  /** Effective values without this document: what applies when a key is removed. */
  readonly inherited: MergedValues;
  readonly config: InferenceConfig;
}

export function analyze(document: ValuesDocument, surroundings: Surroundings): Analysis {
  const { chart, earlier } = surroundings;
  const below: Layer[] = [
    { origin: { kind: 'chart' }, document: chart.defaults },
    ...earlier.map(({ file, document: text }): Layer => ({
      origin: { kind: 'file', file },
      document: text,
    })),
  ];
  const values = mergeLayers([...below, { origin: { kind: 'document' }, document }]);
  let inherited: MergedValues | undefined;
  return {
    document,
    surroundings,
    values,
    // A check does not ask for it.
    get inherited() {
      return (inherited ??= mergeLayers(below));
    },
    config: lower(values, chart),
  };
}
