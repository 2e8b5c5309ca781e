import type { PoolRefusal } from './findings.ts';
import { acceleratorOfResource, type AcceleratorKind } from '../../catalog/accelerator.ts';
import {
  findInstanceType,
  instanceFamily,
  instanceTypes,
  type InstanceType,
} from '../../catalog/instance-types.ts';
import { at, isMap, listAt, mapAt, textAt, type Json } from '../objects/json.ts';
import { meets } from '../objects/selectors.ts';
import { nameTaint, taintsKeepingAway } from '../objects/taints.ts';
import { labelsOf } from './instance-labels.ts';
import { needOf } from './node-room.ts';
import type { PodGroup } from './pod-groups.ts';
import { amountsIn, type Amounts } from './pod-requests.ts';

/** Whether a Karpenter NodePool can make a node for a pod. */
export type PoolHelp =
  /** `types` are those of our catalog that would do; empty when it may be one that is not in it. */
  | { readonly kind: 'helps'; readonly types: readonly string[] }
  | { readonly kind: 'cannot'; readonly why: PoolRefusal };

export function poolHelp({ pod, ...group }: PodGroup, pool: Json): PoolHelp {
  const ready = listAt(pool, 'status', 'conditions').find((one) => textAt(one, 'type') === 'Ready');
  if (textAt(ready, 'status') === 'False') return cannot({ kind: 'not-ready' });
  const template = mapAt(pool, 'spec', 'template');
  const spec = mapAt(pod, 'spec');
  const tolerations = listAt(spec, 'tolerations').filter(isMap);
  const taints = taintsKeepingAway(template, tolerations);
  if (taints.length > 0) return cannot({ kind: 'tainted', taints: taints.map(nameTaint) });
  const rules = rulesOf(pool);
  const answers = alternativesOf(spec).map((wishes) =>
    helpUnder({ rules, wishes, need: needOf({ ...group, pod }), pool }),
  );
  return answers.find(({ kind }) => kind === 'helps') ?? answers[0] ?? cannot({ kind: 'no-type' });
}

interface Question {
  /** Requirements of the pool, its labels among them. */
  readonly rules: readonly Json[];
  /** Requirements of the pod. */
  readonly wishes: readonly Json[];
  readonly need: Amounts;
  readonly pool: Json;
}

function helpUnder({ rules, wishes, need, pool }: Question): PoolHelp {
  const foreign = wishes.find((wish) => !isCompatible(wish, rules));
  if (foreign !== undefined)
    return cannot({ kind: 'other-label', key: textAt(foreign, 'key') ?? '' });
  const kind = [...need.keys()].map(acceleratorOfResource).find((found) => found !== undefined);
  // The catalog holds instance types with accelerators only; others may exist in any size.
  if (kind === undefined) return { kind: 'helps', types: [] };
  const fitting = instanceTypes.filter(
    (type) => isAllowed(type, [...rules, ...wishes]) && holds(type, need),
  );
  const affordable = fitting.filter((type) => exceededLimit(pool, type) === undefined);
  const [first] = fitting;
  if (affordable.length > 0) return { kind: 'helps', types: affordable.map(({ name }) => name) };
  if (first !== undefined) {
    const limit = exceededLimit(pool, first);
    if (limit !== undefined) return cannot(limit);
  }
  return mayHaveUnknownTypes([...rules, ...wishes], kind)
    ? { kind: 'helps', types: [] }
    : cannot({ kind: 'no-type' });
}

function cannot(why: PoolRefusal): PoolHelp {
  return { kind: 'cannot', why };
}

function rulesOf(pool: Json): readonly Json[] {
  const template = mapAt(pool, 'spec', 'template');
  const labels = {
    ...mapAt(template, 'metadata', 'labels'),
    'karpenter.sh/nodepool': textAt(pool, 'metadata', 'name'),
  };
  return [...exactly(labels), ...listAt(template, 'spec', 'requirements').filter(isMap)];
}

/** Node affinity terms are alternatives, each together with the nodeSelector. */
function alternativesOf(podSpec: Json): readonly (readonly Json[])[] {
  const selector = exactly(mapAt(podSpec, 'nodeSelector'));
  const terms = listAt(
    podSpec,
    ...['affinity', 'nodeAffinity', 'requiredDuringSchedulingIgnoredDuringExecution'],
    'nodeSelectorTerms',
  ).map((term) => [...selector, ...listAt(term, 'matchExpressions').filter(isMap)]);
  return terms.length === 0 ? [selector] : terms;
}

function exactly(labels: Json): readonly Json[] {
  return Object.entries(labels).map(([key, value]) => ({ key, operator: 'In', values: [value] }));
}

/** Whether a node of the pool can have a value under the wish's key that both sides accept. */
function isCompatible(wish: Json, rules: readonly Json[]): boolean {
  const key = textAt(wish, 'key') ?? '';
  const own = rules.filter((rule) => rule['key'] === key);
  const isNegative = wish['operator'] === 'NotIn' || wish['operator'] === 'DoesNotExist';
  if (own.length === 0) return isNegative || isWellKnown(key);
  const values = [wish, ...own].filter((one) => one['operator'] === 'In')[0]?.['values'];
  if (!Array.isArray(values)) return true;
  return values.some((value: unknown) =>
    [wish, ...own].every((one) => meets(one, { [key]: value })),
  );
}

/** Karpenter knows values for these by itself; any other label must stand in the pool. */
function isWellKnown(key: string): boolean {
  const [domain = ''] = key.includes('/') ? key.split('/') : [''];
  return /(^|\.)(kubernetes\.io|k8s\.io|karpenter\.sh|k8s\.aws|eks\.amazonaws\.com)$/.test(domain);
}

function isAllowed(type: InstanceType, rules: readonly Json[]): boolean {
  const labels = labelsOf(type);
  return rules.every((rule) => {
    const key = textAt(rule, 'key') ?? '';
    return labels[key] === undefined || meets(rule, labels);
  });
}

function holds(type: InstanceType, need: Amounts): boolean {
  const { allocatable } = type;
  const sizes = new Map([
    ...devicesOf(type),
    ['cpu', allocatable?.cpuMillis ?? Infinity],
    ['memory', allocatable === undefined ? Infinity : allocatable.memoryMi * 2 ** 20],
  ]);
  return [...need].every(([resource, amount]) =>
    acceleratorOfResource(resource) === undefined
      ? amount <= (sizes.get(resource) ?? Infinity)
      : amount <= (sizes.get(resource) ?? 0),
  );
}

function devicesOf(type: InstanceType): Map<string, number> {
  const devices = new Map([[type.resourceName, type.deviceCount]]);
  if (type.coreResourceName !== undefined)
    devices.set(type.coreResourceName, type.neuron?.logicalCores ?? 0);
  return devices;
}

/** Share of a machine's memory that Karpenter counts at least; it takes off 7.5 % for the hypervisor. */
const countedMemory = 0.9;

/** Karpenter makes no node whose capacity would go beyond what is left of a limit. */
function exceededLimit(
  pool: Json,
  type: InstanceType,
): Extract<PoolRefusal, { kind: 'limit' }> | undefined {
  const limits = amountsIn(at(pool, 'spec', 'limits'));
  const used = amountsIn(at(pool, 'status', 'resources'));
  const capacity = new Map([
    ...devicesOf(type),
    ['cpu', type.vcpu * 1000],
    ['memory', type.memoryGiB * countedMemory * 2 ** 30],
    ['nodes', 1],
  ]);
  const exceeded = [...limits].find(
    ([resource, limit]) => (capacity.get(resource) ?? 0) > limit - (used.get(resource) ?? 0),
  );
  if (exceeded === undefined) return undefined;
  const [resource, limit] = exceeded;
  return { kind: 'limit', resource, limit, used: used.get(resource) ?? 0 };
}

/** Whether these rules leave room for an instance type that is younger than the catalog. */
function mayHaveUnknownTypes(rules: readonly Json[], kind: AcceleratorKind): boolean {
  const types = listed(rules, 'instance-type');
  if (types !== undefined)
    return types.some(
      (name) =>
        findInstanceType(name) === undefined && instanceFamily(name)?.acceleratorKind === kind,
    );
  const families = listed(rules, 'instance-family');
  if (families !== undefined)
    return families.some((family) => !instanceTypes.some((type) => type.family === family));
  const categories = listed(rules, 'instance-category');
  const accelerated = kind === 'gpu' ? /^(g|gr|p)$/ : /^(inf|trn)$/;
  return categories === undefined || categories.some((category) => accelerated.test(category));
}

function listed(rules: readonly Json[], label: string): readonly string[] | undefined {
  const own = rules.filter(
    (rule) => rule['operator'] === 'In' && (textAt(rule, 'key') ?? '').endsWith(`/${label}`),
  );
  if (own.length === 0) return undefined;
  const [first, ...others] = own.map((rule) =>
    listAt(rule, 'values').filter((value) => typeof value === 'string'),
  );
  return first?.filter((value) => others.every((values) => values.includes(value))) ?? [];
}
