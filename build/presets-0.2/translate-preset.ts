import type { Chart } from '../../server/src/chart/chart.ts';
import { knownChart } from '../../server/src/chart/known-chart.ts';
import { analyze } from '../../server/src/ide/analysis.ts';
import { diagnose } from '../../server/src/ide/diagnostics.ts';
import { migration } from '../../server/src/lint/migration.ts';
import { applyEdit, editValues, type ValueEdit } from '../../server/src/syntax/edit-values.ts';
import { parse } from '../../server/src/syntax/parse.ts';
import { defaultsOfTheBox } from './defaults-of-the-box.ts';
import { commentsFor02, modelFirst } from './write-for-0.2.ts';

/** A preset in the words of generation 0.2, or why charts of that generation cannot serve it. */
export type TranslatedPreset =
  | { readonly kind: 'translated'; readonly text: string }
  | { readonly kind: 'none'; readonly reason: string };

/**
 * What the chart in the box makes of a preset, asked of charts of generation 0.2: first what it
 * leaves to the defaults of the box is written out, then all of it is translated as the quick fix
 * of wrong-dialect does, then comments that are about the box.
 */
export function translatePreset(text: string, box: Chart): TranslatedPreset {
  const { config } = analyze(parse(text), { chart: box, earlier: [] });
  if (config.isRay && config.accelerator?.value === 'neuron') return none(noRayForNeuron);
  const chart = knownChart();
  const see = (seen: string) => analyze(parse(seen), { chart, earlier: [] });
  const complete = edited(text, defaultsOfTheBox(config));
  const edits = migration(see(complete).config, chart, { written: '0.1', wanted: '0.2' });
  if (edits === undefined) return none('Its framework has no counterpart.');
  const translated = commentsFor02(modelFirst(edited(complete, edits)), config);
  const [loss] = diagnose(see(translated)).filter(
    ({ severity }) => severity === 'error' || severity === 'warning',
  );
  return loss === undefined ? { kind: 'translated', text: translated } : none(loss.message);
}

/** Templates and script of ray-vllm, read in 0.2.1 and, without the script, in 0.2.7. */
const noRayForNeuron =
  'Published charts start Ray from the image, and hand vLLM an argument that it has not had since 0.10.0.';

function none(reason: string): TranslatedPreset {
  return { kind: 'none', reason };
}

function edited(text: string, edits: readonly ValueEdit[]): string {
  const edit = editValues(parse(text), edits);
  if (edit === undefined) throw new Error(`This cannot be edited:\n${text}`);
  return applyEdit(text, edit);
}
