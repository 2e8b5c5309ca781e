import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  editorShows,
  focusEditor,
  lineOf,
  notification,
  openFile,
  placeCursor,
  problems,
  quickPick,
  runCommand,
  takeScreenshot,
} from '../workbench-window.ts';
import type { Scenario } from './scenario.ts';

const file = 'chat.inference.yaml';

const text = `model: Qwen/Qwen3-8B
modelParameters:
  maxModelLen: "16384"
inference:
  serviceName: chat
  accelerator: gpu
  framework: vllm
  modelServer:
    image:
      repository: vllm/vllm-openai
      tag: v0.19.1
    deployment:
      instanceType: g6e.2xlarge
`;

export const loneFile: Scenario = {
  title: 'A file of chart 0.2 without its chart is right, gets the chart, and is previewed',
  screenshot: 'lone-file',
  async play(page, workspace) {
    writeFileSync(join(workspace, file), text);
    await openFile(page, file);
    const status = page.locator('.statusbar-item', {
      hasText: 'inference-charts 0.2.7 (not on this machine)',
    });
    await status.waitFor();
    const rows = await problems(page, file);
    await rows.first().waitFor();
    const found = page.locator('.markers-panel .monaco-list-row', { hasText: 'chart-not-found' });
    await found.first().waitFor();
    const all = await page.locator('.markers-panel .monaco-list-row .marker-icon').count();
    if (all !== 1) throw new Error(`One finding is expected, ${String(all)} are shown.`);
    await takeScreenshot(page, 'lone-file');

    await focusEditor(page);
    const { line, text: written } = lineOf(workspace, file, 'framework: vllm');
    await placeCursor(page, line, written.indexOf('framework') + 1);
    await page.keyboard.press('Control+.');
    const action = page.locator('.action-widget .monaco-list-row', {
      hasText: 'Get Inference Chart',
    });
    await action.first().waitFor();
    await takeScreenshot(page, 'lone-file-action');
    await action.first().click();
    await quickPick(page, "into Helm's cache").waitFor();
    await takeScreenshot(page, 'lone-file-address');
    await quickPick(page, "into Helm's cache").click();
    await notification(page, 'inference-charts 0.2.1 is now at').waitFor();
    await page.locator('.statusbar-item', { hasText: 'inference-charts 0.2.1' }).waitFor();
    await found.first().waitFor({ state: 'detached' });

    await focusEditor(page);
    await runCommand(page, 'Preview Inference Manifests');
    await editorShows(page, 'kind: Deployment');
    await takeScreenshot(page, 'lone-file-preview');
  },
};
