import {
  dialog,
  dialogButton,
  openView,
  quickPick,
  runCommand,
  takeScreenshot,
  treeRow,
} from '../workbench-window.ts';
import type { Scenario } from './scenario.ts';

export const signIn: Scenario = {
  title: 'A sign-in command that nobody knows is shown whole, and runs once it was allowed',
  screenshot: 'sign-in',
  async play(page) {
    await openView(page, 'Inference');
    const empty = page.locator('.pane-body', { hasText: 'No release of an inference chart' });
    await empty.waitFor();
    await runCommand(page, 'Choose Inference Context');
    await quickPick(page, 'by-command').click();
    await page.locator('.sidebar .message', { hasText: 'was not run' }).waitFor();
    await treeRow(page, 'Choose Kubeconfig…', 1).waitFor();
    await takeScreenshot(page, 'sign-in-refused');

    await treeRow(page, 'Look at the Sign-In Command…', 1).click();
    const asked = dialog(page, 'Your kubeconfig runs a command to sign in.');
    await asked.filter({ hasText: '/sign-in --for inference' }).waitFor();
    await takeScreenshot(page, 'sign-in-asked');
    await dialogButton(asked, 'Run This Command').click();
    await empty.waitFor();
    await takeScreenshot(page, 'sign-in-allowed');
  },
};
