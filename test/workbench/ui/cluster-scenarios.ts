import { deployWithErrors } from './deploy-with-errors.ts';
import { deploy } from './deploy.ts';
import { failedDeployment } from './failed-deployment.ts';
import { releases } from './releases.ts';
import type { Scenario } from './scenario.ts';
import { signIn } from './sign-in.ts';
import { tokenSecret } from './token-secret.ts';

/** What needs a Kubernetes API server behind the window; each leaves its release behind but the first three. */
export const clusterScenarios: readonly Scenario[] = [
  deployWithErrors,
  // These two begin with a context that holds no release.
  signIn,
  releases,
  deploy,
  tokenSecret,
  failedDeployment,
];
