import { modelPaths, paths } from '../../catalog/values-paths.ts';
import { isMap, mapAt, textAt, type Json } from '../objects/json.ts';
import type { Revision } from './release-record.ts';

/** What a revision says about itself, for people. */
export interface RevisionFacts {
  /** Name and version, as `helm list` prints them. */
  readonly chart: string;
  /** When it was deployed, as ISO 8601. */
  readonly updated?: string;
  readonly description: string;
  readonly model?: string;
  readonly accelerator?: string;
}

export function factsOf({ record }: Revision): RevisionFacts {
  const chart = mapAt(record, 'chart', 'metadata');
  const values = overlay(mapAt(record, 'chart', 'values'), mapAt(record, 'config'));
  const updated = Date.parse(textAt(record, 'info', 'last_deployed') ?? '');
  // The two generations of the chart keep the model in two places, and neither has the other's key.
  const model = textAt(values, ...modelPaths['0.2']) ?? textAt(values, ...modelPaths['0.1']);
  const accelerator = textAt(values, ...paths.accelerator);
  return {
    chart: `${textAt(chart, 'name') ?? ''}-${textAt(chart, 'version') ?? ''}`,
    description: textAt(record, 'info', 'description') ?? '',
    ...(!Number.isNaN(updated) && { updated: new Date(updated).toISOString() }),
    ...(model !== undefined && model !== '' && { model }),
    ...(accelerator !== undefined && { accelerator }),
  };
}

/** As Helm lays the user's values over the chart's: maps deeply, and null takes a default away. */
function overlay(below: Json, above: Json): Json {
  const merged: Record<string, unknown> = { ...below };
  for (const [key, value] of Object.entries(above)) {
    const lower = merged[key];
    merged[key] = isMap(value) && isMap(lower) ? overlay(lower, value) : (value ?? undefined);
  }
  return merged;
}
