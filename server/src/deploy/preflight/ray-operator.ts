import type { RayRefusal } from './findings.ts';
import { at, listAt, mapAt, numberAt, textAt, type Json } from '../objects/json.ts';
import type { ObjectRef } from '../objects/kube-object.ts';
import { groupOf } from '../objects/kube-object.ts';
import type { Problem } from '../plan/problem.ts';
import type { Check } from './check.ts';
import { nameOfLive, rightsMissing, type World } from './world.ts';

interface RayObject {
  readonly ref: ObjectRef;
  readonly object: Json;
}

/** Whether an operator looks after Ray objects here, and accepts these. */
export async function checkRayOperator(
  world: World,
  planned: readonly RayObject[],
): Promise<Check | undefined> {
  const own = planned.filter(({ ref }) => groupOf(ref.apiVersion) === 'ray.io');
  if (own.length === 0) return undefined;
  const deployments = await world.list('deployments');
  if (deployments.kind !== 'found')
    return { preflight: 'ray-operator', problems: [], missing: rightsMissing([deployments]) };
  const operators = deployments.value.filter(isOperator);
  if (operators.length === 0) return await withoutDeployment(world);
  const problems: Problem[] = [];
  const ready = operators.filter((one) => (numberAt(one, 'status', 'readyReplicas') ?? 0) > 0);
  if (ready.length === 0)
    problems.push({ kind: 'ray-operator-not-ready', operators: operators.map(nameOfLive) });
  const versions = new Set(operators.map(versionOf));
  const [version] = versions;
  for (const { ref, object } of own) {
    if (!operators.some((one) => watches(one, ref.namespace ?? '')))
      problems.push({ kind: 'ray-operator-elsewhere', ref, operators: operators.map(nameOfLive) });
    // Two operators of two versions: it is not known which of them will look at the object.
    if (version === undefined || versions.size > 1) continue;
    for (const refusal of refusalsOf(ref, object, version))
      problems.push({ kind: 'ray-operator-refuses', ref, version, refusal });
  }
  const detail = versions.size === 1 && version !== undefined ? { detail: version } : {};
  return { preflight: 'ray-operator', problems, missing: [], ...detail };
}

/** An operator that runs outside of the cluster shows by the lease that it keeps. */
async function withoutDeployment(world: World): Promise<Check> {
  const leases = await world.list('leases');
  const isLed =
    leases.kind === 'found' &&
    leases.value.some((lease) => textAt(lease, 'metadata', 'name') === 'ray-operator-leader');
  const problems: Problem[] =
    leases.kind === 'found' && !isLed ? [{ kind: 'ray-operator-missing' }] : [];
  return { preflight: 'ray-operator', problems, missing: rightsMissing([leases]) };
}

/** By the labels of its Helm chart, its usual name, or its image. */
function isOperator(deployment: Json): boolean {
  const labels = mapAt(deployment, 'metadata', 'labels');
  return (
    ['app.kubernetes.io/name', 'app.kubernetes.io/component'].some((key) =>
      /^kuberay(-operator)?$/.test(textAt(labels, key) ?? ''),
    ) ||
    /kuberay-operator/.test(textAt(deployment, 'metadata', 'name') ?? '') ||
    imagesOf(deployment).some((image) => /kuberay/.test(image))
  );
}

function containersOf(deployment: Json): readonly unknown[] {
  return listAt(deployment, 'spec', 'template', 'spec', 'containers');
}

function imagesOf(deployment: Json): readonly string[] {
  return containersOf(deployment).map((container) => textAt(container, 'image') ?? '');
}

/** From the image's tag, as `1.3.0`; absent for a nightly build or a digest. */
function versionOf(deployment: Json): string | undefined {
  const image = imagesOf(deployment).find((one) => /kuberay|operator/.test(one));
  return /:v?(\d+\.\d+\.\d+)(?:@|$)/.exec(image ?? '')?.[1];
}

function watches(deployment: Json, namespace: string): boolean {
  const listed = containersOf(deployment)
    .flatMap((container) => [...listAt(container, 'command'), ...listAt(container, 'args')])
    .flatMap((argument) =>
      typeof argument === 'string'
        ? (/^--?watch-namespace=(.*)$/.exec(argument)?.[1]?.split(',') ?? [])
        : [],
    )
    .filter((name) => name !== '');
  return listed.length === 0 || listed.includes(namespace);
}

/**
 * KubeRay 1.6.2, controllers/ray/utils/validation.go, and the releases in which each rule came. That
 * bounds must be there never refuses anything: the definition fills them in.
 */
function refusalsOf({ kind, name }: ObjectRef, object: Json, version: string): RayRefusal[] {
  const refusals: RayRefusal[] = [];
  const config =
    kind === 'RayService' ? at(object, 'spec', 'rayClusterConfig') : at(object, 'spec');
  const service = textAt(config, 'headGroupSpec', 'headService', 'metadata', 'name') ?? '';
  if (kind === 'RayService' && service !== '' && isSince(version, 1, 3))
    refusals.push({ kind: 'head-service-name', name: service });
  const most = kind === 'RayService' ? 47 : kind === 'RayCluster' ? 53 : undefined;
  if (most !== undefined && isSince(version, 1, 4)) {
    if (name.length > most) refusals.push({ kind: 'name-too-long', most });
    if (!/^[a-z]([-a-z0-9]*[a-z0-9])?$/.test(name)) refusals.push({ kind: 'name-not-dns' });
  }
  if (isSince(version, 1, 6)) refusals.push(...boundsOf(config));
  return refusals;
}

function boundsOf(config: unknown): RayRefusal[] {
  return listAt(config, 'workerGroupSpecs').flatMap((group): RayRefusal[] => {
    const least = numberAt(group, 'minReplicas');
    const most = numberAt(group, 'maxReplicas');
    const refuse = (text: string): RayRefusal[] => [
      { kind: 'worker-bounds', group: textAt(group, 'groupName') ?? '', text },
    ];
    if ((least ?? 0) < 0 || (most ?? 0) < 0) return refuse('has a negative bound');
    if (least !== undefined && most !== undefined && least > most)
      return refuse(`has minReplicas ${least} above maxReplicas ${most}`);
    return [];
  });
}

function isSince(version: string, major: number, minor: number): boolean {
  const [ownMajor = 0, ownMinor = 0] = version.split('.').map(Number);
  return ownMajor > major || (ownMajor === major && ownMinor >= minor);
}
