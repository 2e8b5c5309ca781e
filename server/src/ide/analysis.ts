import type { Chart } from '../chart/chart.ts';
import type { ModelConfigFile } from '../chart/model-config-file.ts';
import { lower, type InferenceConfig } from '../model/inference-config.ts';
import { mergeLayers, type Layer, type MergedValues } from '../model/merged-values.ts';
import type { ValuesDocument } from '../syntax/parse.ts';
import { pointedModel, type PointedModel } from './model-config.ts';

/** What surrounds a values file: its chart, the files Helm reads before it, configs of models. */
export interface Surroundings {
  readonly chart: Chart;
  readonly earlier: readonly { readonly file: string; readonly document: ValuesDocument }[];
  readonly modelConfigs?: readonly ModelConfigFile[];
}

/** Everything the editor features share about one version of one document. Dies with the version. */
export interface Analysis {
  readonly document: ValuesDocument;
  readonly surroundings: Surroundings;
  readonly values: MergedValues;
  /** Effective values without this document: what applies when a key is removed. */
  readonly inherited: MergedValues;
  readonly config: InferenceConfig;
  /** The config.json that the user names for the served model. */
  readonly pointed: PointedModel | undefined;
}

export function analyze(document: ValuesDocument, surroundings: Surroundings): Analysis {
  const { chart, earlier, modelConfigs = [] } = surroundings;
  const below: Layer[] = [
    { origin: { kind: 'chart' }, document: chart.defaults },
    ...earlier.map(({ file, document: text }): Layer => ({
      origin: { kind: 'file', file },
      document: text,
    })),
  ];
  const values = mergeLayers([...below, { origin: { kind: 'document' }, document }]);
  const config = lower(values, chart);
  const pointed = pointedModel(config, modelConfigs);
  let inherited: MergedValues | undefined;
  return {
    document,
    surroundings,
    values,
    // A check does not ask for it.
    get inherited() {
      return (inherited ??= mergeLayers(below));
    },
    config: pointed === undefined ? config : withModel(config, pointed),
    pointed,
  };
}

/** What the user points at outranks the catalog; what cannot be read leaves it standing. */
function withModel(config: InferenceConfig, { facts }: PointedModel): InferenceConfig {
  if (!facts.ok) return config;
  return { ...config, known: { ...config.known, model: facts.value } };
}
