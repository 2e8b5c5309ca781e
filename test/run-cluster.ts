/**
 * `npm run test:cluster`: everything that needs a real Kubernetes control plane or a real `helm`. Both
 * are built from source on first use and kept outside the tree (test/control-plane/build.ts).
 */
import { runStages, vitestStage } from './stages.ts';

await runStages([
  vitestStage('Deploy against a real control plane, judged by a real helm', 'cluster', [
    '--config',
    'test/cluster/vitest.config.ts',
  ]),
  { title: 'Pack the extension', command: ['npm', 'run', '-s', 'package'], counts: 'none' },
  {
    title: 'Workbench: deploy from the window to a real control plane',
    command: ['node', 'test/workbench/run-cluster-ui.ts'],
    counts: 'lines',
  },
]);
