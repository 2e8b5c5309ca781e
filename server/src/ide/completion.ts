import type { Preset } from '../chart/preset.ts';
import { cursorAt } from '../syntax/cursor.ts';
import type { Analysis } from './analysis.ts';
import { completeKeys } from './complete-keys.ts';
import { completePresets } from './complete-presets.ts';
import { completeValues } from './complete-values.ts';
import type { Completion } from './proposal.ts';

export type { Completion } from './proposal.ts';

/** What can be written at the cursor. Total: any text and offset give a list. */
export function complete(
  analysis: Analysis,
  offset: number,
  presets: readonly Preset[],
): readonly Completion[] {
  const cursor = cursorAt(analysis.document, offset);
  if (cursor === undefined) return [];
  if (cursor.kind === 'value') return completeValues(analysis, cursor, presets);
  // Who starts an empty file starts best from a whole configuration.
  return [...completePresets(analysis, cursor, presets), ...completeKeys(analysis, cursor)];
}
