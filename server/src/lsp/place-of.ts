import type { Place } from '../chart/chart-finder.ts';
import { pathOf } from './file-uri.ts';
import type { Workspace } from './workspace.ts';

/** Where a document stands, and what the settings say of its surroundings. */
export function placeOf(uri: string, workspace: Workspace): Place {
  const file = pathOf(uri);
  const settingChart = workspace.chartFor(uri);
  return {
    ...(file !== undefined && { file }),
    ...(settingChart !== undefined && { settingChart }),
    settingModelConfigs: workspace.modelConfigsFor(uri),
  };
}
