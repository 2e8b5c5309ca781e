import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { downloadAndUnzipVSCode, runTests } from '@vscode/test-electron';
import { bundleSuites } from './bundle-suites.ts';
import { cacheFolder } from './cache.ts';
import { printReport, readReport, type TestReport } from './report.ts';
import { makeSampleWorkspace } from './sample-workspace.ts';
import { quietSettings } from './settings.ts';

/** `npm run test:desktop`: the suites of the extension host, in desktop VS Code. */
async function runDesktopSuites(): Promise<TestReport> {
  requireDisplay();
  const executable = await findExecutable();
  const suites = await bundleSuites(join(import.meta.dirname, 'suites'));
  const state = mkdtempSync(join(tmpdir(), 'inference-charts-desktop-'));
  mkdirSync(join(state, 'user/User'), { recursive: true });
  writeFileSync(join(state, 'user/User/settings.json'), JSON.stringify(quietSettings));
  const report = join(state, 'report.json');
  const problem = await runTests({
    vscodeExecutablePath: executable,
    extensionDevelopmentPath: join(import.meta.dirname, '../..'),
    extensionTestsPath: suites,
    extensionTestsEnv: { SUITES_REPORT: report },
    launchArgs: [
      makeSampleWorkspace(state),
      '--disable-workspace-trust',
      `--user-data-dir=${join(state, 'user')}`,
      `--extensions-dir=${join(state, 'extensions')}`,
    ],
  }).then(
    () => undefined,
    (error: unknown) => messageOf(error),
  );
  const outcome = readReport(report, problem);
  rmSync(state, { recursive: true, force: true, maxRetries: 10 });
  return outcome;
}

/** The environment variable VSCODE_EXECUTABLE names one; else the stable one is downloaded once. */
async function findExecutable(): Promise<string> {
  const named = process.env['VSCODE_EXECUTABLE'];
  if (named !== undefined && named !== '') {
    if (existsSync(named)) return named;
    throw new Error(`VSCODE_EXECUTABLE names ${named}, and there is no such file.`);
  }
  const cachePath = cacheFolder('desktop');
  mkdirSync(cachePath, { recursive: true });
  try {
    return await downloadAndUnzipVSCode({ version: 'stable', cachePath });
  } catch (error) {
    throw new Error(
      `Desktop VS Code could not be downloaded (${messageOf(error)}). Name an installed one in the ` +
        'environment variable VSCODE_EXECUTABLE, or run "npm test": on Linux it runs the same ' +
        'suites in VS Code without a desktop.',
      { cause: error },
    );
  }
}

function requireDisplay(): void {
  if (process.platform !== 'linux') return;
  if (process.env['DISPLAY'] !== undefined || process.env['WAYLAND_DISPLAY'] !== undefined) return;
  throw new Error(
    'Desktop VS Code needs a display, and neither DISPLAY nor WAYLAND_DISPLAY is set. ' +
      'Without one: xvfb-run -a npm run test:desktop',
  );
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

try {
  process.exitCode = printReport(await runDesktopSuites()) ? 0 : 1;
} catch (error) {
  console.error(messageOf(error));
  process.exitCode = 1;
}
