/**
 * `npm run test:cluster`: everything that needs a real Kubernetes control plane or a real `helm`. Both
 * are built from source on first use and kept outside the tree (test/control-plane/build.ts).
 */
import { installWorkbench, packExtension, runStages, vitestStage, type Stage } from './stages.ts';

const deployment: Stage = {
  title: 'Workbench: Deploy Inference against a real control plane',
  command: ['node', 'test/workbench/run-cluster-ui.ts'],
  counts: 'lines',
};

await runStages([
  vitestStage('Engine and deployments, judged by a real helm and a real control plane', 'cluster', [
    '--config',
    'test/cluster/vitest.config.ts',
  ]),
  packExtension,
  installWorkbench,
  deployment,
]);
