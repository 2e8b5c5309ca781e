import type { Preset } from '../chart/preset.ts';
import type { KeyCursor } from '../syntax/cursor.ts';
import type { Analysis } from './analysis.ts';
import type { Completion } from './proposal.ts';
import { rankPresets } from './rank-presets.ts';
import { summarizePreset } from './summarize-preset.ts';

/** Whole configurations, while the file says nothing yet. */
export function completePresets(
  { document, surroundings, config }: Analysis,
  cursor: KeyCursor,
  presets: readonly Preset[],
): readonly Completion[] {
  const { map, present, column, isInFlow, isItem, hasColon, span } = cursor;
  if (map.length > 0 || present.length > 0 || column > 0) return [];
  if (isInFlow || isItem || hasColon || !isAlone(document.text, span.start, span.end)) return [];
  const { frameworks } = surroundings.chart;
  const isRendered = ({ framework }: Preset) =>
    frameworks.length === 0 || frameworks.includes(framework);
  return rankPresets(config, presets.filter(isRendered)).map((preset) => ({
    label: preset.title,
    kind: 'preset',
    detail: preset.hardware,
    documentation: `${preset.description}\n\n${summarizePreset(preset)}\n\n\`\`\`yaml\n${preset.text.trimEnd()}\n\`\`\``,
    span,
    newText: preset.text.trimEnd(),
    filterText: `${preset.id} ${preset.model} ${preset.title}`,
    asksAgain: false,
  }));
}

/** Nothing but comments and white space around what is being written. */
function isAlone(text: string, start: number, end: number): boolean {
  const rest = `${text.slice(0, start)}${text.slice(end)}`;
  return rest.split('\n').every((line) => /^\s*(#.*)?$/.test(line));
}
