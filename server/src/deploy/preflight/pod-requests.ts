import { parseQuantity } from '../../model/quantity.ts';
import { at, isMap, listAt, mapAt, textAt, type Json } from '../objects/json.ts';

/**
 * Amounts by resource, in whole units of the scheduler: millicores of cpu, else bytes or devices.
 * Whole, because sums of fractions would differ from the scheduler's in the last digit.
 */
export type Amounts = ReadonlyMap<string, number>;

/** Absent for what Kubernetes would not read as a quantity. */
export function amountOf(resource: string, quantity: unknown): number | undefined {
  const value = parseQuantity(quantity);
  if (value === undefined) return undefined;
  const isMilli = resource === 'cpu' || resource.endsWith('.cpu');
  // A binary fraction may stick out a little: 47.81 cores are 47810 millicores, not 47811.
  return Math.ceil(Number((isMilli ? value * 1000 : value).toFixed(6)));
}

export function amountsIn(resources: unknown): Amounts {
  const amounts = new Map<string, number>();
  if (!isMap(resources)) return amounts;
  for (const [resource, quantity] of Object.entries(resources)) {
    const amount = amountOf(resource, quantity);
    if (amount !== undefined) amounts.set(resource, amount);
  }
  return amounts;
}

/**
 * What the scheduler reserves for a pod: its containers together with sidecars, or its largest init
 * container with the sidecars before it, whichever is more; and the overhead of its runtime class.
 * https://kubernetes.io/docs/concepts/workloads/pods/sidecar-containers/#resource-sharing-within-containers
 */
export function requestsOf(podSpec: unknown): Amounts {
  return sumOf(podSpec, 'requests');
}

/** The same sum over limits: what a quota on limits counts. */
export function limitsOf(podSpec: unknown): Amounts {
  return sumOf(podSpec, 'limits');
}

/** Of one container. A limit without a request is the request, as the API server has it. */
export function containerAmounts(container: unknown, side: 'requests' | 'limits'): Amounts {
  const limits = amountsIn(at(container, 'resources', 'limits'));
  if (side === 'limits') return limits;
  return new Map([...limits, ...amountsIn(at(container, 'resources', 'requests'))]);
}

export function add(into: Map<string, number>, amounts: Amounts, factor = 1): Map<string, number> {
  for (const [resource, amount] of amounts)
    into.set(resource, (into.get(resource) ?? 0) + amount * factor);
  return into;
}

function sumOf(podSpec: unknown, side: 'requests' | 'limits'): Amounts {
  const total = new Map<string, number>();
  for (const container of listAt(podSpec, 'containers'))
    add(total, containerAmounts(container, side));
  const peak = new Map<string, number>();
  const sidecars = new Map<string, number>();
  for (const container of listAt(podSpec, 'initContainers')) {
    const own = containerAmounts(container, side);
    if (textAt(container, 'restartPolicy') === 'Always') {
      add(sidecars, own);
      add(total, own);
      raise(peak, sidecars);
    } else {
      raise(peak, add(new Map(sidecars), own));
    }
  }
  raise(total, peak);
  // Resources of the pod as a whole take the place of the sum, for what they name.
  for (const [resource, amount] of podLevel(podSpec, side)) total.set(resource, amount);
  return side === 'requests' ? add(total, amountsIn(mapAt(podSpec, 'overhead'))) : total;
}

function podLevel(podSpec: unknown, side: 'requests' | 'limits'): Amounts {
  const resources: Json = mapAt(podSpec, 'resources');
  return containerAmounts({ resources }, side);
}

function raise(into: Map<string, number>, amounts: Amounts): void {
  for (const [resource, amount] of amounts)
    into.set(resource, Math.max(into.get(resource) ?? 0, amount));
}
