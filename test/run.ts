/** `npm test`: everything that needs Node and Chromium alone. */
import { runStages, vitestStage, type Stage } from './stages.ts';

const build: Stage = { title: 'Build', command: ['npm', 'run', '-s', 'build'], counts: 'none' };

const pack: Stage = {
  title: 'Pack the extension',
  command: ['npm', 'run', '-s', 'package'],
  counts: 'none',
};

const install: Stage = {
  title: 'Workbench: install VS Code for the browser, once',
  command: ['node', 'test/workbench/install.ts'],
  counts: 'none',
};

const suites: Stage = {
  title: 'Workbench: suites inside the extension host',
  command: ['node', 'test/workbench/run-suites.ts'],
  counts: 'lines',
};

const pictures: Stage = {
  title: 'Workbench: the packed extension as a user sees it',
  command: ['node', 'test/workbench/run-ui.ts'],
  counts: 'lines',
};

await runStages([
  build,
  vitestStage('Language half, chart, engine, CLI, deploy against a fake API server', 'unit'),
  pack,
  install,
  suites,
  pictures,
]);
