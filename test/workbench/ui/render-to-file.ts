import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { editorShows, runCommand, takeScreenshot } from '../workbench-window.ts';
import type { Scenario } from './scenario.ts';

export const renderToFile: Scenario = {
  title: 'Manifests are written to a file beside the values',
  screenshot: 'render-to-file',
  opens: 'values-llama-32-1b-ray-vllm.yaml',
  async play(page, workspace) {
    await page.locator('.statusbar-item', { hasText: 'Inference Values' }).waitFor();
    await runCommand(page, 'Render Inference Manifests to File');
    const name = 'values-llama-32-1b-ray-vllm.manifests.yaml';
    const dialog = page.locator('.quick-input-widget', {
      hasText: 'Render Inference Manifests to',
    });
    await dialog.locator('.quick-input-title', { hasText: 'Manifests to' }).waitFor();
    const target = dialog.locator('input[type=text]').first();
    // The folder stands there first, its files after it has been read.
    await page.waitForFunction(
      ([input, path]) => (input as { value?: string } | null)?.value === path,
      [await target.elementHandle(), join(workspace, name)] as const,
    );
    await takeScreenshot(page, 'render-to-file');

    await page.keyboard.press('Enter');
    await page.locator('.tab.active', { hasText: name }).waitFor();
    await editorShows(page, 'kind: ConfigMap');
    assert.match(
      readFileSync(join(workspace, name), 'utf8'),
      /^---\n# Source: .*\nkind: RayService\n/s,
    );
  },
};
