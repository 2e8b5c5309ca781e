import { judgeDeployment } from './deployment-rollout.ts';
import { judgeLeaderWorkerSet } from './leader-worker-set-rollout.ts';
import { judgeRayService } from './ray-service-rollout.ts';
import { judgeStatefulSet } from './stateful-set-rollout.ts';
import type { Progress, Snapshot } from './snapshot.ts';

const judges: Readonly<Record<string, (snapshot: Snapshot) => Progress>> = {
  Deployment: judgeDeployment,
  LeaderWorkerSet: judgeLeaderWorkerSet,
  RayService: judgeRayService,
  StatefulSet: judgeStatefulSet,
};

/** Something whose readiness says whether the release serves. */
export function isWorkload({ kind }: { readonly kind: string }): boolean {
  return judges[kind] !== undefined;
}

/** Where a workload stands, by the rules of its kind. */
export function judge(snapshot: Snapshot): Progress {
  return judges[snapshot.ref.kind]?.(snapshot) ?? { isReady: true, message: '' };
}
