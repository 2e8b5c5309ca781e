import { deployWithErrors } from './deploy-with-errors.ts';
import { deploy } from './deploy.ts';
import { releases } from './releases.ts';
import type { Scenario } from './scenario.ts';
import { tokenSecret } from './token-secret.ts';

/** What needs a Kubernetes API server behind the window. Each is about a release of its own. */
export const clusterScenarios: readonly Scenario[] = [
  deployWithErrors,
  deploy,
  tokenSecret,
  releases,
];
