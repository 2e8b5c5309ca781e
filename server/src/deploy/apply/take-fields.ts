import { failed, ok, type Result } from '../../base/result.ts';
import { isLost, lookAgain } from '../cluster/lost-answer.ts';
import type { Ports } from '../cluster/ports.ts';
import { readAnswer } from '../cluster/refusal.ts';
import { managersPatch } from '../objects/json-patch.ts';
import { handOver, isClientSide, managersOf } from '../objects/managed-fields.ts';
import { patchRequest, readLive, type PlannedObject } from '../plan/planned-object.ts';
import { isAsPlanned } from './staleness.ts';
import type { WriteFailure } from './write-failure.ts';

/** As often as Helm tries: https://pkg.go.dev/k8s.io/client-go/util/retry#pkg-variables (DefaultRetry). */
const attempts = 5;

/**
 * Hands what Helm's client-side apply owns of an object over to us, as Helm 4 does, if the object is
 * what it was when the plan was made. Status updates come in between all the time, and a conflict with
 * one is tried again on what is there then.
 */
export async function takeFields(
  ports: Ports,
  object: PlannedObject,
): Promise<Result<void, WriteFailure>> {
  let isUncertain = false;
  for (let attempt = 1; ; attempt++) {
    const live = await (isUncertain
      ? lookAgain(ports, object.path)
      : readLive(ports.cluster, object.path));
    if (!live.ok) return failed({ refusal: live.failure, isUncertain });
    const managers = managersOf(live.value);
    // The answer of the attempt before was lost, and it was carried out.
    if (isUncertain && live.value !== undefined && !managers.some(isClientSide))
      return ok(undefined);
    if (!isAsPlanned(live.value, object))
      return failed({
        refusal: { kind: 'changed-underneath', message: 'it is no longer as it was planned' },
        isUncertain: false,
      });
    const steps = managersPatch(live.value, handOver(managers));
    const answer = await ports.cluster.request(
      patchRequest(object.path, steps, { isDryRun: false }),
    );
    const patched = readAnswer(answer);
    if (patched.ok) return ok(undefined);
    isUncertain = isLost(answer);
    const isTriedAgain = isUncertain || patched.failure.kind === 'changed-underneath';
    if (!isTriedAgain || attempt === attempts)
      return failed({ refusal: patched.failure, isUncertain });
  }
}
