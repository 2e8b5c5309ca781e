/** `npm test`: everything that needs Node and Chromium alone. */
import { installWorkbench, packExtension, runStages, vitestStage, type Stage } from './stages.ts';

const build: Stage = { title: 'Build', command: ['npm', 'run', '-s', 'build'], counts: 'none' };

const suites: Stage = {
  title: 'Workbench: suites inside the extension host',
  command: ['node', 'test/workbench/run-suites.ts'],
  counts: 'lines',
};

const window: Stage = {
  title: 'Workbench: the packed extension as a user sees it',
  command: ['node', 'test/workbench/run-ui.ts'],
  counts: 'lines',
};

await runStages([
  build,
  vitestStage('Language half, chart, engine, CLI, deploy against recorded exchanges', 'unit'),
  packExtension,
  installWorkbench,
  suites,
  window,
]);
