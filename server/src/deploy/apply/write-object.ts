import { failed, ok, type Result } from '../../base/result.ts';
import { compare } from '../objects/comparison.ts';
import { listAt, textAt } from '../objects/json.ts';
import { applyRequest, readLive, type PlannedObject } from '../plan/planned-object.ts';
import type { ApiAnswer, ApiRequest, Ports } from '../cluster/ports.ts';
import { isLost, lookAgain } from '../cluster/lost-answer.ts';
import { readAnswer } from '../cluster/refusal.ts';
import { takeFields } from './take-fields.ts';
import type { WriteFailure } from './write-failure.ts';

/** Carries out what the plan says of one object; when the answer is lost, looks whether it happened. */
export async function writeObject(
  ports: Ports,
  object: PlannedObject,
): Promise<Result<void, WriteFailure>> {
  if (object.handOver === undefined) return write(ports, object);
  const handed = await takeFields(ports, object);
  if (!handed.ok) return handed;
  const written = await write(ports, object);
  return written.ok ? written : failed({ ...written.failure, isHandedOver: true });
}

async function write(ports: Ports, object: PlannedObject): Promise<Result<void, WriteFailure>> {
  const answer = await send(ports, requestFor(object), object);
  const result = readAnswer(answer);
  if (result.ok) return waitUntilServed(ports, object);
  if (object.change === 'delete' && result.failure.kind === 'not-found') return ok(undefined);
  if (!isLost(answer)) return failed({ refusal: result.failure, isUncertain: false });
  const found = await lookForWrite(ports, object);
  return found === 'written'
    ? waitUntilServed(ports, object)
    : failed({ refusal: result.failure, isUncertain: found === 'unknown' });
}

function requestFor({ change, path, body, takes }: PlannedObject): ApiRequest {
  if (change === 'delete') return { method: 'DELETE', path, body };
  return applyRequest({ path, body, isForced: takes.length > 0, isDryRun: false });
}

const attempts = 5;
const retryMs = 500;

/** Tries again while the server learns of a kind that was just defined. */
async function send(
  { cluster, clock }: Ports,
  request: ApiRequest,
  { waitsFor }: PlannedObject,
): Promise<ApiAnswer> {
  for (let attempt = 1; ; attempt++) {
    const answer = await cluster.request(request);
    const status = answer.kind === 'answered' ? answer.status : 0;
    const isRetried = status === 404 && waitsFor === 'definition';
    if (!isRetried || attempt === attempts) return answer;
    await clock.sleep(retryMs);
  }
}

async function lookForWrite(
  ports: Ports,
  { change, path, comparison }: PlannedObject,
): Promise<'written' | 'not-written' | 'unknown'> {
  const live = await lookAgain(ports, path);
  if (!live.ok) return 'unknown';
  if (change === 'create' || change === 'not-checkable')
    return live.value === undefined ? 'not-written' : 'written';
  const now = compare(live.value, undefined).live;
  const before = comparison.live;
  if (change === 'delete') return now === before ? 'not-written' : 'written';
  return now === before ? 'not-written' : now === comparison.next ? 'written' : 'unknown';
}

/** A definition is of use only when the server has taken it up; anything else is at once. */
async function waitUntilServed(
  { cluster, clock }: Ports,
  { ref, path, change }: PlannedObject,
): Promise<Result<void, WriteFailure>> {
  if (ref.kind !== 'CustomResourceDefinition' || change === 'delete') return ok(undefined);
  for (let attempt = 1; attempt <= 60; attempt++) {
    const live = await readLive(cluster, path);
    const conditions = live.ok ? listAt(live.value, 'status', 'conditions') : [];
    const isServed = conditions.some(
      (one) => textAt(one, 'type') === 'Established' && textAt(one, 'status') === 'True',
    );
    if (isServed) return ok(undefined);
    await clock.sleep(retryMs);
  }
  return failed({ refusal: { kind: 'timed-out' }, isUncertain: false });
}
