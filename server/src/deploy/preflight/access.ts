import { resourcePath, type Resource } from '../cluster/discovery.ts';
import { at } from '../objects/json.ts';
import type { Cluster } from '../cluster/ports.ts';
import type { Problem } from '../plan/problem.ts';
import { readAnswer } from '../cluster/refusal.ts';

/** One right that the plan needs. */
export interface Need {
  readonly resource: Resource;
  readonly namespace: string | undefined;
  readonly verb: string;
}

/**
 * Asks the cluster for each right by SelfSubjectAccessReview and reports those denied, one problem per
 * resource. A cluster that does not answer the question leaves it to the dry run to find out.
 */
export async function checkAccess(
  cluster: Cluster,
  needs: readonly Need[],
  signal?: AbortSignal,
): Promise<readonly Problem[]> {
  const distinct = new Map(needs.map((need) => [idOf(need), need]));
  const denied = await Promise.all(
    [...distinct.values()].map(async (need) =>
      (await isDenied(cluster, need, signal)) ? [need] : [],
    ),
  );
  const grouped = Map.groupBy(denied.flat(), ({ resource, namespace }) =>
    [namespace ?? '', resource.group, resource.plural].join('/'),
  );
  return [...grouped.values()].flatMap(([first, ...others]) =>
    first === undefined
      ? []
      : [
          {
            kind: 'access-denied',
            namespace: first.namespace,
            resource: nameOf(first.resource),
            verbs: [first, ...others].map(({ verb }) => verb),
          } as const,
        ],
  );
}

/** `deployments.apps`, as `kubectl auth can-i` takes it. */
export function nameOf({ plural, group }: Resource): string {
  return group === '' ? plural : `${plural}.${group}`;
}

const reviews: Resource = {
  group: 'authorization.k8s.io',
  plural: 'selfsubjectaccessreviews',
  isNamespaced: false,
};

async function isDenied(
  cluster: Cluster,
  { resource, namespace, verb }: Need,
  signal?: AbortSignal,
): Promise<boolean> {
  const attributes = { verb, group: resource.group, resource: resource.plural, namespace };
  const apiVersion = 'authorization.k8s.io/v1';
  const body = JSON.stringify({
    apiVersion,
    kind: 'SelfSubjectAccessReview',
    spec: { resourceAttributes: attributes },
  });
  const path = resourcePath(reviews, { apiVersion });
  const answer = readAnswer(await cluster.request({ method: 'POST', path, body }, signal));
  return answer.ok && at(answer.value.body, 'status', 'allowed') === false;
}

function idOf({ resource, namespace, verb }: Need): string {
  return [resource.group, resource.plural, namespace ?? '', verb].join('/');
}
