import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  dialog,
  dialogButton,
  editorShows,
  lineOf,
  notification,
  notificationButton,
  openFile,
  runCommand,
  takeScreenshot,
} from '../workbench-window.ts';
import type { Scenario } from './scenario.ts';

const preset = 'values-deepseek-r1-distill-qwen-15b-vllm-gpu.yaml';
const file = 'values-starved.yaml';

export const failedDeployment: Scenario = {
  title: 'A deployment that fails keeps its evidence, and leads to the line that decides it',
  screenshot: 'failed-deployment',
  async play(page, workspace) {
    // Killed for want of memory again and again, as the fake kubelet has it.
    const text = readFileSync(join(workspace, preset), 'utf8').replace(
      '      instanceType:',
      '      podLabels: { outcome: oom }\n      instanceType:',
    );
    writeFileSync(join(workspace, file), text.replace(/serviceName: .*/, 'serviceName: starved'));
    await openFile(page, file);
    await page.locator('.statusbar-item', { hasText: 'Inference Values' }).waitFor();
    await runCommand(page, 'Deploy Inference');
    const confirmation = dialog(page, 'Deploy starved to test?');
    await confirmation.filter({ hasText: 'Checked: API server' }).waitFor();
    await dialogButton(confirmation, 'Deploy').click();

    await notification(page, 'needed more memory than its limit').waitFor();
    await editorShows(page, '## Events');
    await takeScreenshot(page, 'failed-deployment-evidence');
    await notificationButton(page, 'Go to Line').click();
    await page.locator('.tab.active', { hasText: file }).waitFor();
    const { line } = lineOf(workspace, file, 'limits:');
    await page.locator('.statusbar-item', { hasText: `Ln ${line + 1},` }).waitFor();
    await takeScreenshot(page, 'failed-deployment-line');
  },
};
