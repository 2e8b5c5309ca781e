import {
  dialog,
  dialogButton,
  editorShows,
  lineOf,
  notification,
  notificationButton,
  openFile,
  placeCursor,
  runCommand,
  takeScreenshot,
} from '../workbench-window.ts';
import type { Scenario } from './scenario.ts';

const file = 'values-llama-32-1b-vllm.yaml';

export const deploy: Scenario = {
  title: 'A preset is compared, confirmed and deployed until it serves; a change is reviewed first',
  screenshot: 'deploy',
  opens: file,
  async play(page, workspace) {
    await page.locator('.statusbar-item', { hasText: 'Inference Values' }).waitFor();
    await runCommand(page, 'Deploy Inference');
    const confirmation = dialog(page, 'Deploy llama-32-1b to test?');
    for (const said of [
      'Context: test',
      'https://127.0.0.1:',
      'default',
      '2 to create',
      'Ready within about 50 min: startup probe of vllm 30 min',
    ]) {
      await confirmation.filter({ hasText: said }).waitFor();
    }
    await takeScreenshot(page, 'deploy-confirmation');

    await dialogButton(confirmation, 'Deploy').click();
    await notification(page, 'Deployment llama-32-1b is ready').waitFor();
    await takeScreenshot(page, 'deploy-serving');
    await notificationButton(page, 'Show What Was Written').click();
    await editorShows(page, '- Deployment llama-32-1b');
    await takeScreenshot(page, 'deploy-written');

    const { line, text } = lineOf(workspace, file, 'maxNumSeqs: 64');
    await openFile(page, file);
    await placeCursor(page, line, text.length + 1);
    await page.keyboard.press('Backspace');
    await runCommand(page, 'Deploy Inference');
    const upgrade = dialog(page, 'Upgrade llama-32-1b to test?');
    await upgrade.filter({ hasText: '1 to change, 1 unchanged' }).waitFor();
    await dialogButton(upgrade, 'Review Changes').click();
    await page.locator('.multiDiffEntry', { hasText: 'llama-32-1b' }).first().waitFor();
    await notification(page, 'nothing is written yet').waitFor();
    await takeScreenshot(page, 'deploy-review');

    await notificationButton(page, 'Continue…').click();
    await dialogButton(upgrade, 'Upgrade').click();
    await notification(page, 'revision 2').waitFor();
    await takeScreenshot(page, 'deploy-upgraded');
  },
};
