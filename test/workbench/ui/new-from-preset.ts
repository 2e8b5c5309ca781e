import { editorShows, quickPick, runCommand, takeScreenshot } from '../workbench-window.ts';
import type { Scenario } from './scenario.ts';

export const newFromPreset: Scenario = {
  title: 'A preset opens as a new file',
  screenshot: 'new-from-preset',
  async play(page) {
    await runCommand(page, 'New Inference Values from Preset');
    await quickPick(page, 'NVIDIA GPU · vLLM').first().waitFor();
    await takeScreenshot(page, 'new-from-preset');

    // By model and by how its weights are stored, across the groups.
    await page.keyboard.type('qwen3-32b');
    await quickPick(page, 'Qwen3 32B AWQ on Ray Serve').waitFor();
    await quickPick(page, 'Qwen3 32B on Inferentia2').waitFor();
    await takeScreenshot(page, 'new-from-preset-model');
    await page.keyboard.press('Control+A');

    await page.keyboard.type('trn1');
    await quickPick(page, 'Llama 3 70B').waitFor();
    await page.keyboard.press('Enter');
    await page.locator('.tab.active', { hasText: 'Untitled' }).waitFor();
    await editorShows(page, 'accelerator: neuron');
    await page.locator('.statusbar-item', { hasText: 'Inference Values' }).waitFor();
    await takeScreenshot(page, 'new-from-preset-opened');
  },
};
