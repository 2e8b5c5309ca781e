import type { Preset } from '../chart/preset.ts';
import { cursorAt } from '../syntax/cursor.ts';
import type { Span } from '../syntax/node.ts';
import type { Analysis } from './analysis.ts';
import { completeKeys } from './complete-keys.ts';
import { completePresets } from './complete-presets.ts';
import { completeValues } from './complete-values.ts';

/** One proposal. The list is in order: what fits the file best comes first. */
export interface Completion {
  readonly label: string;
  readonly kind: 'key' | 'map' | 'value' | 'preset' | 'model' | 'instance-type';
  /** A few words beside the label; empty when there are none. */
  readonly detail: string;
  /** Markdown; empty when there is nothing to say. */
  readonly documentation: string;
  /** What is replaced; on the cursor's line. */
  readonly span: Span;
  /** With the file's own line breaks and indentation: to be taken as it is. */
  readonly newText: string;
  /** The same with tab stops, for editors that have them. */
  readonly snippet?: string;
  /** What the letters typed so far are compared with. */
  readonly filterText: string;
  /** Whether the next thing to write can be proposed at once. */
  readonly asksAgain: boolean;
}

/** What can be written at the cursor. Total: any text and offset give a list. */
export function complete(
  analysis: Analysis,
  offset: number,
  presets: readonly Preset[],
): readonly Completion[] {
  const cursor = cursorAt(analysis.document, offset);
  if (cursor === undefined) return [];
  if (cursor.kind === 'value') return completeValues(analysis, cursor, presets);
  return [...completeKeys(analysis, cursor), ...completePresets(analysis, cursor, presets)];
}
