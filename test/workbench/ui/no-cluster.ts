import { notification, runCommand, takeScreenshot } from '../workbench-window.ts';
import type { Scenario } from './scenario.ts';

export const noCluster: Scenario = {
  title: 'Without a kubeconfig, deploying says what to do',
  screenshot: 'no-cluster',
  opens: 'values-llama-32-1b-vllm.yaml',
  async play(page) {
    await page.locator('.statusbar-item', { hasText: 'Inference Values' }).waitFor();
    await runCommand(page, 'Deploy Inference');
    await notification(page, 'There is no kubeconfig').waitFor();
    await takeScreenshot(page, 'no-cluster');
  },
};
