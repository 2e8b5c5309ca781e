import {
  chooseFromMenu,
  dialog,
  dialogButton,
  editorShows,
  lineOf,
  notification,
  notificationButton,
  openFile,
  openView,
  placeCursor,
  quickPick,
  runCommand,
  takeScreenshot,
  treeRow,
} from '../workbench-window.ts';
import type { Page } from 'playwright-core';
import type { Scenario } from './scenario.ts';

const file = 'values-deepseek-r1-distill-qwen-15b-vllm-gpu.yaml';
const name = 'deepseek-r1-distill-qwen-15b';

export const releases: Scenario = {
  title: 'The Inference view shows a release until it is uninstalled from there',
  screenshot: 'releases',
  opens: file,
  async play(page, workspace) {
    await page.locator('.statusbar-item', { hasText: 'Inference Values' }).waitFor();
    await openView(page, 'Inference');
    await page.locator('.pane-body', { hasText: 'No release of an inference chart' }).waitFor();
    await takeScreenshot(page, 'releases-none');

    await deploy(page, 'Deploy', 'revision 1');
    const release = treeRow(page, name, 1);
    await release.filter({ hasText: 'serving · 1/1 · 1 nvidia.com/gpu · default' }).waitFor();
    await release.click();
    await treeRow(page, `Deployment ${name}`, 2).waitFor();
    const pod = treeRow(page, 'Running', 3);
    await pod.waitFor();
    await pod.hover();
    await page.locator('.sidebar .message', { hasText: 'Context test.' }).waitFor();
    await release.locator('.label-name').hover();
    await page.locator('.monaco-hover', { hasText: 'DeepSeek-R1-Distill-Qwen-1.5B' }).waitFor();
    await takeScreenshot(page, 'releases-serving');

    await openFile(page, file);
    const { line, text } = lineOf(workspace, file, 'maxNumSeqs: ');
    await placeCursor(page, line, text.length + 1);
    await page.keyboard.press('Backspace');
    await deploy(page, 'Upgrade', 'revision 2');
    await treeRow(page, 'Revisions', 2).click();
    await treeRow(page, '2: deployed', 3).waitFor();

    const first = treeRow(page, '1: superseded', 3);
    await chooseFromMenu(page, first, 'Roll Back Inference');
    const back = dialog(page, `Roll Back ${name} on test?`);
    await back.filter({ hasText: '1 to change, 1 unchanged' }).waitFor();
    await takeScreenshot(page, 'releases-roll-back');
    await dialogButton(back, 'Roll Back').click();
    await notification(page, 'revision 3').waitFor();
    await treeRow(page, '3: deployed', 3).waitFor();
    await takeScreenshot(page, 'releases-rolled-back');

    await chooseFromMenu(page, release, 'Compare Inference with Cluster');
    await quickPick(page, file).waitFor();
    await takeScreenshot(page, 'releases-compare');
    await quickPick(page, file).click();
    await page.locator('.multiDiffEntry', { hasText: name }).first().waitFor();
    await takeScreenshot(page, 'releases-compared');

    await release.hover();
    await release.locator('.action-label[aria-label="Show Inference Logs"]').click();
    await notification(page, `Following the logs of ${name}`).waitFor();
    await editorShows(page, 'Application startup complete.');
    await takeScreenshot(page, 'releases-logs');
    await notificationButton(page, 'Cancel').click();
    await editorShows(page, 'no longer followed');

    await chooseFromMenu(page, release, 'Show Inference Pods and Events');
    await page.locator('.tab.active', { hasText: `${name}.md` }).waitFor();
    await takeScreenshot(page, 'releases-pods');

    await chooseFromMenu(page, release, 'Uninstall Inference');
    const end = dialog(page, `Uninstall ${name} from test?`);
    for (const said of ['Context: test', 'Namespace: default', `• Deployment ${name}`])
      await end.filter({ hasText: said }).waitFor();
    await takeScreenshot(page, 'releases-uninstall');
    await dialogButton(end, 'Uninstall').click();
    await notification(page, `Release ${name} is uninstalled.`).waitFor();
    await release.waitFor({ state: 'detached' });
    await takeScreenshot(page, 'releases-uninstalled');
  },
};

async function deploy(page: Page, action: 'Deploy' | 'Upgrade', end: string): Promise<void> {
  await runCommand(page, 'Deploy Inference');
  const confirmation = dialog(page, `${action} ${name} to test?`);
  await confirmation.filter({ hasText: 'Checked: API server' }).waitFor();
  await dialogButton(confirmation, action).click();
  await notification(page, end).waitFor();
}
