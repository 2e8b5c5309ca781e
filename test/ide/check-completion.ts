import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { Chart } from '../../server/src/chart/chart.ts';
import { readPreset } from '../../server/src/chart/preset.ts';
import { complete, type Completion } from '../../server/src/ide/completion.ts';
import { applyEdit } from '../../server/src/syntax/edit-values.ts';
import { cursorOf, dedent } from '../markers.ts';
import { openFixture } from './open-fixture.ts';

const folder = join(import.meta.dirname, '../../presets');

export const presets = readdirSync(folder)
  .filter((name) => name.endsWith('.yaml'))
  .map((name) => readPreset(name, readFileSync(join(folder, name), 'utf8')));

/** What is proposed at the cursor, in order. */
export function completionsAt(fixture: string, chart?: Chart): readonly Completion[] {
  const { file, analysis } = openFixture(fixture, chart);
  return complete(analysis, cursorOf(file), presets);
}

/** Compares the text after accepting the proposal `label` with `expected`. */
export function checkCompletion(
  fixture: string,
  label: string,
  expected: string,
  chart?: Chart,
): void {
  expect(accepted(fixture, label, ({ newText }) => newText, chart)).toBe(dedent(expected));
}

/** The same for editors with tab stops. */
export function checkSnippet(fixture: string, label: string, expected: string): void {
  expect(accepted(fixture, label, ({ newText, snippet }) => snippet ?? newText)).toBe(
    dedent(expected),
  );
}

function accepted(
  fixture: string,
  label: string,
  textOf: (one: Completion) => string,
  chart?: Chart,
): string {
  const { file, analysis } = openFixture(fixture, chart);
  const all = complete(analysis, cursorOf(file), presets);
  const chosen = all.find((one) => one.label === label);
  if (chosen === undefined)
    throw new Error(`"${label}" is not among ${all.map((one) => one.label).join(', ')}.`);
  return applyEdit(file.text, { span: chosen.span, newText: textOf(chosen) });
}
