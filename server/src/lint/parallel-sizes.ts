import type { InferenceConfig } from '../model/inference-config.ts';
import type { Fact } from '../model/merged-values.ts';
import { keyOf, tell } from './blame.ts';

/** The ranks that one copy of the model is cut into. */
export interface WorldSize {
  /** tensorParallelSize x pipelineParallelSize x data parallel copies. */
  readonly ranks: number;
  readonly tensor: Fact<number>;
  /** The sizes above 1 besides the tensor parallel size, with it in front. */
  readonly factors: readonly Fact<number>[];
}

/** Absent unless every size is a whole number that the values say for certain. */
export function worldSize(config: InferenceConfig): WorldSize | undefined {
  const { tensorParallelSize: tensor, pipelineParallelSize: pipeline, known } = config;
  if (tensor === undefined || !isSize(tensor)) return undefined;
  if (known.overriddenFlags.has('pipeline-parallel-size')) return undefined;
  if (pipeline !== undefined && !isSize(pipeline)) return undefined;
  const factors = [tensor, ...(pipeline !== undefined && pipeline.value > 1 ? [pipeline] : [])];
  return { ranks: factors.reduce((ranks, { value }) => ranks * value, 1), tensor, factors };
}

/** "tensorParallelSize is 8", "tensorParallelSize 4 × pipelineParallelSize 2 is 8". */
export function tellWorldSize({ ranks, factors, tensor }: WorldSize): string {
  if (factors.length === 1) return `tensorParallelSize is ${tell(tensor)}`;
  return `${factors.map((fact) => `${keyOf(fact)} ${tell(fact)}`).join(' × ')} is ${ranks}`;
}

/** Whether vLLM would accept a tensor-parallel size for this many attention and key-value heads. */
export function dividesHeads(
  size: number,
  model: { readonly attentionHeads: number; readonly kvHeads?: number },
): boolean {
  if (model.attentionHeads % size !== 0) return false;
  const { kvHeads } = model;
  if (kvHeads === undefined) return true;
  return size < kvHeads ? kvHeads % size === 0 : size % kvHeads === 0;
}

function isSize({ value }: Fact<number>): boolean {
  return Number.isInteger(value) && value >= 1;
}
