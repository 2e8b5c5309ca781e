import { deployWithErrors } from './deploy-with-errors.ts';
import { deploy } from './deploy.ts';
import { releases } from './releases.ts';
import type { Scenario } from './scenario.ts';
import { tokenSecret } from './token-secret.ts';

/** What needs a Kubernetes API server behind the window; each leaves its release behind but the first two. */
export const clusterScenarios: readonly Scenario[] = [
  deployWithErrors,
  // It begins with a context that holds no release.
  releases,
  deploy,
  tokenSecret,
];
