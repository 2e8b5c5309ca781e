import { deployWithErrors } from './deploy-with-errors.ts';
import { deploy } from './deploy.ts';
import type { Scenario } from './scenario.ts';

/** What needs a Kubernetes API server behind the window. */
export const clusterScenarios: readonly Scenario[] = [deployWithErrors, deploy];
