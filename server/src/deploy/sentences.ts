/** Every sentence about deploying, in one place: the editor and the command line say the same. */
export { curl, sayHowToAsk, sayWaysOut } from './sentences/ask.ts';
export { sayBudget, sayProgress } from './sentences/budget.ts';
export { sayCause } from './sentences/cause.ts';
export { nameCheck, sayChecked, sayNotChecked } from './sentences/check.ts';
export { sayConnectFailure } from './sentences/connect-failure.ts';
export { sayNameFault } from './sentences/name-fault.ts';
export { sayNotOpened } from './sentences/endpoint.ts';
export { nameObject } from './sentences/object-name.ts';
export {
  sayApplyOutcome,
  sayPlan,
  sayPlanFailure,
  sayRemark,
  sayRolloutOutcome,
  sayServingOutcome,
} from './sentences/outcome.ts';
export { sayInterrupted, sayProblem } from './sentences/problem.ts';
export { sayRefusal } from './sentences/refusal.ts';
export { sayTokenCreated, sayTokenFailure } from './sentences/token-secret.ts';
export { saySmoke } from './sentences/smoke.ts';
export { sayWriteRefusal } from './sentences/write-refusal.ts';
export {
  sayDevices,
  sayMarked,
  sayMovedOn,
  sayNoRelease,
  sayReleaseState,
  sayWorkload,
} from './sentences/status.ts';
export {
  sayLeft,
  sayNoPlan,
  sayUninstallOutcome,
  sayUninstallPlan,
} from './sentences/uninstall.ts';
