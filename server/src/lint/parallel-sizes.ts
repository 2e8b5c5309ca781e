import { asNumber, type InferenceConfig } from '../model/inference-config.ts';
import type { ModelFacts } from '../catalog/models.ts';
import type { Fact } from '../model/merged-values.ts';
import { unmodelledFlagsOf } from '../model/unmodelled-flags.ts';
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
  const { undecidedFlags } = known;
  if (tensor === undefined || !isSize(tensor)) return undefined;
  if (['pipeline-parallel-size', 'data-parallel-size'].some((flag) => undecidedFlags.has(flag)))
    return undefined;
  if (pipeline !== undefined && !isSize(pipeline)) return undefined;
  const copies = asNumber(config.flags.get('data-parallel-size'));
  if (copies !== undefined && !isSize(copies)) return undefined;
  // Ranks on other nodes, or copies that find each other over the network: the pod alone does not tell.
  if (unmodelledFlagsOf(config, 'ranks').length > 0) return undefined;
  const others = [pipeline, copies].flatMap((size) =>
    size !== undefined && size.value > 1 ? [size] : [],
  );
  const factors = [tensor, ...others];
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

/** Latent attention has no key-value heads to split, and hybrid layers differ among themselves. */
export function hasEvenKvHeads({ mla, attention }: ModelFacts): boolean {
  return mla === undefined && attention.linearLayers === 0 && attention.globalKvHeads === undefined;
}

/** Whether vLLM gets past the heads of a model; what it cuts after them may still not divide. */
export function passesHeads(size: number, model: ModelFacts): boolean {
  if (hasEvenKvHeads(model)) return dividesHeads(size, model);
  return model.attentionHeads % size === 0;
}

function isSize({ value }: Fact<number>): boolean {
  return Number.isInteger(value) && value >= 1;
}
