import type { Command } from '../session.ts';
import { chooseChart } from './choose-chart.ts';
import { deploy } from './deploy.ts';
import { explainLog } from './explain-log.ts';
import { goToValues } from './go-to-values.ts';
import { newFromPreset } from './new-from-preset.ts';
import { isInferenceFile, notInferenceFile } from './not-inference-file.ts';
import { previewManifests } from './preview-manifests.ts';
import { chooseContext, refreshReleases } from './releases.ts';
import { renderToFile } from './render-to-file.ts';
import { showInPreview } from './show-in-preview.ts';
import { showMemoryFit } from './show-memory-fit.ts';

export const commands: readonly Command[] = [
  chooseChart,
  chooseContext,
  deploy,
  explainLog,
  goToValues,
  isInferenceFile,
  newFromPreset,
  notInferenceFile,
  previewManifests,
  refreshReleases,
  renderToFile,
  showInPreview,
  showMemoryFit,
];
