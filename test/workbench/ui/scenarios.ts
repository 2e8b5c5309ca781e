import { explainLog } from './explain-log.ts';
import { livePreview } from './live-preview.ts';
import { loneFile } from './lone-file.ts';
import { manifestLinks } from './manifest-links.ts';
import { memoryFit } from './memory-fit.ts';
import { mismatch } from './mismatch.ts';
import { newFromPreset } from './new-from-preset.ts';
import { noCluster } from './no-cluster.ts';
import { presetCompletion } from './preset-completion.ts';
import { renderToFile } from './render-to-file.ts';
import type { Scenario } from './scenario.ts';

/** Every scenario of the UI run, in the order of a user's day. */
export const scenarios: readonly Scenario[] = [
  newFromPreset,
  presetCompletion,
  mismatch,
  livePreview,
  manifestLinks,
  memoryFit,
  renderToFile,
  noCluster,
  explainLog,
  // Leaves a chart in Helm's cache.
  loneFile,
];
