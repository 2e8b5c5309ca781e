import { existsSync, mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Browser } from 'playwright-core';
import { launchBrowser } from './browser.ts';
import { startChartRepository } from './chart-repository.ts';
import { installWorkbench, type Workbench } from './install.ts';
import { printReport, type TestOutcome, type TestReport } from './report.ts';
import { makeSampleWorkspace } from './sample-workspace.ts';
import { startServer, type WorkbenchServer } from './server.ts';
import type { Scenario } from './ui/scenario.ts';
import { scenarios } from './ui/scenarios.ts';
import { takeScreenshot } from './workbench-window.ts';

export interface UiRun {
  /** The packed extension. */
  readonly vsix: string;
  readonly scenarios: readonly Scenario[];
  /** Environment of the extension host, for example a KUBECONFIG. */
  readonly env?: Readonly<Record<string, string>>;
}

/** Plays scenarios in the window of a VS Code that has the packed extension installed. */
export async function runUi(workbench: Workbench, asked: UiRun): Promise<TestReport> {
  const server = await startServer(workbench, { extensions: [asked.vsix], env: asked.env ?? {} });
  try {
    await using browser = await launchBrowser(workbench.chromium);
    const tests: TestOutcome[] = [];
    for (const scenario of asked.scenarios) {
      // What one scenario writes must not be there for the next.
      const workspace = makeSampleWorkspace(mkdtempSync(join(server.state, 'workspace-')));
      tests.push(await play(scenario, { browser, server, workspace }));
    }
    return { tests };
  } finally {
    await server.stop();
  }
}

interface Stage {
  readonly browser: Browser;
  readonly server: WorkbenchServer;
  readonly workspace: string;
}

async function play(scenario: Scenario, stage: Stage): Promise<TestOutcome> {
  const started = performance.now();
  const failure = await failureOf(scenario, stage);
  return {
    title: scenario.title,
    durationMs: Math.round(performance.now() - started),
    ...(failure === undefined ? {} : { failure }),
  };
}

/** Each scenario has a page of its own: the state of the window lies in the browser's storage. */
async function failureOf(scenario: Scenario, stage: Stage): Promise<string | undefined> {
  await using context = await stage.browser.newContext({ viewport: { width: 1400, height: 860 } });
  const page = await context.newPage();
  // The first window after an installation took 38 s on two busy cores.
  page.setDefaultTimeout(90_000);
  try {
    await page.goto(stage.server.pageOf(stage.workspace, startOptions(scenario, stage)));
    // Keys pressed before the window stands are lost; the list of files is among the last to come.
    await page.locator('.explorer-folders-view .monaco-list-row').first().waitFor();
    await scenario.play(page, stage.workspace);
    return undefined;
  } catch (error) {
    await takeScreenshot(page, `failed-${scenario.screenshot}`);
    return error instanceof Error ? (error.stack ?? error.message) : String(error);
  }
}

function startOptions({ opens }: Scenario, { server, workspace }: Stage): [string, string][] {
  return opens === undefined ? [] : [['openFile', server.uriOf(join(workspace, opens))]];
}

if (import.meta.main) {
  const { values } = parseArgs({ options: { grep: { type: 'string', default: '' } } });
  const vsix = join(import.meta.dirname, '../../out/inference-charts.vsix');
  if (!existsSync(vsix)) throw new Error('The extension is not packed: npm run package');
  const asked = scenarios.filter(({ title }) => title.includes(values.grep));
  using repository = await startChartRepository();
  const { env } = repository;
  const report = await runUi(await installWorkbench(), { vsix, scenarios: asked, env });
  process.exitCode = printReport(report) ? 0 : 1;
}
