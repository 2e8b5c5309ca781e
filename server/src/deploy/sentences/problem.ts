import { assertNever } from '../../base/assert-never.ts';
import type { ObjectRef } from '../objects/kube-object.ts';
import type { NeededSecret } from '../preflight/needed-secrets.ts';
import type { Reference } from '../preflight/findings.ts';
import type { Problem } from '../plan/problem.ts';
import type { Target } from '../cluster/target.ts';
import { sayCommand } from './ask.ts';
import { listInWords, nameObject, nameObjects } from './object-name.ts';
import { sayPlace } from './place.ts';
import { sayQuota } from './quota.ts';
import { sayRayOperator } from './ray-operator.ts';
import { sayRefusal } from './refusal.ts';

/** What stands in the way of this plan, and what to do about it. */
export function sayProblem(problem: Problem, target: Target): string {
  switch (problem.kind) {
    case 'kind-not-served':
      return sayNotServed(problem.refs);
    case 'namespace-terminating':
      return `Namespace ${problem.namespace} is being deleted. Wait until it is gone, or deploy to another one.`;
    case 'access-denied': {
      const where =
        problem.namespace === undefined ? 'in the cluster' : `in namespace ${problem.namespace}`;
      return `User ${target.user} may not ${listInWords(problem.verbs)} ${problem.resource} ${where}. Ask for a role that allows it.`;
    }
    case 'secret-missing':
      return `Secret ${problem.secret.name} is missing in namespace ${problem.secret.namespace}, and the pods of ${nameObject(problem.secret.neededBy)} do not start without it. ${howToCreate(problem.secret)}`;
    case 'secret-key-missing':
      return `Secret ${problem.secret.name} in namespace ${problem.secret.namespace} has no key ${problem.secret.key ?? ''}, and the pods of ${nameObject(problem.secret.neededBy)} do not start without it. Add the key to the Secret.`;
    case 'optional-secret-missing': {
      const what = keyOfSecret(problem.secret);
      const consequence =
        problem.gatedModel === undefined
          ? 'Public models load without it; gated ones do not.'
          : `${problem.gatedModel} is a gated model, which Hugging Face does not hand out without a token.`;
      return `${what} is missing in namespace ${problem.secret.namespace}. ${consequence} ${howToCreate(problem.secret)}`;
    }
    case 'object-refused':
      return sayObjectRefused(problem, target);
    case 'object-not-ours': {
      const whose =
        problem.owner === undefined
          ? 'was not made by a Helm release'
          : `belongs to the release ${problem.owner}`;
      return `${nameObject(problem.ref)} is in the cluster already and ${whose}. Choose another name, or delete it first.`;
    }
    case 'hook-not-run':
      return `${nameObject(problem.ref)} is a Helm hook (${listInWords(problem.hooks)}), which only helm runs. Use helm for this chart.`;
    case 'release-busy': {
      const { release, namespace, revision, status } = problem;
      const cure = sayCommand({ verb: 'unlock', release, namespace }, target);
      return `Revision ${revision} of the release is ${status}: another operation (install/upgrade/rollback) is in progress. If it was interrupted, mark it as failed first: ${cure}`;
    }
    case 'release-interrupted':
      return sayInterrupted(problem);
    case 'cluster-too-old':
      return `The cluster runs Kubernetes ${problem.version}; server-side apply with strict checking needs 1.25 or newer.`;
    case 'unverified-server':
      return `The kubeconfig turns certificate checks off for ${problem.server}: whoever answers there is believed to be the cluster.`;
    case 'server-warning':
      return `${nameObject(problem.ref)}: ${problem.text}`;
    case 'fields-left':
      return `${nameObject(problem.ref)}: Helm's client-side apply owns fields of it in another API version, so what the chart no longer sets stays in the cluster. Run "helm upgrade --server-side=true" once to have it removed.`;
    case 'reference-missing':
      return sayReference(problem.reference);
    case 'storage-class-missing':
      return sayStorageClass(problem);
    case 'deadline-too-short':
      return `${nameObject(problem.ref)} counts as failed after ${problem.deadline} seconds (progressDeadlineSeconds), but its startup probe lets a pod load for ${problem.startup} seconds. Set progressDeadlineSeconds to more than ${problem.startup}.`;
    case 'update-held':
      return sayHeld(problem);
    case 'replicas-left':
      return `The number of replicas of ${nameObject(problem.ref)} is left to ${problem.scaler}: spec.replicas of the chart is not applied.`;
    case 'scheduler-missing':
    case 'scheduler-not-ready':
    case 'device-plugin-missing':
    case 'no-room':
    case 'upgrade-stuck':
    case 'node-coming':
      return sayPlace(problem);
    case 'quota-exceeded':
    case 'quota-stops-upgrade':
    case 'quota-needs-amount':
    case 'out-of-range':
      return sayQuota(problem);
    case 'ray-operator-missing':
    case 'ray-operator-not-ready':
    case 'ray-operator-elsewhere':
    case 'ray-operator-refuses':
      return sayRayOperator(problem);
    default:
      return assertNever(problem);
  }
}

/**
 * A Deployment that has been rolling has `rollingUpdate` from the API server's defaults, refuses Recreate
 * beside it, and server-side apply cannot take a default away, not even by null (Kubernetes 1.35).
 */
function sayObjectRefused(
  { ref, refusal }: Extract<Problem, { kind: 'object-refused' }>,
  target: Target,
): string {
  const told = `${nameObject(ref)}: ${sayRefusal(refusal, target)}`;
  const isRolling =
    refusal.kind === 'invalid' &&
    refusal.causes.some(({ field }) => field === 'spec.strategy.rollingUpdate');
  if (!isRolling) return told;
  const patch = '{"spec":{"strategy":{"type":"Recreate","rollingUpdate":null}}}';
  return `${told} The strategy it has from before cannot be replaced by applying. Change it once with: kubectl patch deployment ${ref.name} --namespace ${ref.namespace ?? ''} --type merge --patch '${patch}'`;
}

function sayHeld({ ref, held }: Extract<Problem, { kind: 'update-held' }>): string {
  switch (held.how) {
    case 'on-delete':
      return `${nameObject(ref)} has the update strategy OnDelete: its pods run as before, each until it is deleted.`;
    case 'no-upgrade':
      return `${nameObject(ref)} has the upgrade strategy None: the change of rayClusterConfig is kept, but Ray cluster ${held.cluster} serves as before until it is deleted, which interrupts serving: kubectl delete raycluster ${held.cluster} --namespace ${ref.namespace ?? ''}`;
    default:
      return assertNever(held);
  }
}

function sayReference({ kind, name, namespace, neededBy, effect }: Reference): string {
  const where = namespace === undefined ? '' : ` in namespace ${namespace}`;
  const whose = nameObject(neededBy);
  switch (effect) {
    case 'not-created':
      return `${kind} ${name} is missing${where}, so the pods of ${whose} are not created. Create it first, or name another one.`;
    case 'not-started':
      return `${kind} ${name} is missing${where}, and the pods of ${whose} do not start without it. Create it first.`;
    case 'maybe-not-pulled':
      return `Secret ${name}, with which ${whose} pulls its images, is missing${where}. Images of a private registry cannot be pulled without it.`;
    default:
      return assertNever(effect);
  }
}

function sayStorageClass({
  claim,
  storageClass,
  classes,
}: Extract<Problem, { kind: 'storage-class-missing' }>): string {
  const what =
    storageClass === undefined
      ? `${nameObject(claim)} names no storage class, and the cluster has no default one`
      : `${nameObject(claim)} asks for the storage class ${storageClass}, which the cluster does not have`;
  const has = classes.length === 0 ? 'It has none' : `It has ${listInWords(classes)}`;
  return `${what}. ${has}. Unless a volume is made by hand, the claim stays Pending and so do its pods.`;
}

function sayNotServed(refs: readonly ObjectRef[]): string {
  const [first] = refs;
  const what = first === undefined ? '' : `${first.kind} (${first.apiVersion})`;
  const cure =
    first?.apiVersion.startsWith('ray.io/') === true
      ? 'Install the KubeRay operator with its CRDs: helm install kuberay-operator kuberay/kuberay-operator.'
      : 'Install what defines it first.';
  return `The cluster does not know the kind ${what}, which ${nameObjects(refs)} needs. ${cure}`;
}

function keyOfSecret({ name, key }: NeededSecret): string {
  return key === undefined ? `Secret ${name}` : `Secret ${name} with key ${key}`;
}

function howToCreate({ namespace, name, key = 'token' }: NeededSecret): string {
  return `Create it with: kubectl create secret generic ${name} --namespace ${namespace} --from-literal=${key}=…`;
}

/** Helm's meaning of a pending revision, in words, with who began it and when. */
export function sayInterrupted(
  head: Omit<Extract<Problem, { kind: 'release-interrupted' }>, 'kind'>,
): string {
  const by = head.by === undefined ? '' : ` by ${head.by}`;
  const since = head.since === undefined ? '' : ` at ${head.since}`;
  return `Revision ${head.revision} of the release is ${head.status}: an operation was begun${by}${since} and has not said how it ended. If it still runs, let it end first.`;
}
