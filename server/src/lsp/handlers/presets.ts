import type { PresetInfo } from '../../protocol.ts';
import type { Session } from '../session.ts';

/** inference/presets: the ready values files in the box. */
export function presets({ ports }: Session): readonly PresetInfo[] {
  return ports.presets
    .list()
    .map(({ id, fileName, title, description, hardware, accelerator, framework, model }) => ({
      id,
      fileName,
      title,
      description,
      hardware,
      accelerator,
      framework,
      model,
    }));
}

/** inference/presetText: null for an id that is not in the list. */
export function presetText(
  { ports }: Session,
  { id }: { readonly id: string },
): { readonly text: string } | null {
  const preset = ports.presets.list().find((one) => one.id === id);
  return preset === undefined ? null : { text: preset.text };
}
