import type { Chart, Generation } from '../chart/chart.ts';
import type { InferenceConfig } from '../model/inference-config.ts';
import type { Fact } from '../model/merged-values.ts';
import { findNode, type Path } from '../syntax/node.ts';
import type { ValueEdit } from '../syntax/edit-values.ts';

/** A file in the words of one generation whose chart reads the words of the other. */
export interface ForeignDialect {
  readonly written: Generation;
  readonly wanted: Generation;
  /** What gives the dialect away, the clearest first; never empty, all of this document. */
  readonly signs: readonly [Fact, ...Fact[]];
}

/** Frameworks that only generation 0.2 has, apart from the one that both have under two names. */
const newFrameworks: ReadonlySet<string> = new Set([
  'triton-vllm',
  'aibrix',
  'lws-vllm',
  'diffusers',
  'nim-container',
]);

const model: Path = ['model'];
const modelId: Path = ['modelParameters', 'modelId'];

/**
 * Undefined when the document says nothing that belongs to one generation alone, or when its chart
 * knows the word: a copy of the chart may have learnt it.
 */
export function foreignDialect(config: InferenceConfig, chart: Chart): ForeignDialect | undefined {
  const { framework, values } = config;
  if (chart.generation === undefined) return undefined;
  const isFramework = (name: string) => framework?.value === name;
  const signs =
    chart.generation === '0.2'
      ? [isFramework('rayVllm') ? framework : undefined, textAt(values.at(modelId))]
      : [
          isFramework('ray-vllm') || newFrameworks.has(framework?.value ?? '')
            ? framework
            : undefined,
          textAt(values.at(model)),
        ];
  const [first, ...others] = signs.filter(
    (sign) => sign?.origin.kind === 'document' && !isKnown(sign, chart),
  ) as readonly Fact[];
  if (first === undefined) return undefined;
  return {
    written: chart.generation === '0.2' ? '0.1' : '0.2',
    wanted: chart.generation,
    signs: [first, ...others],
  };
}

/** What turns the document into the chart's dialect; undefined when the other one has no word for it. */
export function migration(
  { values, framework }: InferenceConfig,
  { wanted }: ForeignDialect,
): readonly ValueEdit[] | undefined {
  const own = (path: Path) => {
    const fact = values.at(path);
    return fact?.origin.kind === 'document' ? fact : undefined;
  };
  if (framework?.origin.kind === 'document' && newFrameworks.has(framework.value)) return undefined;
  const [from, to] = wanted === '0.2' ? [modelId, model] : [model, modelId];
  const ray = wanted === '0.2' ? ['rayVllm', 'ray-vllm'] : ['ray-vllm', 'rayVllm'];
  const edits: ValueEdit[] = [];
  if (framework?.value === ray[0] && own(['inference', 'framework']) && ray[1] !== undefined)
    edits.push({ kind: 'set', path: ['inference', 'framework'], value: ray[1] });
  if (own(from))
    edits.push(own(to) ? { kind: 'remove', path: from } : { kind: 'move', path: from, to });
  // Flags there, and none that vLLM has; the pod's resources say how many GPUs it gets.
  const numGpus: Path = ['modelParameters', 'numGpus'];
  if (wanted === '0.2' && own(numGpus)) edits.push({ kind: 'remove', path: numGpus });
  return edits;
}

function textAt(fact: Fact | undefined): Fact | undefined {
  return typeof fact?.value === 'string' && fact.value !== '' ? fact : undefined;
}

function isKnown({ path, value }: Fact, { frameworks, defaults }: Chart): boolean {
  if (path.join('.') === 'inference.framework') return frameworks.includes(String(value));
  return findNode(defaults.root, path) !== undefined;
}
