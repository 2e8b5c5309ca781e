import type { OutOfRange } from './findings.ts';
import { at, isMap, listAt, mapAt, textAt, type Json } from '../objects/json.ts';
import type { ObjectRef } from '../objects/kube-object.ts';
import type { Problem } from '../plan/problem.ts';
import type { Check } from './check.ts';
import type { PodGroup } from './pod-groups.ts';
import type { PodMove } from './pod-moves.ts';
import { amountOf, amountsIn, containerAmounts, limitsOf, requestsOf } from './pod-requests.ts';
import { rightsMissing, type World } from './world.ts';

/** Limits of the namespace on single containers and pods, with the defaults that it fills in. */
export async function checkLimitRanges(
  world: World,
  { namespace, moves }: { readonly namespace: string; readonly moves: readonly PodMove[] },
): Promise<Check | undefined> {
  const ranges = await world.list('limitRanges');
  const missing = rightsMissing([ranges]);
  if (ranges.kind !== 'found')
    return missing.length === 0 ? undefined : { preflight: 'limit-ranges', problems: [], missing };
  if (ranges.value.length === 0) return undefined;
  const groups = moves
    .filter(({ workload }) => workload.namespace === namespace)
    .flatMap((move) => move.groups)
    .filter(({ count }) => count > 0);
  const problems = groups.flatMap((group): Problem[] => {
    const [found] = faultsOf(group, ranges.value);
    return found === undefined ? [] : [{ kind: 'out-of-range', found }];
  });
  return { preflight: 'limit-ranges', problems, missing };
}

/** The pod spec with what the LimitRanges fill in where a container says nothing. */
export function withDefaults(podSpec: Json, ranges: readonly Json[]): Json {
  const defaults = ranges.flatMap((range) => itemsOf(range, 'Container'));
  if (defaults.length === 0) return podSpec;
  const filled = (container: unknown): unknown => {
    if (!isMap(container)) return container;
    const own = mapAt(container, 'resources');
    const limits = { ...mapAt(own, 'limits') };
    // A limit that the container states is its request, before any default is looked at.
    const requests: Record<string, unknown> = { ...limits, ...mapAt(own, 'requests') };
    for (const item of defaults) {
      fill(limits, defaultLimits(item));
      fill(requests, defaultRequests(item));
    }
    return { ...container, resources: { ...own, limits, requests } };
  };
  return {
    ...podSpec,
    containers: listAt(podSpec, 'containers').map(filled),
    initContainers: listAt(podSpec, 'initContainers').map(filled),
  };
}

function fill(into: Record<string, unknown>, defaults: Json): void {
  for (const [resource, quantity] of Object.entries(defaults)) into[resource] ??= quantity;
}

/** What is not said follows from what is: the largest allowed is the limit, the limit is the request. */
function defaultLimits(item: Json): Json {
  return { ...mapAt(item, 'max'), ...mapAt(item, 'default') };
}

function defaultRequests(item: Json): Json {
  return { ...defaultLimits(item), ...mapAt(item, 'min'), ...mapAt(item, 'defaultRequest') };
}

function itemsOf(range: unknown, type: 'Container' | 'Pod'): readonly Json[] {
  return listAt(range, 'spec', 'limits')
    .filter(isMap)
    .filter((item) => item['type'] === type);
}

function faultsOf({ pod, workload }: PodGroup, ranges: readonly Json[]): readonly OutOfRange[] {
  const spec = withDefaults(mapAt(pod, 'spec'), ranges);
  const containers = [...listAt(spec, 'initContainers'), ...listAt(spec, 'containers')];
  return ranges.flatMap((range) => {
    const about = { range: textAt(range, 'metadata', 'name') ?? '', workload };
    return [
      ...itemsOf(range, 'Container').flatMap((item) =>
        containers.flatMap((container) =>
          compared(item, {
            ...about,
            container: textAt(container, 'name') ?? '',
            requests: containerAmounts(container, 'requests'),
            limits: containerAmounts(container, 'limits'),
          }),
        ),
      ),
      ...itemsOf(range, 'Pod').flatMap((item) =>
        compared(item, { ...about, requests: requestsOf(spec), limits: limitsOf(spec) }),
      ),
    ];
  });
}

interface Asked {
  readonly range: string;
  readonly workload: ObjectRef;
  readonly container?: string;
  readonly requests: ReadonlyMap<string, number>;
  readonly limits: ReadonlyMap<string, number>;
}

function compared(item: Json, { requests, limits, ...about }: Asked): OutOfRange[] {
  const faults: OutOfRange[] = [];
  for (const [resource, bound] of amountsIn(at(item, 'min'))) {
    const asked = requests.get(resource);
    if (asked !== undefined && asked < bound)
      faults.push({ ...about, resource, what: 'below-min', asked, bound });
  }
  for (const [resource, bound] of amountsIn(at(item, 'max'))) {
    const asked = limits.get(resource) ?? requests.get(resource);
    if (asked !== undefined && asked > bound)
      faults.push({ ...about, resource, what: 'above-max', asked, bound });
  }
  for (const [resource, quantity] of Object.entries(defaultLimits(item))) {
    const bound = amountOf(resource, quantity);
    const asked = requests.get(resource);
    const isFilledIn = bound !== undefined && limits.get(resource) === bound;
    if (isFilledIn && asked !== undefined && asked > bound)
      faults.push({ ...about, resource, what: 'above-default-limit', asked, bound });
  }
  return faults;
}
