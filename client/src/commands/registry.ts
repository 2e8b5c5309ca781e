import type { Command } from '../session.ts';
import { chooseChart } from './choose-chart.ts';
import { compareWithCluster } from './compare-with-cluster.ts';
import { createTokenSecret } from './create-token-secret.ts';
import { deploy } from './deploy.ts';
import { explainLog } from './explain-log.ts';
import { getChart } from './get-chart.ts';
import { goToValues } from './go-to-values.ts';
import { markFailed } from './mark-failed.ts';
import { newFromPreset } from './new-from-preset.ts';
import { isInferenceFile, notInferenceFile } from './not-inference-file.ts';
import { openEndpoint, showEndpoints } from './open-endpoint.ts';
import { previewManifests } from './preview-manifests.ts';
import { showPodsAndEvents } from './release-report.ts';
import { allowSignIn, chooseContext, refreshReleases } from './releases.ts';
import { renderToFile } from './render-to-file.ts';
import { showInPreview } from './show-in-preview.ts';
import { rollBack } from './roll-back.ts';
import { showLogs } from './show-logs.ts';
import { showMemoryFit } from './show-memory-fit.ts';
import { uninstall } from './uninstall.ts';

export const commands: readonly Command[] = [
  allowSignIn,
  chooseChart,
  chooseContext,
  compareWithCluster,
  createTokenSecret,
  deploy,
  explainLog,
  getChart,
  goToValues,
  isInferenceFile,
  markFailed,
  newFromPreset,
  notInferenceFile,
  openEndpoint,
  previewManifests,
  refreshReleases,
  renderToFile,
  showInPreview,
  rollBack,
  showEndpoints,
  showLogs,
  showMemoryFit,
  showPodsAndEvents,
  uninstall,
];
