import { editorShows, quickPick, runCommand, takeScreenshot } from '../workbench-window.ts';
import type { Scenario } from './scenario.ts';

export const explainLog: Scenario = {
  title: 'A log from the clipboard leads to a fix of the file',
  screenshot: 'explain-log',
  opens: 'values-llama-32-1b-vllm.yaml',
  async play(page) {
    await page.locator('.statusbar-item', { hasText: 'Inference Values' }).waitFor();
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    const log =
      'ValueError: User-specified max_model_len (8192) is greater than the derived max_model_len (max_position_embeddings=4096 or model_max_length=None in model config.json).';
    // As text: this side has no browser types.
    await page.evaluate(`navigator.clipboard.writeText(${JSON.stringify(log)})`);
    await runCommand(page, 'Explain vLLM Log');
    await quickPick(page, 'Set maxModelLen to 4096').waitFor();
    await takeScreenshot(page, 'explain-log');
    await quickPick(page, 'Set maxModelLen to 4096').click();
    await editorShows(page, 'maxModelLen: 4096');
  },
};
