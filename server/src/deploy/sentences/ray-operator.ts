import { assertNever } from '../../base/assert-never.ts';
import type { Problem } from '../plan/problem.ts';
import type { RayRefusal } from '../preflight/findings.ts';
import { listInWords, nameObject } from './object-name.ts';

type RayProblem = Extract<
  Problem,
  {
    kind:
      | 'ray-operator-missing'
      | 'ray-operator-not-ready'
      | 'ray-operator-elsewhere'
      | 'ray-operator-refuses';
  }
>;

/** What keeps the KubeRay operator from making pods of a RayService. */
export function sayRayOperator(problem: RayProblem): string {
  switch (problem.kind) {
    case 'ray-operator-missing':
      return 'The cluster knows RayService, but no KubeRay operator was found that would make pods of it. Install one: helm install kuberay-operator kuberay/kuberay-operator.';
    case 'ray-operator-not-ready':
      return `The KubeRay operator ${listInWords(problem.operators)} has no ready pod. Until it has, nothing becomes of a RayService.`;
    case 'ray-operator-elsewhere':
      return `The KubeRay operator ${listInWords(problem.operators)} does not watch namespace ${problem.ref.namespace ?? ''}, so nothing becomes of ${nameObject(problem.ref)}. Add the namespace to its --watch-namespace, or deploy to one that it watches.`;
    case 'ray-operator-refuses':
      return `KubeRay ${problem.version} will refuse ${nameObject(problem.ref)}: ${sayWhy(problem.refusal)}.`;
    default:
      return assertNever(problem);
  }
}

function sayWhy(refusal: RayRefusal): string {
  switch (refusal.kind) {
    case 'head-service-name':
      return `headGroupSpec.headService.metadata.name (${refusal.name}) may not be set since 1.3. Use a chart that leaves it out`;
    case 'name-too-long':
      return `its name has more than ${refusal.most} characters. Choose a shorter release or service name`;
    case 'name-not-dns':
      return 'its name must begin with a letter and hold only small letters, digits and hyphens';
    case 'worker-bounds':
      return `worker group ${refusal.group} ${refusal.text}`;
    default:
      return assertNever(refusal);
  }
}
