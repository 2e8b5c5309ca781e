import {
  editorShows,
  lineOf,
  placeCursor,
  runCommand,
  takeScreenshot,
} from '../workbench-window.ts';
import type { Scenario } from './scenario.ts';

const file = 'values-llama-32-1b-vllm.yaml';

export const livePreview: Scenario = {
  title: 'The manifests stand beside the file, follow what is typed, and outlive a mistake',
  screenshot: 'live-preview',
  opens: file,
  async play(page, workspace) {
    await page.locator('.statusbar-item', { hasText: 'Inference Values' }).waitFor();
    await runCommand(page, 'Preview Inference Manifests');
    await editorShows(page, 'kind: Service');

    const { line, text } = lineOf(workspace, file, 'serviceName: llama-32-1b');
    await placeCursor(page, line, text.length + 1);
    await page.keyboard.type('-typed');
    await editorShows(page, 'name: llama-32-1b-typed');
    await takeScreenshot(page, 'live-preview');

    await page.keyboard.press('Home');
    await page.keyboard.type('"');
    await editorShows(page, '# Helm cannot render this file:');
    await takeScreenshot(page, 'live-preview-broken');
  },
};
