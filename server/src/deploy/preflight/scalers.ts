import { listAt, mapAt, numberAt, textAt, without, type Json } from '../objects/json.ts';
import type { Manifest } from '../objects/manifest.ts';
import { keyOf } from '../objects/kube-object.ts';
import { fieldManager } from '../objects/ownership.ts';
import { rightsMissing, type World } from './world.ts';
import type { Check } from './check.ts';

/** Autoscalers by the workload whose replicas they decide on. */
export interface Scalers {
  /** `HorizontalPodAutoscaler llama`; the key is that of the workload. */
  readonly byWorkload: ReadonlyMap<string, string>;
  /** Absent when the plan sets nobody's replicas. */
  readonly check?: Check;
}

/**
 * Autoscalers in the plan and in the namespace. Applying `spec.replicas` beside one is a conflict with
 * the controller that scales, or takes back what it has just done. KEDA scales by an autoscaler too.
 */
export async function findScalers(
  world: World,
  manifests: readonly Manifest[],
  namespace: string,
): Promise<Scalers> {
  const scalable = manifests.filter(({ object }) => hasReplicas(object));
  if (scalable.length === 0) return { byWorkload: new Map() };
  const live = await world.list('autoscalers');
  const scalers: readonly Json[] = [
    ...(live.kind === 'found'
      ? live.value.map((one) => ({ ...one, kind: 'HorizontalPodAutoscaler' }))
      : []),
    ...manifests.flatMap(({ object, ref }) => (scalingKinds.has(ref.kind) ? [object] : [])),
  ];
  const byWorkload = new Map<string, string>();
  const problems = scalable.flatMap(({ ref }) => {
    const own = scalers.find((scaler) => {
      const target = mapAt(scaler, 'spec', 'scaleTargetRef');
      return target['name'] === ref.name && (target['kind'] ?? 'Deployment') === ref.kind;
    });
    if (own === undefined) return [];
    const scaler = `${textAt(own, 'kind') ?? ''} ${textAt(own, 'metadata', 'name') ?? ''}`;
    byWorkload.set(keyOf({ ...ref, namespace: ref.namespace ?? namespace }), scaler);
    return [{ kind: 'replicas-left', ref, scaler } as const];
  });
  return {
    byWorkload,
    check: { preflight: 'scaling', problems, missing: rightsMissing([live]) },
  };
}

const scalingKinds: ReadonlySet<string> = new Set(['HorizontalPodAutoscaler', 'ScaledObject']);

function hasReplicas(object: Json): boolean {
  return numberAt(object, 'spec', 'replicas') !== undefined;
}

/**
 * The object as it is applied beside an autoscaler. Replicas that only we have ever set would fall back
 * to one when we no longer name them, so they are applied as they are until the autoscaler has set them.
 */
export function leaveReplicas(object: Json, live: unknown): Json {
  const rest = without(mapAt(object, 'spec'), 'replicas');
  const count = numberAt(live, 'spec', 'replicas');
  const managers = listAt(live, 'metadata', 'managedFields').filter(
    (entry) => mapAt(entry, 'fieldsV1', 'f:spec')['f:replicas'] !== undefined,
  );
  const isOursAlone =
    managers.length > 0 && managers.every((entry) => textAt(entry, 'manager') === fieldManager);
  return { ...object, spec: isOursAlone ? { ...rest, replicas: count } : rest };
}
