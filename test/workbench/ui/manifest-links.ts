import {
  editorShows,
  lineOf,
  placeCursor,
  runCommand,
  takeScreenshot,
} from '../workbench-window.ts';
import type { Scenario } from './scenario.ts';

const file = 'values-llama-32-1b-vllm.yaml';
/** Marks that an extension draws behind whole lines. */
const marks = '.view-overlays .cdr[class*="ced-"]';

/** Each group of editors has an active tab; only one group has the keyboard. */
const focusedTab = '.editor-group-container.active .tab.active';

export const manifestLinks: Scenario = {
  title: 'The cursor in the values marks the manifest lines that come from it, and back',
  screenshot: 'manifest-links',
  opens: file,
  async play(page, workspace) {
    await page.locator('.statusbar-item', { hasText: 'Inference Values' }).waitFor();
    await runCommand(page, 'Preview Inference Manifests');
    await editorShows(page, 'kind: Service');

    const { line, text } = lineOf(workspace, file, 'serviceName: llama-32-1b');
    await placeCursor(page, line, text.length);
    await page.locator(marks).first().waitFor();
    await takeScreenshot(page, 'manifest-links');

    const length = lineOf(workspace, file, 'maxModelLen:');
    await placeCursor(page, length.line, length.text.length);
    await runCommand(page, 'Show in Inference Preview');
    await page.locator(`${focusedTab}[aria-label^="Manifests of ${file}"]`).waitFor();
    await page.locator(marks).first().waitFor();
    await takeScreenshot(page, 'manifest-links-preview');

    await runCommand(page, 'Go to Inference Values');
    await page.locator(`${focusedTab}[aria-label^="${file}"]`).waitFor();
    await page.locator('.statusbar-item', { hasText: `Ln ${length.line}` }).waitFor();
    await takeScreenshot(page, 'manifest-links-values');
  },
};
