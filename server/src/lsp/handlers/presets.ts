import type { Generation } from '../../chart/chart.ts';
import type { Preset } from '../../chart/preset.ts';
import { groupOf, listPresets, summarizePreset } from '../../ide/summarize-preset.ts';
import type { PresetInfo, PresetsParams, PresetTextParams } from '../../protocol.ts';
import type { Session } from '../session.ts';

/**
 * inference/presets: the ready values files for the chart at hand, group by group; behind them those
 * that charts of its generation cannot serve.
 */
export function presets(session: Session, params: PresetsParams | null): readonly PresetInfo[] {
  const library = session.ports.presets;
  const own = library.list(generationNear(session, params?.near));
  const served = new Set(own.map(({ id }) => id));
  const others = library.list('0.1').filter(({ id }) => !served.has(id));
  return [
    ...listPresets(own).map((preset) => describe(preset, groupOf(preset))),
    ...listPresets(others).map((preset) =>
      describe(preset, `For charts ${preset.generation} alone · ${groupOf(preset)}`),
    ),
  ];
}

function describe(preset: Preset, group: string): PresetInfo {
  const { id, generation, fileName, title, description, hardware } = preset;
  const { accelerator, framework, model } = preset;
  return {
    ...{ id, generation, fileName, title, description, hardware, accelerator, framework, model },
    ...{ group, summary: summarizePreset(preset) },
  };
}

/** Of the chart that an open document has, or that a new file in the first open folder would have. */
function generationNear({ snapshots, workspace }: Session, near: string | undefined): Generation {
  const open = near === undefined ? undefined : snapshots.of(near);
  const [folder] = workspace.folders();
  const inFolder = folder === undefined ? undefined : `${folder.replace(/\/$/, '')}/values.yaml`;
  const beside = near ?? inFolder ?? 'untitled:values.yaml';
  const { surrounded } = open ?? snapshots.withText(beside, '');
  return surrounded.chart.generation ?? '0.1';
}

/** inference/presetText: null for an id that is not in the list. */
export function presetText(
  { ports }: Session,
  { id, generation = '0.1' }: PresetTextParams,
): { readonly text: string } | null {
  const preset = ports.presets.list(generation).find((one) => one.id === id);
  return preset === undefined ? null : { text: preset.text };
}
