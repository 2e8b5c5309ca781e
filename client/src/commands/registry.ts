import type { Command } from '../session.ts';
import { chooseChart } from './choose-chart.ts';
import { deploy } from './deploy.ts';
import { newFromPreset } from './new-from-preset.ts';
import { isInferenceFile, notInferenceFile } from './not-inference-file.ts';
import { previewManifests } from './preview-manifests.ts';
import { renderToFile } from './render-to-file.ts';

export const commands: readonly Command[] = [
  chooseChart,
  deploy,
  isInferenceFile,
  newFromPreset,
  notInferenceFile,
  previewManifests,
  renderToFile,
];
