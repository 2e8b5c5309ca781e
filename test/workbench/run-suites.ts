import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { format, parseArgs } from 'node:util';
import type { Page } from 'playwright-core';
import { launchBrowser } from './browser.ts';
import { bundleSuites } from './bundle-suites.ts';
import { installWorkbench, type Workbench } from './install.ts';
import { printReport, readReport, type TestReport } from './report.ts';
import { makeSampleWorkspace } from './sample-workspace.ts';
import { startServer } from './server.ts';

export interface SuiteRun {
  /** The folder of the extension under test, built. */
  readonly extension: string;
  /** The bundled runner that `bundleSuites` answers. */
  readonly suites: string;
  /** The folder to open; a fresh copy of the presets when absent. */
  readonly workspace?: string;
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Environment of the extension host, for example a KUBECONFIG. */
  readonly env?: Readonly<Record<string, string>>;
  /** Runs only the tests whose title has this in it. */
  readonly grep?: string;
}

/** Runs mocha suites inside the extension host of a VS Code that is started for them. */
export async function runSuites(workbench: Workbench, asked: SuiteRun): Promise<TestReport> {
  mkdirSync(dirname(reportFile), { recursive: true });
  rmSync(reportFile, { force: true });
  const server = await startServer(workbench, {
    allowsSuites: true,
    settings: asked.settings ?? {},
    env: {
      ...asked.env,
      SUITES_REPORT: reportFile,
      ...(asked.grep === undefined ? {} : { SUITES_GREP: asked.grep }),
    },
  });
  try {
    const workspace = asked.workspace ?? makeSampleWorkspace(server.state);
    await using browser = await launchBrowser(workbench.chromium);
    const page = await browser.newPage();
    const ended = endOfSuites(page);
    await page.goto(
      server.pageOf(workspace, [
        ['extensionDevelopmentPath', server.uriOf(asked.extension)],
        ['extensionTestsPath', server.uriOf(asked.suites)],
        ['skipWelcome', 'true'],
        ['skipReleaseNotes', 'true'],
      ]),
    );
    return readReport(reportFile, await ended);
  } finally {
    await server.stop();
  }
}

const root = join(import.meta.dirname, '../..');
const reportFile = join(root, 'out/suites-report.json');
/** The longest a whole run may take; one test has a minute of its own. */
const limitMs = 300_000;

/** Waits until VS Code says that the suites are over, and answers what kept it from ending well. */
async function endOfSuites(page: Page): Promise<string | undefined> {
  const { promise, resolve } = Promise.withResolvers<string | undefined>();
  const log: string[] = [];
  // The names are VS Code's own: its driver calls these two functions of the page.
  await page.exposeFunction('codeAutomationLog', (_kind: string, args: unknown[]) => {
    log.push(format(...args));
    if (process.env['SUITES_VERBOSE'] !== undefined) console.log(format(...args));
  });
  await page.exposeFunction('codeAutomationExit', (exitCode: number) => {
    resolve(exitCode === 0 ? undefined : `VS Code ended the run with ${exitCode}.\n${tail(log)}`);
  });
  page.on('crash', () => {
    resolve('The page crashed.');
  });
  const timer = setTimeout(() => {
    const screenshot = join(root, 'out/screenshots/suites-timed-out.png');
    void page.screenshot({ path: screenshot }).finally(() => {
      resolve(`The suites took over ${limitMs / 1000} s; see ${screenshot}.\n${tail(log)}`);
    });
  }, limitMs);
  return promise.finally(() => {
    clearTimeout(timer);
  });
}

function tail(log: readonly string[]): string {
  return log.slice(-30).join('\n');
}

if (import.meta.main) {
  const { values } = parseArgs({ options: { grep: { type: 'string' } } });
  if (!existsSync(join(root, 'dist/client.cjs'))) {
    throw new Error('The extension is not built: npm run build');
  }
  const report = await runSuites(await installWorkbench(), {
    extension: root,
    suites: await bundleSuites(join(import.meta.dirname, 'suites')),
    ...values,
  });
  process.exitCode = printReport(report) ? 0 : 1;
}
