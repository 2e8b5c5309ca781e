import type { PresetInfo } from '../../protocol.ts';
import type { Session } from '../session.ts';

/** inference/presets: the ready values files in the box. */
export function presets({ ports }: Session): readonly PresetInfo[] {
  return ports.presets.list();
}

/** inference/presetText: null for an id that is not in the list. */
export function presetText(
  { ports }: Session,
  { id }: { readonly id: string },
): { readonly text: string } | null {
  const text = ports.presets.textOf(id);
  return text === undefined ? null : { text };
}
