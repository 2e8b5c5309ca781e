import { isSamePath, modelPaths, parameterPath, paths } from '../catalog/values-paths.ts';
import type { Preset } from '../chart/preset.ts';
import { describeKey, type KeyDescription } from '../schema/describe-key.ts';
import type { ValueCursor } from '../syntax/cursor.ts';
import type { Path } from '../syntax/node.ts';
import { writeValue } from '../syntax/write-scalar.ts';
import type { Analysis } from './analysis.ts';
import { describePath } from './describe-path.ts';
import type { Completion, ValueProposal } from './proposal.ts';
import { proposeFromPresets } from './propose-from-presets.ts';
import { proposeInstanceTypes } from './propose-instance-types.ts';
import { proposeModels } from './propose-models.ts';
import { proposeParallelSizes } from './propose-parallel-sizes.ts';

/** The values that the key at the cursor can have, as far as schema, chart and catalog tell. */
export function completeValues(
  analysis: Analysis,
  cursor: ValueCursor,
  presets: readonly Preset[],
): readonly Completion[] {
  const proposals = proposeValues(analysis, cursor, presets);
  const seen = new Set<string>();
  return proposals
    .filter(({ value }) => !seen.has(String(value)) && seen.add(String(value)))
    .map((proposal) => completionOf(cursor, proposal));
}

function proposeValues(
  analysis: Analysis,
  { path }: ValueCursor,
  presets: readonly Preset[],
): readonly ValueProposal[] {
  const { generation } = analysis.surroundings.chart;
  const isAt = (place: Path) => isSamePath(path, place);
  if (isAt(paths.instanceType)) return proposeInstanceTypes(analysis);
  if (isAt(modelPaths[generation ?? '0.1'])) return proposeModels(analysis, presets);
  if (isAt(parameterPath('tensorParallelSize'))) return proposeParallelSizes(analysis);
  if (isAt(paths.framework)) return proposeFrameworks(analysis);
  return [
    ...proposeFromPresets(analysis, path, presets),
    ...fromSchema(describePath(analysis, path)),
  ];
}

/** What the chart's templates ask for; the schema's list when they do not tell. */
function proposeFrameworks({ surroundings }: Analysis): readonly ValueProposal[] {
  const { frameworks, generation } = surroundings.chart;
  const schema = fromSchema(describeKey(generation, paths.framework));
  if (frameworks.length === 0) return schema;
  return frameworks.map(
    (value) =>
      schema.find((one) => one.value === value) ?? plain(value, 'a framework of the chart'),
  );
}

function fromSchema(description: KeyDescription | undefined): readonly ValueProposal[] {
  if (description === undefined) return [];
  const { default: byDefault, enum: listed, examples = [], type = [] } = description;
  const values = listed ?? [
    ...(type.includes('boolean') ? [true, false] : []),
    ...(byDefault === undefined ? [] : [byDefault]),
    ...examples,
  ];
  return values.filter(isPlain).map((value) => {
    const detail = value === byDefault ? 'default' : '';
    return { ...plain(value, detail), documentation: description.description ?? '' };
  });
}

function isPlain(value: unknown): value is string | number | boolean {
  return (
    (typeof value === 'string' && value !== '') ||
    typeof value === 'number' ||
    typeof value === 'boolean'
  );
}

function plain(value: string | number | boolean, detail: string): ValueProposal {
  return { value, kind: 'value', detail, documentation: '' };
}

function completionOf(cursor: ValueCursor, proposal: ValueProposal): Completion {
  const { value, kind, detail, documentation } = proposal;
  const { style, needsSpace, span } = cursor;
  const written = writeValue(value, style);
  return {
    label: String(value),
    kind,
    detail,
    documentation,
    span,
    newText: `${needsSpace ? ' ' : ''}${written}`,
    filterText: style === 'plain' ? String(value) : written,
    asksAgain: false,
  };
}
