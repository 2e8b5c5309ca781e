import {
  focusEditor,
  lineOf,
  placeCursor,
  problems,
  runCommand,
  takeScreenshot,
} from '../workbench-window.ts';
import type { Scenario } from './scenario.ts';

const file = 'values-llama-4-scout-17b-vllm.yaml';

export const mismatch: Scenario = {
  title: 'A mismatch is underlined as it is typed, listed in Problems, and mended by its fix',
  screenshot: 'mismatch',
  opens: file,
  async play(page, workspace) {
    const { line, text } = lineOf(workspace, file, 'tensorParallelSize: 8');
    await page.locator('.statusbar-item', { hasText: 'ai-on-eks-inference-charts' }).waitFor();
    await placeCursor(page, line, text.length + 1);
    await page.keyboard.press('Backspace');
    await page.keyboard.type('16');
    await page.locator('.monaco-editor .squiggly-error').first().waitFor();
    const rows = await problems(page, 'tensorParallelSize is 16');
    await rows.filter({ hasText: 'tensor-parallel-exceeds-devices' }).waitFor();
    await takeScreenshot(page, 'mismatch');

    await focusEditor(page);
    await runCommand(page, 'Show or Focus Hover');
    await page.locator('.monaco-hover', { hasText: 'tensorParallelSize is 16' }).first().waitFor();
    await takeScreenshot(page, 'mismatch-hover');
    await focusEditor(page);

    await page.keyboard.press('Control+.');
    const fix = page.locator('.action-widget .monaco-list-row', { hasText: 'tensorParallelSize' });
    await fix.first().waitFor();
    await takeScreenshot(page, 'mismatch-fixes');
    await fix.first().click();
    await rows.first().waitFor({ state: 'detached' });
  },
};
