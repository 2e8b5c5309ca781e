import type { Page } from 'playwright-core';
import { launchBrowser } from '../workbench/browser.ts';
import { installWorkbench } from '../workbench/install.ts';
import { makeSampleWorkspace } from '../workbench/sample-workspace.ts';
import { startServer } from '../workbench/server.ts';
import { runCommand } from '../workbench/workbench-window.ts';
import type { Row } from './row.ts';
import { spreadOf } from './statistics.ts';

const windows = 5;

/** Loading and activating the packed extension, as VS Code itself counts it. */
export async function measureActivating(vsix: string): Promise<readonly Row[]> {
  const what = 'extension activation, our own work';
  try {
    const workbench = await installWorkbench();
    const server = await startServer(workbench, { extensions: [vsix] });
    try {
      const workspace = makeSampleWorkspace(server.state);
      await using browser = await launchBrowser(workbench.chromium);
      const durations: number[] = [];
      for (let window = 0; window < windows; window++) {
        await using context = await browser.newContext();
        const page = await context.newPage();
        page.setDefaultTimeout(90_000);
        const preset = server.uriOf(`${workspace}/values-llama-32-1b-vllm.yaml`);
        await page.goto(server.pageOf(workspace, [['openFile', preset]]));
        durations.push(await activationMs(page));
      }
      return [{ what, unit: 'ms', ours: spreadOf(durations), budget: 50 }];
    } finally {
      await server.stop();
    }
  } catch (error) {
    const note = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
    return [{ what, unit: 'ms', ours: undefined, budget: 50, note }];
  }
}

async function activationMs(page: Page): Promise<number> {
  // The status bar shows the chart when the extension is up.
  await page.locator('.statusbar-item', { hasText: 'ai-on-eks-inference-charts' }).waitFor();
  await runCommand(page, 'Developer: Show Running Extensions');
  const row = page.locator('.runtime-extensions-editor .monaco-list-row', {
    hasText: 'Inference Charts',
  });
  const text = await row.first().innerText();
  const milliseconds = /Activation:\s*(\d+)\s*ms/.exec(text)?.[1];
  if (milliseconds === undefined) throw new Error(`VS Code shows no activation time: ${text}`);
  return Number(milliseconds);
}
