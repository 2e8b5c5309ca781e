import type { InferenceConfig } from '../model/inference-config.ts';
import type { Fact } from '../model/merged-values.ts';

/** How many Ray workers there can be at most, and the fact that says so. */
export interface WorkerBound {
  readonly most: number;
  readonly fact: Fact<number>;
}

/**
 * With autoscaling up to maxReplicas; without it KubeRay keeps `replicas`, clamped to
 * [minReplicas, maxReplicas]. Absent when the values do not say.
 * Source: KubeRay feeaf72f, controllers/ray/utils/util.go GetWorkerGroupDesiredReplicas.
 */
export function workerBound(config: InferenceConfig): WorkerBound | undefined {
  const { isAutoscaling, replicas, minReplicas, maxReplicas } = config;
  if (isAutoscaling) return maxReplicas && { most: maxReplicas.value, fact: maxReplicas };
  if (replicas === undefined) return undefined;
  if (maxReplicas !== undefined && replicas.value > maxReplicas.value)
    return { most: maxReplicas.value, fact: maxReplicas };
  if (minReplicas !== undefined && replicas.value < minReplicas.value)
    return { most: minReplicas.value, fact: minReplicas };
  return { most: replicas.value, fact: replicas };
}
