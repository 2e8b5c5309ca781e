import { resolve } from 'node:path';
import { failed, ok, type Result } from '../base/result.ts';
import type { Generation } from '../chart/chart.ts';
import type { Preset, PresetLibrary } from '../chart/preset.ts';
import { groupOf, listPresets, summarizePreset } from '../ide/summarize-preset.ts';
import { closest } from '../schema/closest.ts';
import { parse } from '../syntax/parse.ts';
import type { Ports } from './ports.ts';
import type { ListPresetsCommand, PresetsCommand, ShowPresetCommand } from './preset-arguments.ts';

/** Lists or prints presets. 0 · 1 no such preset · 2 the chart that was named cannot be read. */
export function presets(command: PresetsCommand, ports: Ports): number {
  const dialect = dialectOf(command, ports);
  if (!dialect.ok) {
    ports.output.complain(`${dialect.failure}\n`);
    return 2;
  }
  return command.name === 'presets list'
    ? list(command, dialect.value, ports)
    : show(command, dialect.value, ports);
}

/** The one that is asked for, else that of the chart which a new file in this folder would have. */
function dialectOf(
  { chart, dialect }: PresetsCommand,
  { charts }: Ports,
): Result<Generation, string> {
  if (dialect !== undefined) return ok(dialect);
  const { chart: found, problems } = charts.surround(parse(''), {
    file: resolve('values.yaml'),
    ...(chart !== undefined && { flagChart: chart }),
  });
  if (problems.length > 0) return failed(problems.map(({ message }) => message).join(' '));
  return ok(found.generation ?? '0.1');
}

function list({ format }: ListPresetsCommand, dialect: Generation, ports: Ports): number {
  const { output, presets: library } = ports;
  const found = listPresets(library.list(dialect));
  output.print(format === 'json' ? inJson(dialect, found) : inText(found));
  const missing = missingIn(library, dialect);
  if (missing.length > 0)
    output.complain(
      `${missing.length} more are for charts 0.1 alone: presets list --dialect 0.1 has them.\n`,
    );
  return 0;
}

function missingIn(library: PresetLibrary, dialect: Generation): readonly Preset[] {
  const served = new Set(library.list(dialect).map(({ id }) => id));
  return library.list('0.1').filter(({ id }) => !served.has(id));
}

function inText(found: readonly Preset[]): string {
  const width = Math.max(...found.map(({ id }) => id.length));
  return found
    .map((preset, index) => {
      const [before] = index === 0 ? [] : [found[index - 1]];
      const group = groupOf(preset);
      const isNew = before === undefined || groupOf(before) !== group;
      const heading = isNew ? `${index === 0 ? '' : '\n'}${group}\n` : '';
      return `${heading}  ${preset.id.padEnd(width)}  ${summarizePreset(preset)} · ${preset.hardware}\n`;
    })
    .join('');
}

function inJson(dialect: Generation, found: readonly Preset[]): string {
  const presets = found.map(
    ({ id, title, description, hardware, accelerator, framework, model, ...rest }) => ({
      ...{ name: id, title, description, hardware, accelerator, framework, model },
      ...{ instanceType: rest.instanceType, maxModelLen: rest.maxModelLen },
    }),
  );
  return `${JSON.stringify({ dialect, presets }, null, 2)}\n`;
}

/** Takes the name of the file as well. */
function show({ preset: name }: ShowPresetCommand, dialect: Generation, ports: Ports): number {
  const { output, presets: library } = ports;
  const isNamed = ({ id, fileName }: Preset) => id === name || fileName === name;
  const found = library.list(dialect).find(isNamed);
  if (found !== undefined) {
    output.print(found.text);
    return 0;
  }
  if (missingIn(library, dialect).some(isNamed)) {
    output.complain(
      `The preset ${name} is for charts 0.1 alone: presets show ${name} --dialect 0.1 prints it.\n`,
    );
    return 1;
  }
  const [meant] = closest(
    name,
    library.list(dialect).map(({ id }) => id),
  );
  output.complain(
    `There is no preset ${name}.${meant === undefined ? ' presets list has their names.' : ` Did you mean ${meant}?`}\n`,
  );
  return 1;
}
