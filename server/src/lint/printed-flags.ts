import { printsVllmFlags } from '../catalog/frameworks.ts';
import type { Version } from '../catalog/versions.ts';
import type { Fact } from '../model/merged-values.ts';
import { foreignDialect } from './dialect.ts';
import type { Subject } from './rule.ts';

/** What is printed on the command line of a vLLM whose version is known. */
export interface PrintedFlags {
  readonly version: Version;
  /** By flag in kebab case, without dashes in front. */
  readonly flags: ReadonlyMap<string, Fact>;
}

/**
 * Undefined where something else than vLLM is started, on Neuron, whose plugin has flags of its own,
 * where a script of the chart stands between, in a file of the other dialect, and where nobody knows
 * the version: a private image, a tag that names none.
 */
export function printedFlags({ config, chart }: Subject): PrintedFlags | undefined {
  const { accelerator, flags, known } = config;
  if (known.vllm === undefined || !accelerator || accelerator.value === 'neuron') return undefined;
  if (!printsVllmFlags(known.framework)) return undefined;
  if (chart.habits.script !== undefined && chart.generation === '0.1') return undefined;
  if (foreignDialect(config, chart) !== undefined) return undefined;
  const printed = [...flags].filter(([, { path }]) => path.at(-2) !== 'engineKwargs');
  return { version: known.vllm, flags: new Map(printed) };
}
