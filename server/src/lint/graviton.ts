import type { InferenceConfig } from '../model/inference-config.ts';

/**
 * Whether the pod serves on the processors of an arm64 node: the accelerator is graviton, and the
 * framework's template asks for resources.graviton and for arm64 nodes.
 */
export function servesOnGraviton({ accelerator, known }: InferenceConfig): boolean {
  return accelerator?.value === 'graviton' && known.framework?.runsOn.includes('graviton') === true;
}
