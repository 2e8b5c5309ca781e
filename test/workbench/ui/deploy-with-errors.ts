import {
  lineOf,
  notification,
  notificationButton,
  placeCursor,
  runCommand,
  takeScreenshot,
} from '../workbench-window.ts';
import type { Scenario } from './scenario.ts';

const file = 'values-llama-32-1b-vllm.yaml';

export const deployWithErrors: Scenario = {
  title: 'A file with an error is not deployed, and the way to the error is one click',
  screenshot: 'deploy-with-errors',
  opens: file,
  async play(page, workspace) {
    await page.locator('.statusbar-item', { hasText: 'Inference Values' }).waitFor();
    const { line, text } = lineOf(workspace, file, 'tensorParallelSize: 1');
    await placeCursor(page, line, text.length + 1);
    await page.keyboard.type('6');
    await runCommand(page, 'Deploy Inference');
    await notification(page, 'nothing is deployed until').waitFor();
    await takeScreenshot(page, 'deploy-with-errors');

    await notificationButton(page, 'Show Problems').click();
    const rows = page.locator('.markers-panel .monaco-list-row');
    await rows.filter({ hasText: 'tensorParallelSize is 16' }).first().waitFor();
  },
};
