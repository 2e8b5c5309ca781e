import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';

export interface Totals {
  readonly passed: number;
  readonly failed: number;
}

export interface Stage {
  readonly title: string;
  /** Runs with this checkout's Node first on the path; a command that fails fails the stage. */
  readonly command: readonly [string, ...string[]];
  /** Where the command leaves vitest's JSON report, or `lines` when it prints "N passed, N failed". */
  readonly counts: { readonly report: string } | 'lines' | 'none';
}

export const root = join(import.meta.dirname, '..');

/**
 * Runs the stages in order and ends with one line `N passed, N failed`. A stage without tests of
 * its own counts as one; a stage that ends badly without a failed test counts as one failure, so
 * that nothing that went wrong is lost in the sum. Later stages still run.
 */
export async function runStages(stages: readonly Stage[]): Promise<never> {
  let passed = 0;
  let failed = 0;
  for (const stage of stages) {
    console.log(`\n== ${stage.title}`);
    const totals = await runStage(stage);
    passed += totals.passed;
    failed += totals.failed;
  }
  console.log(`\n${String(passed)} passed, ${String(failed)} failed`);
  process.exit(failed === 0 ? 0 : 1);
}

async function runStage({ command, counts }: Stage): Promise<Totals> {
  if (typeof counts === 'object') {
    mkdirSync(dirname(counts.report), { recursive: true });
    rmSync(counts.report, { force: true });
  }
  const { exitCode, output } = await run(command);
  const isGood = exitCode === 0;
  if (counts === 'none') return isGood ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
  const totals = counts === 'lines' ? lastLine(output) : readReport(counts.report);
  if (totals === undefined || totals.passed + totals.failed === 0) {
    console.error('No test ran in this stage.');
    return { passed: 0, failed: 1 };
  }
  return isGood || totals.failed > 0 ? totals : { ...totals, failed: 1 };
}

function run([program, ...args]: readonly [string, ...string[]]): Promise<{
  exitCode: number | null;
  output: string;
}> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      process.stdout.write(chunk);
      // Only the closing line is read; a long run need not be held in memory.
      output = (output + chunk).slice(-10_000);
    });
    child.on('error', reject);
    child.on('close', (exitCode) => {
      resolve({ exitCode, output });
    });
  });
}

function lastLine(output: string): Totals | undefined {
  const [, passed, failed] = [...output.matchAll(/^(\d+) passed, (\d+) failed$/gm)].at(-1) ?? [];
  return passed === undefined ? undefined : { passed: Number(passed), failed: Number(failed) };
}

function readReport(file: string): Totals | undefined {
  try {
    const report = JSON.parse(readFileSync(file, 'utf8')) as {
      numPassedTests: number;
      numFailedTests: number;
      numFailedTestSuites: number;
    };
    // A file that cannot even be loaded has failed suites and no failed tests.
    const failed = Math.max(report.numFailedTests, Math.min(report.numFailedTestSuites, 1));
    return { passed: report.numPassedTests, failed };
  } catch {
    return undefined;
  }
}

/** A vitest run whose report the totals come from. */
export function vitestStage(title: string, name: string, args: readonly string[] = []): Stage {
  const report = join(root, 'out', 'reports', `${name}.json`);
  return {
    title,
    command: [
      'vitest',
      'run',
      '--reporter=dot',
      '--reporter=json',
      `--outputFile.json=${report}`,
      ...args,
    ],
    counts: { report },
  };
}

/** Writes out/inference-charts.vsix. */
export const packExtension: Stage = {
  title: 'Pack the extension',
  command: ['npm', 'run', '-s', 'package'],
  counts: 'none',
};

/** VS Code for the browser and, if need be, Chromium; at once when they are there. */
export const installWorkbench: Stage = {
  title: 'Workbench: install VS Code for the browser, once',
  command: ['node', 'test/workbench/install.ts'],
  counts: 'none',
};
