import { at, isMap, listAt, mapAt, textAt, type Json } from '../objects/json.ts';
import { selects } from '../objects/selectors.ts';

/*
 * What pods ask of each other: required affinity and anti-affinity, and spread constraints that forbid.
 * Terms that select namespaces by label are left out, because a term that is left out never makes a
 * place impossible.
 */

const required = 'requiredDuringSchedulingIgnoredDuringExecution';

/** Whether either of two pods, on nodes with these labels, may not be in one domain with the other. */
export function keepsAway(pod: Json, place: Json, other: Json, otherPlace: Json): boolean {
  return (
    antiTerms(pod).some((term) => isTogether(term, place, otherPlace) && names(term, pod, other)) ||
    antiTerms(other).some((term) => isTogether(term, otherPlace, place) && names(term, other, pod))
  );
}

/** Whether one of the two keeps the other out of some domain of its. */
export function isAtOdds(pod: Json, other: Json): boolean {
  return (
    antiTerms(pod).some((term) => names(term, pod, other)) ||
    antiTerms(other).some((term) => names(term, other, pod))
  );
}

export interface PlacedPod {
  readonly pod: Json;
  /** Labels of its node. */
  readonly place: Json;
}

/**
 * Whether the pod's required affinity allows the place, given the pods that have one. `coming` are the
 * plan's own pods: one that is not placed yet may still be placed beside this one.
 */
export function isAttracted(
  pod: Json,
  place: Json,
  placed: readonly PlacedPod[],
  coming: readonly Json[],
): boolean {
  return affinityTerms(pod).every((term) => {
    if (place[topologyOf(term)] === undefined) return false;
    const partners = placed.filter((other) => names(term, pod, other.pod));
    if (partners.some((other) => isTogether(term, place, other.place))) return true;
    if (coming.some((other) => names(term, pod, other) && !isAlike(pod, other))) return true;
    // The first of its kind may go anywhere, or no pod of the kind could ever start.
    return partners.length === 0 && names(term, pod, pod);
  });
}

/** True when the pod has rules about other pods, so that where they are matters. */
export function isSociable(pod: Json): boolean {
  return antiTerms(pod).length + affinityTerms(pod).length + spreads(mapAt(pod, 'spec')).length > 0;
}

/** Labels that a node must have to be counted by the spread constraints; the scheduler takes no other. */
export function topologyKeysOf(podSpec: Json): readonly string[] {
  return spreads(podSpec).map(topologyOf);
}

/**
 * Whether pods may lie as they do in the end. The scheduler looks at each step, which is stricter: a
 * domain that got a pod held no more than `maxSkew` above the emptiest one in that moment.
 */
export function isSpread(
  pod: Json,
  added: readonly PlacedPod[],
  standing: readonly PlacedPod[],
  domains: readonly Json[],
): boolean {
  return spreads(mapAt(pod, 'spec')).every((constraint) => {
    const key = topologyOf(constraint);
    const selector = selectorOf(constraint, pod);
    if (!selects(selector, labelsOf(pod))) return true;
    const counts = new Map(
      domains.flatMap((labels) => (textAt(labels, key) === undefined ? [] : [[labels[key], 0]])),
    );
    const namespace = namespaceOf(pod);
    for (const other of [...standing, ...added]) {
      const domain = other.place[key];
      const isCounted =
        namespaceOf(other.pod) === namespace && selects(selector, labelsOf(other.pod));
      if (isCounted && counts.has(domain)) counts.set(domain, (counts.get(domain) ?? 0) + 1);
    }
    const least = Math.min(...counts.values());
    const skew = Number(constraint['maxSkew'] ?? 1);
    return added
      .filter((other) => isAlike(pod, other.pod))
      .every(({ place }) => (counts.get(place[key]) ?? 0) - least <= skew);
  });
}

function antiTerms(pod: Json): readonly Json[] {
  return termsIn(at(pod, 'spec', 'affinity', 'podAntiAffinity'));
}

function affinityTerms(pod: Json): readonly Json[] {
  return termsIn(at(pod, 'spec', 'affinity', 'podAffinity'));
}

function termsIn(affinity: unknown): readonly Json[] {
  return listAt(affinity, required)
    .filter(isMap)
    .filter((term) => term['namespaceSelector'] === undefined);
}

function spreads(podSpec: Json): readonly Json[] {
  return listAt(podSpec, 'topologySpreadConstraints')
    .filter(isMap)
    .filter((constraint) => constraint['whenUnsatisfiable'] === 'DoNotSchedule');
}

function topologyOf(term: Json): string {
  return textAt(term, 'topologyKey') ?? '';
}

function isTogether(term: Json, place: Json, other: Json): boolean {
  const key = topologyOf(term);
  return place[key] !== undefined && place[key] === other[key];
}

function names(term: Json, own: Json, other: Json): boolean {
  const listed = listAt(term, 'namespaces');
  const namespace = namespaceOf(other);
  const isNear = listed.length > 0 ? listed.includes(namespace) : namespace === namespaceOf(own);
  return isNear && selects(selectorOf(term, own), labelsOf(other));
}

/** `matchLabelKeys` add the pod's own values, `mismatchLabelKeys` forbid them; keys it lacks are passed over. */
function selectorOf(term: Json, own: Json): unknown {
  const selector = term['labelSelector'];
  if (!isMap(selector)) return selector;
  const labels = labelsOf(own);
  const added = (field: string, operator: string): Json[] =>
    listAt(term, field).flatMap((key) => {
      const value = typeof key === 'string' ? labels[key] : undefined;
      return value === undefined ? [] : [{ key, operator, values: [value] }];
    });
  const matchExpressions = [
    ...listAt(selector, 'matchExpressions'),
    ...added('matchLabelKeys', 'In'),
    ...added('mismatchLabelKeys', 'NotIn'),
  ];
  return { ...selector, matchExpressions };
}

function isAlike(pod: Json, other: Json): boolean {
  return pod === other;
}

function labelsOf(pod: Json): Json {
  return mapAt(pod, 'metadata', 'labels');
}

function namespaceOf(pod: Json): string {
  return textAt(pod, 'metadata', 'namespace') ?? '';
}
