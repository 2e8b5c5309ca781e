import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Generation } from '../../chart/chart.ts';
import { readPreset, type Preset, type PresetLibrary } from '../../chart/preset.ts';
import { readText } from './read-text.ts';

const maxBytes = 2 ** 20;

/** The presets in a folder for each generation, read when they are first asked for and kept: they come with the program. */
export function presetFiles(folders: Readonly<Record<Generation, string>>): PresetLibrary {
  const known = new Map<Generation, readonly Preset[]>();
  return {
    list(generation) {
      const presets = known.get(generation) ?? read(folders[generation], generation);
      known.set(generation, presets);
      return presets;
    },
  };
}

function read(folder: string, generation: Generation): readonly Preset[] {
  return readdirSync(folder)
    .filter((file) => /\.ya?ml$/.test(file))
    .sort()
    .flatMap((file) => {
      const text = readText(join(folder, file), maxBytes);
      return text.ok ? [readPreset(file, text.value, generation)] : [];
    });
}
