import { groupOf, listPresets, summarizePreset } from '../../ide/summarize-preset.ts';
import type { PresetInfo } from '../../protocol.ts';
import type { Session } from '../session.ts';

/** inference/presets: the ready values files in the box, group by group. */
export function presets({ ports }: Session): readonly PresetInfo[] {
  return listPresets(ports.presets.list()).map((preset) => {
    const { id, fileName, title, description, hardware, accelerator, framework, model } = preset;
    const group = groupOf(preset);
    const summary = summarizePreset(preset);
    return {
      ...{ id, fileName, title, description, hardware, accelerator, framework, model },
      ...{ group, summary },
    };
  });
}

/** inference/presetText: null for an id that is not in the list. */
export function presetText(
  { ports }: Session,
  { id }: { readonly id: string },
): { readonly text: string } | null {
  const preset = ports.presets.list().find((one) => one.id === id);
  return preset === undefined ? null : { text: preset.text };
}
