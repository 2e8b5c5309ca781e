import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { Chart } from '../../server/src/chart/chart.ts';
import type { Generation } from '../../server/src/chart/chart.ts';
import { readPreset, type Preset } from '../../server/src/chart/preset.ts';
import type { Analysis } from '../../server/src/ide/analysis.ts';
import { complete, type Completion } from '../../server/src/ide/completion.ts';
import { applyEdit } from '../../server/src/syntax/edit-values.ts';
import { cursorOf, dedent } from '../markers.ts';
import { openFixture } from './open-fixture.ts';

const root = join(import.meta.dirname, '../..');

/** Those for the chart in the box. */
export const presets = presetsIn('presets', '0.1');

const presets02 = presetsIn('presets-0.2', '0.2');

function presetsIn(folder: string, generation: Generation): readonly Preset[] {
  return readdirSync(join(root, folder)).map((name) =>
    readPreset(name, readFileSync(join(root, folder, name), 'utf8'), generation),
  );
}

/** As the server hands them out. */
function presetsFor({ surroundings }: Analysis): readonly Preset[] {
  return surroundings.chart.generation === '0.2' ? presets02 : presets;
}

/** What is proposed at the cursor, in order. */
export function completionsAt(fixture: string, chart?: Chart): readonly Completion[] {
  const { file, analysis } = openFixture(fixture, chart);
  return complete(analysis, cursorOf(file), presetsFor(analysis));
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
  const all = complete(analysis, cursorOf(file), presetsFor(analysis));
  const chosen = all.find((one) => one.label === label);
  if (chosen === undefined)
    throw new Error(`"${label}" is not among ${all.map((one) => one.label).join(', ')}.`);
  return applyEdit(file.text, { span: chosen.span, newText: textOf(chosen) });
}
