import { assertNever } from '../../base/assert-never.ts';
import type { ObjectRef } from '../objects/kube-object.ts';
import type { NeededSecret } from '../preflight/needed-secrets.ts';
import type { Problem } from '../plan/problem.ts';
import type { Target } from '../cluster/target.ts';
import { listInWords, nameObject, nameObjects } from './object-name.ts';
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
    case 'secret-not-readable':
      return `Not checked: user ${target.user} may not read Secret ${problem.secret.name} in namespace ${problem.secret.namespace}, which ${nameObject(problem.secret.neededBy)} needs.`;
    case 'object-refused':
      return `${nameObject(problem.ref)}: ${sayRefusal(problem.refusal, target)}`;
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
      // Helm rolls back to a revision before; a first one has none.
      const cure = problem.status === 'pending-install' ? 'helm uninstall' : 'helm rollback';
      return `Revision ${problem.revision} of the release is ${problem.status}: another operation (install/upgrade/rollback) is in progress. If it was interrupted, clear it with "${cure}" first.`;
    }
    case 'release-interrupted':
      return sayInterrupted(problem);
    case 'cluster-too-old':
      return `The cluster runs Kubernetes ${problem.version}; server-side apply with strict checking needs 1.25 or newer.`;
    case 'unverified-server':
      return `The kubeconfig turns certificate checks off for ${problem.server}: whoever answers there is believed to be the cluster.`;
    case 'server-warning':
      return `${nameObject(problem.ref)}: ${problem.text}`;
    default:
      return assertNever(problem);
  }
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
