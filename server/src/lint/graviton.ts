import type { InferenceConfig } from '../model/inference-config.ts';

/** Frameworks whose template has a branch for accelerator graviton (chart 0.2.7). */
const withGraviton: ReadonlySet<string> = new Set(['vllm', 'aibrix', 'llama-cpp']);

/**
 * Whether the pod serves on the processors of an arm64 node: the accelerator is graviton, and the
 * framework's template asks for resources.graviton and for arm64 nodes.
 */
export function servesOnGraviton({ accelerator, framework }: InferenceConfig): boolean {
  return accelerator?.value === 'graviton' && withGraviton.has(framework?.value ?? '');
}
