import { resourcePath, type Resource } from '../cluster/discovery.ts';
import { at, isMap, listAt, type Json } from '../objects/json.ts';
import type { Cluster } from '../cluster/ports.ts';
import type { Problem } from '../plan/problem.ts';
import { readAnswer } from '../cluster/refusal.ts';
import type { Check, Right } from './check.ts';

/** One right that the plan needs. */
export interface Need {
  readonly resource: Resource;
  readonly namespace: string | undefined;
  readonly verb: string;
  /** `log`, `portforward`. */
  readonly subresource?: string;
  /** Applying goes without it; following the rollout, or a look at the answer, does not. */
  readonly isOptional?: boolean;
}

/**
 * Asks for the rights, one problem per resource that is denied. The rules of a namespace come in one
 * answer; what they do not grant is asked for by itself, because the rules of a cluster with an
 * authorizer of its own, such as EKS, may be incomplete. A cluster that does not answer leaves it to the
 * dry run to find out.
 */
export async function checkAccess(
  cluster: Cluster,
  needs: readonly Need[],
  signal?: AbortSignal,
): Promise<readonly Check[]> {
  const distinct = [...new Map(needs.map((need) => [idOf(need), need])).values()];
  const namespaces = [...new Set(distinct.flatMap(({ namespace }) => namespace ?? []))];
  const rules = new Map(
    await Promise.all(
      namespaces.map(async (one) => [one, await rulesOf(cluster, one, signal)] as const),
    ),
  );
  const open = distinct.filter(
    (need) => !(rules.get(need.namespace ?? '') ?? []).some((rule) => grants(rule, need)),
  );
  const denied = (
    await Promise.all(
      open.map(async (need) => ((await isDenied(cluster, need, signal)) ? [need] : [])),
    )
  ).flat();
  const optional = denied.filter(({ isOptional }) => isOptional === true);
  return [
    {
      preflight: 'rights',
      problems: problemsOf(denied.filter(({ isOptional }) => isOptional !== true)),
      missing: [],
    },
    ...(needs.some(({ isOptional }) => isOptional === true)
      ? [{ preflight: 'rollout-rights', problems: [], missing: optional.map(rightOf) } as const]
      : []),
  ];
}

function problemsOf(denied: readonly Need[]): readonly Problem[] {
  const grouped = Map.groupBy(denied, ({ resource, namespace }) =>
    [namespace ?? '', resource.group, resource.plural].join('/'),
  );
  return [...grouped.values()].flatMap(([first, ...others]): Problem[] =>
    first === undefined
      ? []
      : [
          {
            kind: 'access-denied',
            namespace: first.namespace,
            resource: nameOf(first.resource),
            verbs: [first, ...others].map(({ verb }) => verb),
          },
        ],
  );
}

/** `deployments.apps`, as `kubectl auth can-i` takes it. */
export function nameOf({ plural, group }: Resource): string {
  return group === '' ? plural : `${plural}.${group}`;
}

function rightOf({ resource, namespace, verb, subresource }: Need): Right {
  const name = subresource === undefined ? nameOf(resource) : `${nameOf(resource)}/${subresource}`;
  return { verb, resource: name, ...(namespace !== undefined && { namespace }) };
}

/** What the user may do in a namespace, as far as the cluster can list it; nothing when it cannot. */
async function rulesOf(
  cluster: Cluster,
  namespace: string,
  signal?: AbortSignal,
): Promise<readonly Json[]> {
  const body = { kind: 'SelfSubjectRulesReview', spec: { namespace } };
  const answer = await review(cluster, 'selfsubjectrulesreviews', body, signal);
  // A rule for single names is no right to the whole resource.
  return listAt(answer, 'status', 'resourceRules')
    .filter(isMap)
    .filter((rule) => listAt(rule, 'resourceNames').length === 0);
}

function grants(rule: Json, { resource, verb, subresource }: Need): boolean {
  const has = (field: string, ...values: readonly string[]): boolean =>
    listAt(rule, field).some((one) => one === '*' || values.some((value) => one === value));
  const name =
    subresource === undefined
      ? [resource.plural]
      : [`${resource.plural}/${subresource}`, `*/${subresource}`];
  return has('verbs', verb) && has('apiGroups', resource.group) && has('resources', ...name);
}

async function isDenied(
  cluster: Cluster,
  { resource, namespace, verb, subresource }: Need,
  signal?: AbortSignal,
): Promise<boolean> {
  const resourceAttributes = {
    ...{ verb, group: resource.group, resource: resource.plural, namespace },
    ...(subresource !== undefined && { subresource }),
  };
  const body = { kind: 'SelfSubjectAccessReview', spec: { resourceAttributes } };
  const answer = await review(cluster, 'selfsubjectaccessreviews', body, signal);
  return at(answer, 'status', 'allowed') === false;
}

async function review(
  cluster: Cluster,
  plural: string,
  body: Json,
  signal?: AbortSignal,
): Promise<unknown> {
  const apiVersion = 'authorization.k8s.io/v1';
  const path = resourcePath({ group: '', plural, isNamespaced: false }, { apiVersion });
  const request = { method: 'POST', path, body: JSON.stringify({ apiVersion, ...body }) } as const;
  const answer = readAnswer(await cluster.request(request, signal));
  return answer.ok ? answer.value.body : undefined;
}

function idOf({ resource, namespace, verb, subresource = '', isOptional = false }: Need): string {
  return [resource.group, resource.plural, subresource, namespace ?? '', verb, isOptional].join(
    '/',
  );
}
