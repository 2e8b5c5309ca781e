import { assertNever } from '../../base/assert-never.ts';
import type { Cause } from '../rollout/cause.ts';
import { listInWords, nameObject } from './object-name.ts';

/** Why the rollout does not get on, with what the cluster said, and what to do. */
export function sayCause(cause: Cause): string {
  const { evidence } = cause;
  switch (cause.kind) {
    case 'quota-exceeded':
      return `${nameObject(cause.workload)} is over a quota of its namespace, so its pods are not created: ${evidence}`;
    case 'pods-refused':
      return `The API server does not let the pods of ${nameObject(cause.workload)} be created: ${evidence}`;
    case 'insufficient-resource':
      return `Pod ${cause.pod} is Pending: no node has enough free ${cause.resource}. Ask for less, free some, or add a node. The scheduler says: ${evidence}`;
    case 'untolerated-taint': {
      const which =
        cause.taints.length === 0
          ? 'have a taint that it does not tolerate'
          : `are tainted with ${listInWords(cause.taints)}, which it does not tolerate`;
      return `Pod ${cause.pod} is Pending: the nodes that fit ${which}. Add the toleration. The scheduler says: ${evidence}`;
    }
    case 'no-matching-node':
      return `Pod ${cause.pod} is Pending: no node matches its instance type, node selector or affinity. The scheduler says: ${evidence}`;
    case 'volume-not-bound':
      return `Pod ${cause.pod} waits for a volume: ${evidence}`;
    case 'node-coming':
      return `Pod ${cause.pod} waits for a node that is being added, which usually takes 2 to 6 minutes.`;
    case 'secret-not-found':
      return cause.key === undefined
        ? `Pod ${cause.pod} cannot start: Secret ${cause.secret} does not exist in its namespace. Create it; the pod then starts by itself.`
        : `Pod ${cause.pod} cannot start: Secret ${cause.secret} has no key ${cause.key}. Add it; the pod then starts by itself.`;
    case 'container-config':
      return `Container ${cause.container} of pod ${cause.pod} cannot be created: ${evidence}`;
    case 'image-not-pulled':
      return `Image ${cause.image} of pod ${cause.pod} cannot be pulled: ${sayWhyNotPulled(cause.why)} ${evidence}`.trim();
    case 'out-of-memory': {
      const limit = cause.limit === undefined ? 'its node has' : `its limit of ${cause.limit}`;
      return `Container ${cause.container} of pod ${cause.pod} needed more memory than ${limit} and was killed (OOMKilled). This is the memory of the container, not of the GPU. Raise the memory request and limit.`;
    }
    case 'crash-loop':
      return `Container ${cause.container} of pod ${cause.pod} keeps ending right after its start. ${evidence}`;
    case 'startup-probe-failed':
      return `Pod ${cause.pod} was restarted because it did not answer within the budget of its startup probe: ${evidence}`;
    case 'spec-refused':
      return `The KubeRay operator refuses ${nameObject(cause.workload)}: ${evidence}`;
    case 'serve-failed':
      return `Ray Serve could not deploy application ${cause.application} of ${nameObject(cause.workload)}: ${evidence}`;
    case 'gave-up':
      return `The KubeRay operator gave up on ${nameObject(cause.workload)}: ${evidence} It must be deleted and deployed again.`;
    case 'suspended':
      return `${nameObject(cause.workload)} is suspended.`;
    case 'operator-silent':
      return `No KubeRay operator looks after ${nameObject(cause.workload)}. Check that the operator runs and watches this namespace.`;
    default:
      return assertNever(cause);
  }
}

function sayWhyNotPulled(why: 'not-found' | 'denied' | 'throttled' | 'unknown'): string {
  switch (why) {
    case 'not-found':
      return 'there is no such image or tag.';
    case 'denied':
      return 'the registry does not let the cluster have it; a pull secret is missing or wrong.';
    case 'throttled':
      return 'the registry has limited the rate of pulls.';
    case 'unknown':
      return '';
    default:
      return assertNever(why);
  }
}
