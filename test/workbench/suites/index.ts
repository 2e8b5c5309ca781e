import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Mocha from 'mocha';
import type { TestOutcome, TestReport } from '../report.ts';

/** VS Code calls this in its extension host; every suite beside this file is run. */
export async function run(): Promise<void> {
  process.setSourceMapsEnabled(true);
  const mocha = new Mocha({
    ui: 'tdd',
    timeout: 60_000,
    // The extension host's console is the workbench's log: the report is what counts.
    reporter: 'min',
    color: false,
    ...(process.env['SUITES_GREP'] === undefined ? {} : { grep: process.env['SUITES_GREP'] }),
  });
  for (const name of readdirSync(__dirname)) {
    if (name.endsWith('.suite.cjs')) mocha.addFile(join(__dirname, name));
  }
  const { promise, resolve, reject } = Promise.withResolvers<undefined>();
  const tests: TestOutcome[] = [];
  const add = (test: Mocha.Runnable, failure?: Error) => {
    tests.push({
      title: test.fullTitle(),
      durationMs: test.duration ?? 0,
      ...(failure === undefined ? {} : { failure: failure.stack ?? String(failure) }),
    });
    // Written again after each test, so that a run that hangs still tells what it did.
    writeReport({ tests });
  };
  mocha
    .run((failures) => {
      if (failures === 0) resolve(undefined);
      if (failures > 0) reject(new Error(`${failures} tests failed.`));
    })
    .on('pass', (test) => {
      add(test);
    })
    .on('fail', add);
  await promise;
}

function writeReport(report: TestReport): void {
  const file = process.env['SUITES_REPORT'];
  if (file === undefined) throw new Error('SUITES_REPORT must name the file for the report.');
  writeFileSync(file, JSON.stringify(report));
}
