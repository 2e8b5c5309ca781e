import { isSamePath, modelPaths, paths } from '../catalog/values-paths.ts';
import type { Chart, Generation } from '../chart/chart.ts';
import type { InferenceConfig } from '../model/inference-config.ts';
import type { Fact } from '../model/merged-values.ts';
import { findNode } from '../syntax/node.ts';

/** A file in the words of one generation whose chart reads the words of the other. */
export interface ForeignDialect {
  readonly written: Generation;
  readonly wanted: Generation;
  /** What gives the dialect away, the clearest first; never empty, all of this document. */
  readonly signs: readonly [Fact, ...Fact[]];
}

/**
 * Undefined when the document says nothing that belongs to one generation alone, or when its chart
 * knows the word: a copy of the chart may have learnt it.
 */
export function foreignDialect(config: InferenceConfig, chart: Chart): ForeignDialect | undefined {
  const { framework, known, values } = config;
  const wanted = chart.generation;
  if (wanted === undefined) return undefined;
  const written = otherThan(wanted);
  const isForeign = known.framework?.generations.includes(wanted) === false;
  const signs = [isForeign ? framework : undefined, textAt(values.at(modelPaths[written]))];
  const [first, ...others] = signs.filter(
    (sign) => sign?.origin.kind === 'document' && !isKnown(sign, chart),
  ) as readonly Fact[];
  if (first === undefined) return undefined;
  return { written, wanted, signs: [first, ...others] };
}

function otherThan(generation: Generation): Generation {
  return generation === '0.2' ? '0.1' : '0.2';
}

function textAt(fact: Fact | undefined): Fact | undefined {
  return typeof fact?.value === 'string' && fact.value !== '' ? fact : undefined;
}

function isKnown({ path, value }: Fact, { frameworks, defaults }: Chart): boolean {
  if (isSamePath(path, paths.framework)) return frameworks.includes(String(value));
  return findNode(defaults.root, path) !== undefined;
}
