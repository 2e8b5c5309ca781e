import {
  dialog,
  dialogButton,
  notification,
  runCommand,
  takeScreenshot,
} from '../workbench-window.ts';
import type { Scenario } from './scenario.ts';

export const tokenSecret: Scenario = {
  title: 'A Hugging Face token goes from a masked box into the Secret that the pods miss',
  screenshot: 'token-secret',
  opens: 'values-gemma-2-9b-vllm-gpu.yaml',
  async play(page) {
    await page.locator('.statusbar-item', { hasText: 'Inference Values' }).waitFor();
    await runCommand(page, 'Deploy Inference');
    const missing = dialog(page, 'gemma-2-9b');
    await missing.filter({ hasText: 'hf-token' }).waitFor();
    await takeScreenshot(page, 'token-secret-missing');
    await dialogButton(missing, 'Create Token Secret…').click();

    const box = page.locator('.quick-input-widget', {
      hasText: 'The token goes into Secret hf-token (key token) of namespace default on test',
    });
    const input = box.locator('input[type=password]');
    await input.fill('hf_neverShown');
    await takeScreenshot(page, 'token-secret-box');
    await page.keyboard.press('Enter');
    await notification(page, 'Secret hf-token in namespace default now has the token').waitFor();

    // The plan is made again, and no longer offers what is there.
    const again = dialog(page, 'gemma-2-9b');
    await again.filter({ hasText: 'secrets' }).waitFor();
    await takeScreenshot(page, 'token-secret-created');
    await page.keyboard.press('Escape');
    await runCommand(page, 'Create Hugging Face Token Secret');
    await notification(page, 'Nothing to create on test').waitFor();
  },
};
