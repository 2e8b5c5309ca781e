import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describeChart } from '../../server/src/chart/describe-chart.ts';
import { readChart } from '../../server/src/node/files/read-chart.ts';
import type { PresetText } from '../generate-snippets.ts';
import { translatePreset } from './translate-preset.ts';

const root = new URL('../../', import.meta.url);

/** Writes the presets for charts of generation 0.2; returns how many there are. */
export function writePresets02(presets: readonly PresetText[]): number {
  const folder = new URL('presets-0.2/', root);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  const texts = presets02(presets);
  for (const { file, text } of texts) writeFileSync(new URL(file, folder), text);
  return texts.length;
}

/** Those that charts of generation 0.2 can serve, under the same names. */
export function presets02(presets: readonly PresetText[]): readonly PresetText[] {
  const directory = fileURLToPath(new URL('inference-charts', root));
  const texts = readChart(directory);
  if (!texts.ok) throw new Error(texts.failure);
  const box = describeChart(texts.value, { directory, chosenBy: 'box' });
  return presets.flatMap(({ file, text }) => {
    const translated = translatePreset(text, box);
    return translated.kind === 'translated' ? [{ file, text: translated.text }] : [];
  });
}
