import { failed, ok, type Result } from '../base/result.ts';
import type { Generation } from '../chart/chart.ts';
import { given, options, text } from './read-options.ts';

interface PresetOptions {
  readonly chart?: string;
  /** Else the one of the chart at hand. */
  readonly dialect?: Generation;
}

export interface ListPresetsCommand extends PresetOptions {
  readonly name: 'presets list';
  readonly format: 'text' | 'json';
}

export interface ShowPresetCommand extends PresetOptions {
  readonly name: 'presets show';
  readonly preset: string;
}

export type PresetsCommand = ListPresetsCommand | ShowPresetCommand;

const dialects: readonly Generation[] = ['0.1', '0.2'];

/** What follows `presets`. */
export function readPresets([verb, ...args]: readonly string[]): Result<PresetsCommand, string> {
  if (verb !== 'list' && verb !== 'show')
    return failed(
      verb === undefined
        ? 'presets needs to know what to do: presets list or presets show.'
        : `There is no command presets ${verb}; there are presets list and presets show.`,
    );
  const read = options(args, {
    chart: { type: 'string' },
    dialect: { type: 'string' },
    ...(verb === 'list' && { format: { type: 'string' } }),
  });
  if (!read.ok) return read;
  const { values, positionals } = read.value;
  const asked = text(values['dialect']);
  const dialect = dialects.find((known) => known === asked);
  if (asked !== undefined && dialect === undefined)
    return failed(`--dialect is ${asked}, but must be 0.1 or 0.2.`);
  const shared = { ...given('chart', text(values['chart'])), ...given('dialect', dialect) };
  const [preset, ...others] = positionals;
  if (verb === 'show') {
    if (preset === undefined || others.length > 0)
      return failed('presets show needs the name of one preset; presets list has them.');
    return ok({ name: 'presets show', preset, ...shared });
  }
  if (preset !== undefined) return failed(`presets list takes no ${preset}.`);
  const format = text(values['format']) ?? 'text';
  if (format !== 'text' && format !== 'json')
    return failed(`--format is ${format}, but must be text or json.`);
  return ok({ name: 'presets list', format, ...shared });
}
