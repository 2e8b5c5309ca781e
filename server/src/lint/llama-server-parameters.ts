import { flagName } from '../catalog/vllm-arguments.ts';
import { parameterPath, paths } from '../catalog/values-paths.ts';
import type { Fact } from '../model/merged-values.ts';
import { foreignDialect } from './dialect.ts';
import type { Subject } from './rule.ts';

/** A key of modelParameters that the chart makes a flag of llama-server. */
export interface LlamaServerParameter {
  readonly key: string;
  /** Kebab-case, without dashes in front. */
  readonly flag: string;
  readonly fact: Fact;
}

/** None under another framework, and in a file of the other dialect. */
export function llamaServerParameters({ config, chart }: Subject): readonly LlamaServerParameter[] {
  if (config.known.framework?.server !== 'llama-server' || chart.generation === '0.1') return [];
  if (foreignDialect(config, chart) !== undefined) return [];
  return config.values.keys(paths.modelParameters).flatMap((key) => {
    const fact = config.values.at(parameterPath(key));
    return fact === undefined ? [] : [{ key, flag: flagName(key), fact }];
  });
}
