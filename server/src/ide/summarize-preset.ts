import { findFramework, runsRay } from '../catalog/frameworks.ts';
import { findModel } from '../catalog/models.ts';
import type { Preset } from '../chart/preset.ts';

/** Accelerators in the order in which presets are listed, as people call them. */
const accelerators: ReadonlyMap<string, string> = new Map([
  ['gpu', 'NVIDIA GPU'],
  ['neuron', 'AWS Neuron'],
  ['graviton', 'AWS Graviton'],
]);

/** What a preset deploys on what, as the heading of a list. */
export function groupOf({ framework, accelerator }: Preset): string {
  return `${accelerators.get(accelerator) ?? accelerator} · ${findFramework(framework)?.title ?? framework}`;
}

/** Presets by group, then title. */
export function listPresets(presets: readonly Preset[]): readonly Preset[] {
  const places = [...accelerators.keys()];
  return presets.toSorted(
    (a, b) =>
      places.indexOf(a.accelerator) - places.indexOf(b.accelerator) ||
      Number(runsRay(findFramework(a.framework))) - Number(runsRay(findFramework(b.framework))) ||
      groupOf(a).localeCompare(groupOf(b), 'en') ||
      a.title.localeCompare(b.title, 'en', { numeric: true }),
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
