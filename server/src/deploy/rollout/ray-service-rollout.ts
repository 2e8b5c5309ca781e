import type { Cause } from './cause.ts';
import { listAt, mapAt, numberAt, textAt } from '../objects/json.ts';
import { isObserved, type Progress, type Snapshot } from './snapshot.ts';

/**
 * KubeRay keeps Ready=True for the old cluster while a new one is built, and also when the new
 * application failed, so Ready alone says nothing about what was just deployed.
 * Source: ray-project/kuberay v1.6.2, ray-operator/controllers/ray/rayservice_controller.go, and watched.
 */
export function judgeRayService({ object }: Snapshot): Progress {
  const status = mapAt(object, 'status');
  const waiting = (message: string): Progress => ({ isReady: false, message });
  if (!isObserved(object)) return waiting('waiting for the KubeRay operator');
  const pending = textAt(status, 'pendingServiceStatus', 'rayClusterName') ?? '';
  const active = textAt(status, 'activeServiceStatus', 'rayClusterName') ?? '';
  const isUpgrading = conditionIs(object, 'UpgradeInProgress', 'True');
  if (pending !== '') {
    const next = `${pending} is starting${lane(object, 'pendingServiceStatus')}`;
    return waiting(
      active === ''
        ? `Ray cluster ${next}`
        : `Ray cluster ${active} serves${lane(object, 'activeServiceStatus')} while ${next}`,
    );
  }
  if (isUpgrading || conditionIs(object, 'RollbackInProgress', 'True'))
    return waiting('the new Ray cluster is taking over');
  const unready = applications(object).find(({ isRunning }) => !isRunning);
  if (unready !== undefined) return waiting(`application ${unready.name} is ${unready.status}`);
  if (isBeforeConditions(object)) return judgeBeforeConditions(object);
  const endpoints = numberAt(status, 'numServeEndpoints') ?? 0;
  if (!conditionIs(object, 'Ready', 'True') || endpoints < 1 || applications(object).length === 0)
    return waiting('waiting for Ray Serve');
  return { isReady: true, message: `${endpoints} Serve endpoints` };
}

/** KubeRay 1.2 and older know no conditions, only one word: Running, or WaitForServeDeploymentReady. */
function isBeforeConditions(object: unknown): boolean {
  const hasConditions = listAt(object, 'status', 'conditions').length > 0;
  return !hasConditions && textAt(object, 'status', 'serviceStatus') !== undefined;
}

/** Source: ray-project/kuberay v1.2.2, ray-operator/apis/ray/v1/rayservice_types.go. */
function judgeBeforeConditions(object: unknown): Progress {
  const isRunning = textAt(object, 'status', 'serviceStatus') === 'Running';
  // 1.0 does not count endpoints.
  const endpoints = numberAt(object, 'status', 'numServeEndpoints') ?? 1;
  if (!isRunning || endpoints < 1 || applications(object).length === 0)
    return { isReady: false, message: 'waiting for Ray Serve' };
  return { isReady: true, message: 'Ray Serve is running' };
}

/** What the RayService itself says is wrong; its pods may have more to say. */
export function rayServiceCauses({ ref: workload, object, elapsedMs }: Snapshot): readonly Cause[] {
  const ready = listAt(object, 'status', 'conditions').find(
    (one) => textAt(one, 'type') === 'Ready',
  );
  const reason = textAt(ready, 'reason');
  const evidence = textAt(ready, 'message') ?? '';
  // The operator does not count a generation that it refuses as observed.
  if (reason === 'ValidationFailed') return [{ kind: 'spec-refused', workload, evidence }];
  if (!isObserved(object))
    return elapsedMs < silenceMs ? [] : [{ kind: 'operator-silent', workload, evidence: '' }];
  if (reason === 'InitializingTimeout') return [{ kind: 'gave-up', workload, evidence }];
  if (conditionIs(object, 'Suspended', 'True'))
    return [{ kind: 'suspended', workload, evidence: '' }];
  return applications(object).flatMap(({ name: application, status, message, sick }): Cause[] => {
    if (status === 'DEPLOY_FAILED')
      return [{ kind: 'serve-failed', workload, application, evidence: message }];
    if (status !== 'UNHEALTHY' && sick === undefined) return [];
    return [{ kind: 'serve-unhealthy', workload, application, evidence: sick || message }];
  });
}

/** Name of the cluster that is being rolled out: the one that is built, else the one that serves. */
export function clusterName(object: unknown): string | undefined {
  const name = textAt(object, 'status', laneOf(object), 'rayClusterName') ?? '';
  return name === '' ? undefined : name;
}

const silenceMs = 10_000;

/** While a new cluster is built, what the old one reports is history. */
function laneOf(object: unknown): 'pendingServiceStatus' | 'activeServiceStatus' {
  const pending = textAt(object, 'status', 'pendingServiceStatus', 'rayClusterName') ?? '';
  return pending === '' ? 'activeServiceStatus' : 'pendingServiceStatus';
}

interface Application {
  readonly name: string;
  readonly status: string;
  readonly message: string;
  /** What a deployment of it that is UNHEALTHY says; undefined when none is. */
  readonly sick: string | undefined;
  readonly isRunning: boolean;
}

type Lane = ReturnType<typeof laneOf>;

function applications(object: unknown, of: Lane = laneOf(object)): readonly Application[] {
  const reported = mapAt(object, 'status', of, 'applicationStatuses');
  return Object.entries(reported).map(([name, one]) => {
    const deployments = Object.values(mapAt(one, 'serveDeploymentStatuses'));
    const status = textAt(one, 'status') ?? 'NOT_STARTED';
    const statusOf = (deployment: unknown) => textAt(deployment, 'status');
    const areHealthy = deployments.every((deployment) => statusOf(deployment) === 'HEALTHY');
    const unhealthy = deployments.find((deployment) => statusOf(deployment) === 'UNHEALTHY');
    const sick = unhealthy === undefined ? undefined : (textAt(unhealthy, 'message') ?? '');
    const message = textAt(one, 'message') ?? '';
    return { name, status, message, sick, isRunning: status === 'RUNNING' && areHealthy };
  });
}

/** ` (llm RUNNING)`; nothing while no application has reported. */
function lane(object: unknown, of: Lane): string {
  const states = applications(object, of).map(({ name, status }) => `${name} ${status}`);
  return states.length === 0 ? '' : ` (${states.join(', ')})`;
}

function conditionIs(object: unknown, type: string, expected: string): boolean {
  return listAt(object, 'status', 'conditions').some(
    (one) => textAt(one, 'type') === type && textAt(one, 'status') === expected,
  );
}
