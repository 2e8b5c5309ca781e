import { assertNever } from '../../base/assert-never.ts';
import type { Cause, Explained, Holder, WhyNotPulled } from '../rollout/cause.ts';
import { count, listInWords, nameObject } from './object-name.ts';

/** Why the rollout does not get on, with what the cluster said, and what to do. */
export function sayCause(cause: Cause): string {
  const { evidence } = cause;
  switch (cause.kind) {
    case 'quota-exceeded': {
      const which = cause.quota;
      const told =
        which === undefined
          ? evidence
          : `quota ${which.name} allows ${which.limit} of ${which.resource}, ${which.used} are used and one pod asks for ${which.requested}. Ask for less, free some, or have the quota raised.`;
      return `${nameObject(cause.workload)} is over a quota of its namespace, so its pods are not created: ${told}`;
    }
    case 'pods-refused':
      return `The API server does not let the pods of ${nameObject(cause.workload)} be created: ${evidence}`;
    case 'insufficient-resource': {
      const wanted =
        cause.wanted !== undefined && cause.resource.includes('/')
          ? `it asks for ${cause.wanted} ${cause.resource}, and no node has that many free`
          : `no node has enough free ${cause.resource}`;
      return `Pod ${cause.pod} is Pending: ${wanted}.${sayHolders(cause.holders)} Ask for less, free some, or add a node. The scheduler says: ${evidence}`;
    }
    case 'no-capacity':
      return `Pod ${cause.pod} is Pending, and the autoscaler adds no node: ${sayNoCapacity(cause.why)} It says: ${evidence}`;
    case 'untolerated-taint': {
      const which =
        cause.taints.length === 0
          ? 'have a taint that it does not tolerate'
          : `are tainted with ${listInWords(cause.taints)}, which it does not tolerate`;
      return `Pod ${cause.pod} is Pending: the nodes that fit ${which}. ${sayTolerations(cause.taints)} The scheduler says: ${evidence}`;
    }
    case 'no-matching-node':
      return `Pod ${cause.pod} is Pending: no node matches its instance type, node selector or affinity. The scheduler says: ${evidence}`;
    case 'volume-not-bound':
      return `Pod ${cause.pod} waits for a volume: ${evidence}`;
    case 'node-coming':
      return `Pod ${cause.pod} waits for a node that is being added, which usually takes 2 to 6 minutes.`;
    case 'node-lost':
      return `Pod ${cause.pod} lost its node ${cause.node}: ${sayLost(cause.why)} Another pod takes its place. ${evidence}`.trim();
    case 'secret-not-found':
      return cause.key === undefined
        ? `Pod ${cause.pod} cannot start: Secret ${cause.secret} does not exist in its namespace. Create it; the pod then starts by itself.`
        : `Pod ${cause.pod} cannot start: Secret ${cause.secret} has no key ${cause.key}. Add it; the pod then starts by itself.`;
    case 'container-config':
      return `Container ${cause.container} of pod ${cause.pod} cannot be created: ${evidence}`;
    case 'image-not-pulled': {
      const why = `${sayWhyNotPulled(cause.why)}${sayRegistry(cause)}`.trim();
      const reasons = [why, evidence].filter((reason) => reason !== '').join(' ');
      return `Image ${cause.image} of pod ${cause.pod} cannot be pulled: ${reasons}`.trim();
    }
    case 'image-coming':
      return `Pod ${cause.pod} is still pulling its image; images with vLLM are 8 to 15 GB. ${evidence}`.trim();
    case 'loading':
      return `Pod ${cause.pod} runs and is not ready yet. Its log says: ${evidence}`;
    case 'out-of-memory': {
      const limit = cause.limit === undefined ? 'its node has' : `its limit of ${cause.limit}`;
      return `Container ${cause.container} of pod ${cause.pod} needed more memory than ${limit} and was killed (OOMKilled). This is the memory of the container, not of the GPU. Raise the memory request and limit.`;
    }
    case 'crash-loop':
      return `Container ${cause.container} of pod ${cause.pod} keeps ending right after its start. ${sayExplained(cause.explained) ?? evidence}`;
    case 'startup-probe-failed':
      return `Pod ${cause.pod} was restarted because it did not answer within the budget of its startup probe. ${sayExplained(cause.explained) ?? `Raise the budget if the model takes longer to load. ${evidence}`}`;
    case 'spec-refused':
      return `The KubeRay operator refuses ${nameObject(cause.workload)}: ${evidence}`;
    case 'serve-failed':
      return `Ray Serve could not deploy application ${cause.application} of ${nameObject(cause.workload)}: ${sayExplained(cause.explained) ?? evidence}`;
    case 'serve-unhealthy':
      return `Application ${cause.application} of ${nameObject(cause.workload)} is unhealthy and does not recover: ${sayExplained(cause.explained) ?? evidence}`;
    case 'waits-for-deletion':
      return `${nameObject(cause.workload)} has the update strategy OnDelete: its pods run as before until they are deleted.`;
    case 'gave-up':
      return `The KubeRay operator gave up on ${nameObject(cause.workload)}: ${evidence} It must be deleted and deployed again.`;
    case 'suspended':
      return `${nameObject(cause.workload)} is suspended.`;
    case 'operator-silent':
      if (cause.workload.kind === 'LeaderWorkerSet')
        return `No LeaderWorkerSet controller looks after ${nameObject(cause.workload)}. Check that it is installed and runs.`;
      return `No KubeRay operator looks after ${nameObject(cause.workload)}. Check that the operator runs and watches this namespace.`;
    default:
      return assertNever(cause);
  }
}

/** One line: what the log proves, and what to change. The log itself is in the evidence. */
function sayExplained(explained: Explained | undefined): string | undefined {
  if (explained === undefined) return undefined;
  const { message, keys, fixes } = explained;
  const cure = fixes.map(({ key, value }) => `set ${key} to ${value}`);
  const what =
    cure.length > 0
      ? ` To mend it, ${listInWords(cure)}.`
      : keys.length > 0
        ? ` What decides it: ${listInWords(keys)}.`
        : '';
  return `${message}${what}`;
}

const namedHolders = 3;

function sayHolders(holders: readonly Holder[] | undefined): string {
  if (holders === undefined) return '';
  if (holders.length === 0) return ' Nothing else holds any.';
  const named = holders
    .slice(0, namedHolders)
    .map(({ namespace, pod, amount }) => `${namespace}/${pod} (${amount})`);
  const others = holders.length - named.length;
  const all = others > 0 ? [...named, count(others, 'other pod')] : named;
  return ` In use by ${listInWords(all)}.`;
}

function sayNoCapacity(why: Extract<Cause, { kind: 'no-capacity' }>['why']): string {
  switch (why) {
    case 'no-instance-type':
      return 'no instance type that its node pools allow has what the pod asks for.';
    case 'pool-limit':
      return 'the node pool has reached its limit. Raise the limit or free a node.';
    case 'cloud-is-out':
      return 'the cloud has no capacity of this instance type in these zones now. Allow other types or zones.';
    case 'no-scale-up':
      return 'none of its node groups would help.';
    default:
      return assertNever(why);
  }
}

/** `nvidia.com/gpu=true:NoSchedule` as an entry of `tolerations`. */
function sayTolerations(taints: readonly string[]): string {
  const entries = taints.map((taint) => {
    const [, key = '', effect = ''] = /^([^=:]+).*:(\w+)$/.exec(taint) ?? [];
    return `{key: ${key}, operator: Exists, effect: ${effect}}`;
  });
  return entries.length === 0
    ? 'Add the toleration.'
    : `Add to tolerations: ${listInWords(entries)}.`;
}

function sayLost(why: Extract<Cause, { kind: 'node-lost' }>['why']): string {
  switch (why) {
    case 'not-ready':
      return 'the node no longer reports to the cluster.';
    case 'evicted':
      return 'the node ran short of a resource and evicted it.';
    case 'interrupted':
      return 'it was asked to leave, as when a spot instance is taken back or a node is drained.';
    default:
      return assertNever(why);
  }
}

/** A registry of AWS answers other accounts and regions with the same "denied" or "not found". */
function sayRegistry({ image, why }: Extract<Cause, { kind: 'image-not-pulled' }>): string {
  const region = /\.dkr\.ecr\.([\w-]+)\.amazonaws\.com/.exec(image)?.[1];
  if (region === undefined || (why !== 'denied' && why !== 'not-found')) return '';
  return ` It is in the registry of region ${region}, whose account must let the nodes pull.`;
}

function sayWhyNotPulled(why: WhyNotPulled): string {
  switch (why) {
    case 'not-found':
      return 'there is no such image or tag.';
    case 'denied':
      return 'the registry does not let the cluster have it; a pull secret is missing or wrong.';
    case 'throttled':
      return 'the registry has limited the rate of pulls.';
    case 'unreachable':
      return 'the registry does not answer the node.';
    case 'bad-name':
      return 'this is no valid name of an image.';
    case 'unknown':
      return '';
    default:
      return assertNever(why);
  }
}
