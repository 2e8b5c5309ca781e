import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { readPreset, type Preset } from '../../chart/preset.ts';
import type { PresetLibrary } from '../../lsp/ports.ts';
import { readText } from './read-text.ts';

const maxBytes = 2 ** 20;

/** The presets in a folder, read when they are first asked for and kept: they come with the program. */
export function presetFiles(folder: string): PresetLibrary {
  let presets: readonly Preset[] | undefined;
  return {
    list: () => (presets ??= read(folder)),
  };
}

function read(folder: string): readonly Preset[] {
  return readdirSync(folder)
    .filter((file) => /\.ya?ml$/.test(file))
    .sort()
    .flatMap((file) => {
      const text = readText(join(folder, file), maxBytes);
      return text.ok ? [readPreset(file, text.value)] : [];
    });
}
