import { parameterPath, paths } from '../catalog/values-paths.ts';
import type { Chart } from '../chart/chart.ts';
import type { InferenceConfig } from '../model/inference-config.ts';
import type { Fact } from '../model/merged-values.ts';

import { foreignDialect } from './dialect.ts';

/** A parameter with the environment variable that the chart makes of it. */
export interface ScriptParameter {
  readonly key: string;
  readonly variable: string;
  readonly fact: Fact;
}

/** The parameters of this document that reach vLLM through a script of the chart only. */
export function scriptParameters(
  config: InferenceConfig,
  chart: Chart,
): readonly ScriptParameter[] {
  const { generation, isRay, values } = config;
  const { habits } = chart;
  if (foreignDialect(config, chart) !== undefined) return [];
  // In generation 0.2 the other frameworks make flags of them.
  if (habits.script === undefined || !(isRay || generation === '0.1')) return [];
  return values.keys(paths.modelParameters).flatMap((key) => {
    const fact = values.at(parameterPath(key));
    return fact === undefined ? [] : [{ key, variable: variableOf(key), fact }];
  });
}

/** As sprig's snakecase and upper spell it: maxNumSeqs is MAX_NUM_SEQS. */
export function variableOf(key: string): string {
  return key
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replaceAll('-', '_')
    .toUpperCase();
}

/** The key that becomes this variable. */
export function keyOfVariable(variable: string): string {
  return variable
    .toLowerCase()
    .replaceAll(/_([a-z0-9])/g, (_whole, letter: string) => letter.toUpperCase());
}
