import type { Preset } from '../chart/preset.ts';
import type { InferenceConfig } from '../model/inference-config.ts';
import type { Fact } from '../model/merged-values.ts';

/** One of each deployment type, small and simple: where a file says nothing yet, they come first. */
export const starters: readonly string[] = [
  'llama-32-1b-vllm',
  'llama-32-1b-ray-vllm',
  'llama-31-8b-vllm-neuron',
  'llama-31-8b-ray-vllm-neuron',
];

/**
 * Presets by what this file and those before it say: its instance type, then its accelerator, then
 * its framework; among equals the starters, then by title. Defaults of the chart say nothing.
 */
export function rankPresets(
  { instanceType, accelerator, framework }: InferenceConfig,
  presets: readonly Preset[],
): readonly Preset[] {
  const points = (preset: Preset) =>
    4 * Number(isSaid(instanceType, preset.instanceType)) +
    2 * Number(isSaid(accelerator, preset.accelerator)) +
    Number(isSaid(framework, preset.framework));
  return presets.toSorted(
    (a, b) => points(b) - points(a) || place(a) - place(b) || a.title.localeCompare(b.title, 'en'),
  );
}

function isSaid(fact: Fact<string> | undefined, value: string): boolean {
  return fact !== undefined && fact.origin.kind !== 'chart' && fact.value === value;
}

function place({ id }: Preset): number {
  const index = starters.indexOf(id);
  return index === -1 ? starters.length : index;
}
