import { existsSync, readFileSync } from 'node:fs';

/** What a run of tests leaves: written as JSON where another process reads it. */
export interface TestReport {
  readonly tests: readonly TestOutcome[];
}

export interface TestOutcome {
  readonly title: string;
  readonly durationMs: number;
  /** The stack of what was thrown; absent when the test passed. */
  readonly failure?: string;
}

/** Prints a line for each test and a sum, and answers whether tests ran and all of them passed. */
export function printReport({ tests }: TestReport): boolean {
  for (const { title, durationMs, failure } of tests) {
    console.log(`${failure === undefined ? 'ok  ' : 'FAIL'} ${title} (${durationMs} ms)`);
    if (failure !== undefined) console.log(failure);
  }
  const failed = tests.filter(({ failure }) => failure !== undefined).length;
  console.log(`${tests.length - failed} passed, ${failed} failed`);
  return failed === 0 && tests.length > 0;
}

/**
 * Reads the report of a run that another process wrote. `problem` is what kept the run from ending
 * well; it counts as a failure of its own unless a failed test already shows for it.
 */
export function readReport(file: string, problem: string | undefined): TestReport {
  const { tests } = existsSync(file)
    ? (JSON.parse(readFileSync(file, 'utf8')) as TestReport)
    : { tests: [] };
  const isExplained = tests.some(({ failure }) => failure !== undefined);
  if (problem === undefined || isExplained) return { tests };
  return { tests: [...tests, { title: 'the run', durationMs: 0, failure: problem }] };
}
