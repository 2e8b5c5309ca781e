import type { Cause, WhyNotPulled } from './cause.ts';
import { listAt, mapAt, numberAt, textAt, type Json } from '../objects/json.ts';

interface Around {
  /** About this pod only. */
  readonly events: readonly Json[];
  /** Last line of its log; absent unless it runs and is not ready. */
  readonly lastLine?: string;
  readonly elapsedMs: number;
}

/** What keeps the containers of a scheduled pod from running. */
export function containerCauses(
  pod: Json,
  name: string,
  { events, lastLine, elapsedMs }: Around,
): Cause[] {
  const statuses = [
    ...listAt(pod, 'status', 'initContainerStatuses'),
    ...listAt(pod, 'status', 'containerStatuses'),
  ];
  const causes = statuses
    .map((status) => waitingCause(status, name) ?? terminatedCause(status, pod, name, events))
    .filter((cause) => cause !== undefined);
  const found = [...causes, ...mountCauses(name, statuses, events)];
  if (found.length > 0) return found;
  const pulled = pullingCause(name, { statuses, events, elapsedMs });
  if (pulled !== undefined) return [pulled];
  return lastLine === undefined ? [] : [{ kind: 'loading', pod: name, evidence: lastLine }];
}

/** Images of this kind are 8 to 15 GB; sooner it is not worth a word. */
const longPullMs = 120_000;

function pullingCause(
  pod: string,
  {
    statuses,
    events,
    elapsedMs,
  }: Pick<Around, 'events' | 'elapsedMs'> & { statuses: readonly unknown[] },
): Cause | undefined {
  const isCreating = statuses.some(isBeingCreated);
  const pulling = events.find((event) => textAt(event, 'reason') === 'Pulling');
  if (!isCreating || pulling === undefined || elapsedMs < longPullMs) return undefined;
  return { kind: 'image-coming', pod, evidence: textAt(pulling, 'message') ?? '' };
}

function isBeingCreated(status: unknown): boolean {
  const reason = textAt(status, 'state', 'waiting', 'reason');
  return reason === 'ContainerCreating' || reason === 'PodInitializing';
}

function waitingCause(status: unknown, pod: string): Cause | undefined {
  const waiting = mapAt(status, 'state', 'waiting');
  const evidence = textAt(waiting, 'message') ?? '';
  const container = textAt(status, 'name') ?? '';
  switch (textAt(waiting, 'reason')) {
    case 'CreateContainerConfigError': {
      const missing = missingSecret(evidence);
      return missing === undefined
        ? { kind: 'container-config', pod, container, evidence }
        : { kind: 'secret-not-found', pod, ...missing, evidence };
    }
    case 'ErrImagePull':
    case 'ImagePullBackOff':
    case 'InvalidImageName': {
      const image = textAt(status, 'image') ?? '';
      const isBadName = textAt(waiting, 'reason') === 'InvalidImageName';
      const why = isBadName ? 'bad-name' : whyNotPulled(evidence);
      return { kind: 'image-not-pulled', pod, image, why, evidence };
    }
    default:
      return undefined;
  }
}

/** The kubelet's two texts: `secret "x" not found`, and `couldn't find key k in Secret ns/x`. */
function missingSecret(message: string): { secret: string; key?: string } | undefined {
  const secret = /secret "([^"]+)" not found/.exec(message)?.[1];
  if (secret !== undefined) return { secret };
  const [, key, holder] =
    /couldn't find key (\S+) in Secret (?:[^/\s]+\/)?(\S+)/.exec(message) ?? [];
  return key === undefined || holder === undefined ? undefined : { secret: holder, key };
}

function whyNotPulled(message: string): WhyNotPulled {
  if (/toomanyrequests|rate limit/i.test(message)) return 'throttled';
  if (/unauthorized|denied|forbidden|no basic auth/i.test(message)) return 'denied';
  if (/not found|manifest unknown/i.test(message)) return 'not-found';
  return /timed? ?out|deadline exceeded|no such host|connection refused|unreachable/i.test(message)
    ? 'unreachable'
    : 'unknown';
}

/**
 * A container that ended once may have been unlucky; one that ended twice will end again. One that was
 * killed for not starting in time had its time.
 */
function terminatedCause(
  status: unknown,
  pod: Json,
  name: string,
  events: readonly Json[],
): Cause | undefined {
  const container = textAt(status, 'name') ?? '';
  const restarts = numberAt(status, 'restartCount') ?? 0;
  const probe = startupFailure(events);
  if (probe !== undefined && restarts >= 1)
    return { kind: 'startup-probe-failed', pod: name, container, evidence: probe };
  if (restarts < 2) return undefined;
  const last = mapAt(status, 'lastState', 'terminated');
  if (Object.keys(last).length === 0) return undefined;
  const exitCode = numberAt(last, 'exitCode');
  const reason = textAt(last, 'reason') ?? '';
  const message = textAt(last, 'message');
  const evidence = [`${container} ended: ${reason} (exit code ${String(exitCode ?? '?')})`, message]
    .filter((line) => line !== undefined)
    .join('\n');
  if (reason === 'OOMKilled') {
    const limit = memoryLimit(pod, container);
    return {
      kind: 'out-of-memory',
      pod: name,
      container,
      ...(limit !== undefined && { limit }),
      evidence,
    };
  }
  return {
    kind: 'crash-loop',
    pod: name,
    container,
    ...(exitCode !== undefined && { exitCode }),
    evidence,
  };
}

/** The kubelet's two events: the probe failed for the last time, and the container is killed for it. */
function startupFailure(events: readonly Json[]): string | undefined {
  const failure = events
    .map((event) => textAt(event, 'message') ?? '')
    .find((message) => message.startsWith('Startup probe failed'));
  const isKilled = events.some(
    (event) =>
      textAt(event, 'reason') === 'Killing' &&
      /failed startup probe/i.test(textAt(event, 'message') ?? ''),
  );
  return isKilled ? failure : undefined;
}

function memoryLimit(pod: Json, container: string): string | undefined {
  const spec = listAt(pod, 'spec', 'containers').find((one) => textAt(one, 'name') === container);
  return textAt(spec, 'resources', 'limits', 'memory');
}

/** While a volume cannot be mounted the containers wait as ContainerCreating, and only an event says why. */
function mountCauses(pod: string, statuses: readonly unknown[], events: readonly Json[]): Cause[] {
  const isCreating = statuses.some(isBeingCreated);
  const failure = events.find((event) =>
    ['FailedMount', 'FailedAttachVolume'].includes(textAt(event, 'reason') ?? ''),
  );
  if (!isCreating || failure === undefined) return [];
  const evidence = textAt(failure, 'message') ?? '';
  const missing = missingSecret(evidence);
  return missing === undefined
    ? [{ kind: 'volume-not-bound', pod, evidence }]
    : [{ kind: 'secret-not-found', pod, ...missing, evidence }];
}
