import type { Cause } from './cause.ts';
import { listAt, mapAt, numberAt, textAt, type Json } from '../objects/json.ts';

/** What keeps the containers of a scheduled pod from running. */
export function containerCauses(pod: Json, name: string, events: readonly Json[]): Cause[] {
  const statuses = [
    ...listAt(pod, 'status', 'initContainerStatuses'),
    ...listAt(pod, 'status', 'containerStatuses'),
  ];
  const causes = statuses
    .map((status) => waitingCause(status, name) ?? terminatedCause(status, pod, name, events))
    .filter((cause) => cause !== undefined);
  return [...causes, ...mountCauses(name, statuses, events)];
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
      return { kind: 'image-not-pulled', pod, image, why: whyNotPulled(evidence), evidence };
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

function whyNotPulled(message: string): 'not-found' | 'denied' | 'throttled' | 'unknown' {
  if (/toomanyrequests|rate limit/i.test(message)) return 'throttled';
  if (/unauthorized|denied|forbidden|no basic auth/i.test(message)) return 'denied';
  return /not found|manifest unknown/i.test(message) ? 'not-found' : 'unknown';
}

/** A container that ended once may have been unlucky; one that ended twice will end again. */
function terminatedCause(
  status: unknown,
  pod: Json,
  name: string,
  events: readonly Json[],
): Cause | undefined {
  if ((numberAt(status, 'restartCount') ?? 0) < 2) return undefined;
  const last = mapAt(status, 'lastState', 'terminated');
  if (Object.keys(last).length === 0) return undefined;
  const container = textAt(status, 'name') ?? '';
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
  const probe = events.find((event) =>
    (textAt(event, 'message') ?? '').startsWith('Startup probe failed'),
  );
  if (probe !== undefined)
    return { kind: 'startup-probe-failed', pod: name, evidence: textAt(probe, 'message') ?? '' };
  return {
    kind: 'crash-loop',
    pod: name,
    container,
    ...(exitCode !== undefined && { exitCode }),
    evidence,
  };
}

function memoryLimit(pod: Json, container: string): string | undefined {
  const spec = listAt(pod, 'spec', 'containers').find((one) => textAt(one, 'name') === container);
  return textAt(spec, 'resources', 'limits', 'memory');
}

/** While a volume cannot be mounted the containers wait as ContainerCreating, and only an event says why. */
function mountCauses(pod: string, statuses: readonly unknown[], events: readonly Json[]): Cause[] {
  const isCreating = statuses.some(
    (status) => textAt(status, 'state', 'waiting', 'reason') === 'ContainerCreating',
  );
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
