import { findModel } from '../catalog/models.ts';
import type { Preset } from '../chart/preset.ts';

/** Deployment types in the order in which presets are listed. */
const groups: readonly (readonly [framework: string, accelerator: string, name: string])[] = [
  ['vllm', 'gpu', 'NVIDIA GPU · vLLM'],
  ['rayVllm', 'gpu', 'NVIDIA GPU · vLLM on Ray Serve'],
  ['vllm', 'neuron', 'AWS Neuron · vLLM'],
  ['rayVllm', 'neuron', 'AWS Neuron · vLLM on Ray Serve'],
];

/** What a preset deploys on what, as the heading of a list. */
export function groupOf({ framework, accelerator }: Preset): string {
  const found = groups.find(([one, other]) => one === framework && other === accelerator);
  return found?.[2] ?? `${accelerator} · ${framework}`;
}

/** Presets by group, then title. */
export function listPresets(presets: readonly Preset[]): readonly Preset[] {
  const place = (preset: Preset) => groups.findIndex(([, , name]) => name === groupOf(preset));
  return presets.toSorted(
    (a, b) => place(a) - place(b) || a.title.localeCompare(b.title, 'en', { numeric: true }),
  );
}

/** `Qwen/Qwen3-8B-AWQ · awq · 16k context`: what tells presets apart that serve much the same. */
export function summarizePreset({ model, maxModelLen }: Preset): string {
  const facts = findModel(model);
  const parts = [
    model,
    facts && (facts.quantization ?? facts.dtype),
    maxModelLen === undefined ? undefined : `${thousands(maxModelLen)} context`,
  ];
  return parts.filter((part) => part !== undefined && part !== '').join(' · ');
}

function thousands(tokens: number): string {
  return tokens % 1024 === 0 ? `${tokens / 1024}k` : String(tokens);
}
