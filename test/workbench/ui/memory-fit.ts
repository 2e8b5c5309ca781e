import {
  editorShows,
  lineOf,
  placeCursor,
  runCommand,
  takeScreenshot,
} from '../workbench-window.ts';
import type { Scenario } from './scenario.ts';

const file = 'values-llama-32-1b-vllm.yaml';

export const memoryFit: Scenario = {
  title: 'The picture of the memory follows the file, and one click makes the model fit',
  screenshot: 'memory-fit',
  opens: file,
  async play(page, workspace) {
    await page.locator('.statusbar-item', { hasText: 'Inference Values' }).waitFor();
    await runCommand(page, 'Show Inference Memory Fit');
    const picture = page.frameLocator('iframe.webview.ready').frameLocator('iframe#active-frame');
    await picture.locator('strong.fits').waitFor();
    await page.keyboard.press('Control+1');
    const { line, text } = lineOf(workspace, file, 'modelId');
    await placeCursor(page, line, text.length + 1);
    await page.keyboard.press('Shift+Home');
    await page.keyboard.type('modelId: meta-llama/Llama-3.3-70B-Instruct');
    await page.keyboard.press('Escape');
    await picture.locator('strong.does-not-fit').waitFor();
    await takeScreenshot(page, 'memory-fit-too-large');
    const name = await picture.locator('button').first().getAttribute('data-apply');
    await picture.locator('button').first().click();
    await editorShows(page, `instanceType: ${name}`);
    await picture.locator('strong.fits').waitFor();
    await takeScreenshot(page, 'memory-fit');
  },
};
