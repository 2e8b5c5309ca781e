import { assertNever } from '../../base/assert-never.ts';
import { acceleratorOfResource } from '../../catalog/accelerator.ts';
import type { ObjectRef } from '../objects/kube-object.ts';
import type { Problem } from '../plan/problem.ts';
import type { NoPlace, PoolRefusal, Shortage } from '../preflight/findings.ts';
import { sayAmount, sayNumber } from './amount.ts';
import { count, listInWords, nameObject } from './object-name.ts';

type PlaceProblem = Extract<
  Problem,
  {
    kind:
      | 'no-room'
      | 'upgrade-stuck'
      | 'node-coming'
      | 'device-plugin-missing'
      | 'scheduler-missing'
      | 'scheduler-not-ready';
  }
>;

/** What keeps pods from a node. */
export function sayPlace(problem: PlaceProblem): string {
  switch (problem.kind) {
    case 'no-room': {
      const { shortage, isScaled } = problem;
      return `${capital(sayHowMany(shortage))} will stay Pending: ${sayWhy(shortage.why)}. ${sayPools(shortage, isScaled)}${adviceFor(shortage.why)}`;
    }
    case 'upgrade-stuck':
      return sayStuck(problem);
    case 'node-coming':
      return `${namePods(problem)} will wait for a node, which Karpenter can add from ${count(problem.pools.length, 'NodePool')} (${listInWords(problem.pools)}). That usually takes 2 to 6 minutes.`;
    case 'device-plugin-missing':
      return `The device plugin does not run on ${sayNodes(problem.nodes)}: ${problem.nodes.length === 1 ? 'it has' : 'they have'} the devices, but ${problem.nodes.length === 1 ? 'offers' : 'offer'} no ${problem.resource}, so the pods that ask for it will stay Pending. Install ${pluginFor(problem.resource)}.`;
    case 'scheduler-missing':
      return `The pods of ${nameObject(problem.workload)} ask for the scheduler ${problem.scheduler}, and no Deployment, lease or bound pod of that name was found. Without it they stay Pending. Install it, or take schedulerName out.`;
    case 'scheduler-not-ready':
      return `The pods of ${nameObject(problem.workload)} ask for the scheduler ${problem.scheduler}, but ${listInWords(problem.deployments)} has no ready pod. Until it has, they stay Pending.`;
    default:
      return assertNever(problem);
  }
}

function sayStuck({
  workload,
  how,
  shortage,
  isScaled,
}: Extract<Problem, { kind: 'upgrade-stuck' }>): string {
  const room = `${sayWhy(shortage.why)}. ${sayPools(shortage, isScaled)}`;
  switch (how) {
    case 'surge':
      return `The update of ${nameObject(workload)} will not get on: a new pod must be ready before an old one ends, and while the old ones run there is no place for it: ${room}Set maxSurge to 0 and maxUnavailable to 1, or the strategy to Recreate.`;
    case 'second-cluster':
      return `A change of rayClusterConfig makes KubeRay start a second cluster beside the one that serves, and ${sayHowMany(shortage)} will find no place: ${room}Free as many devices, change only serveConfigV2, which is rolled out in place, or set the upgrade strategy to None and start the cluster anew.`;
    default:
      return assertNever(how);
  }
}

function sayHowMany({ pods, count: of, ...group }: Shortage): string {
  if (of === 1) return `the pod of ${nameGroup(group)}`;
  return pods === of
    ? `all ${of} pods of ${nameGroup(group)}`
    : `${pods} of ${of} pods of ${nameGroup(group)}`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

interface OfGroup {
  readonly workload: ObjectRef;
  readonly role?: string;
}

function namePods(group: OfGroup): string {
  return `Pods of ${nameGroup(group)}`;
}

function nameGroup({ workload, role }: OfGroup): string {
  return role === undefined ? nameObject(workload) : `${nameObject(workload)} (${role})`;
}

function sayWhy(why: NoPlace): string {
  switch (why.kind) {
    case 'not-selected':
      return why.wanted.length === 0
        ? 'no node matches its affinity'
        : `no node has ${listInWords(why.wanted)}`;
    case 'tainted':
      return `the nodes that fit are tainted with ${listInWords(why.taints)}, which it does not tolerate`;
    case 'full': {
      const { resource, need, best, free, of, holders } = why;
      const each = `each needs ${sayAmount(resource, need)}`;
      if (of < need)
        return `${each}, and no node that fits has more than ${sayNumber(resource, of)}`;
      const held = holders
        .slice(0, 3)
        .map(({ pod, amount }) => `${pod} (${sayNumber(resource, amount)})`);
      const more = holders.length > held.length ? [`${holders.length - held.length} more`] : [];
      const by =
        held.length === 0 ? '' : `; the rest is held by ${listInWords([...held, ...more])}`;
      return `${each}, and the node with the most free, ${best}, has ${sayNumber(resource, free)} of ${sayNumber(resource, of)}${by}`;
    }
    case 'crowded':
      return 'the nodes that fit do not have room for all of them';
    default:
      return assertNever(why);
  }
}

function sayPools({ pools }: Shortage, isScaled: boolean): string {
  if (isScaled) return 'The cluster autoscaler may add a node. ';
  if (pools.length === 0) return '';
  const reasons = pools.map(({ name, why }) => `${name} ${sayPool(why)}`);
  return `No Karpenter NodePool can add a node for it: ${reasons.join('; ')}. `;
}

function sayPool(why: PoolRefusal): string {
  switch (why.kind) {
    case 'not-ready':
      return 'is not ready';
    case 'tainted':
      return `taints its nodes with ${listInWords(why.taints)}`;
    case 'other-label':
      return `makes no nodes with the ${why.key} that is asked for`;
    case 'no-type':
      return 'allows no instance type that is large enough';
    case 'limit':
      return `has used ${sayNumber(why.resource, why.used)} of its limit of ${sayAmount(why.resource, why.limit)}`;
    default:
      return assertNever(why);
  }
}

function adviceFor(why: NoPlace): string {
  switch (why.kind) {
    case 'tainted':
      return 'Add the toleration.';
    case 'not-selected':
      return 'Add such a node, or ask for another one.';
    case 'full':
    case 'crowded':
      return 'Free some, add a node, or ask for less.';
    default:
      return assertNever(why);
  }
}

function sayNodes(nodes: readonly string[]): string {
  const shown = nodes.slice(0, 3);
  const more = nodes.length > shown.length ? [`${nodes.length - shown.length} more`] : [];
  return `${nodes.length === 1 ? 'node' : 'nodes'} ${listInWords([...shown, ...more])}`;
}

function pluginFor(resource: string): string {
  return acceleratorOfResource(resource) === 'neuron'
    ? 'the Neuron device plugin'
    : 'the NVIDIA device plugin, or wait until it is ready';
}
