import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { editorShows, openFile, takeScreenshot } from '../workbench-window.ts';
import type { Scenario } from './scenario.ts';

const file = 'mine.inference.yaml';

export const presetCompletion: Scenario = {
  title: 'An empty file offers whole configurations, and takes one over',
  screenshot: 'preset-completion',
  async play(page, workspace) {
    writeFileSync(join(workspace, file), '');
    await openFile(page, file);
    await page.locator('.statusbar-item', { hasText: 'Inference Values' }).waitFor();
    await page.locator('.statusbar-item', { hasText: 'ai-on-eks-inference-charts' }).waitFor();
    await page.keyboard.press('Control+Space');
    const offers = page.locator('.suggest-widget .monaco-list-row');
    await offers.filter({ hasText: 'Llama 3.2 1B on one GPU' }).first().waitFor();
    await takeScreenshot(page, 'preset-completion');

    await page.keyboard.type('scout');
    await offers.filter({ hasText: 'Llama 4 Scout' }).first().waitFor();
    await page.keyboard.press('Enter');
    await editorShows(page, 'meta-llama/Llama-4-Scout-17B-16E-Instruct');
    await takeScreenshot(page, 'preset-accepted');
  },
};
