import { at, isSame, listAt, mapAt, numberAt, textAt, type Json } from '../objects/json.ts';
import { podSpecsIn } from '../preflight/needed-secrets.ts';
import type { BudgetPart } from './budget-part.ts';

const minute = 60_000;

/** For loading a model onto GPUs where no startup probe says how long that may take. */
const loadingMs = 20 * minute;
/** On Neuron the first start compiles; the chart's own startup probe gives it as long. */
const compilingMs = 90 * minute;

/** What a pod may take from the start of its containers until it is ready: the longest of these pods. */
export function startupOf(specs: readonly Json[], kind: string): BudgetPart {
  const probes = specs.flatMap(probesOf);
  const longest = probes.toSorted((a, b) => b.ms - a.ms)[0];
  // Ray Serve loads the model once its pods are ready, and nothing limits that.
  const isOpen = kind === 'RayService' || specs.some(isUnlimited) || longest === undefined;
  const ms = specs.some(usesNeuron) ? compilingMs : loadingMs;
  return isOpen && ms > (longest?.ms ?? 0)
    ? { kind: 'loading', ms }
    : { kind: 'startup-probe', ms: longest?.ms ?? 0, container: longest?.container ?? '' };
}

/** The largest startup budget among the containers: how long a pod may take to load its model. */
export function startupMs(object: unknown): number {
  return Math.max(
    0,
    ...podSpecsIn(object)
      .flatMap(probesOf)
      .map(({ ms }) => ms),
  );
}

interface ProbeBudget {
  readonly container: string;
  readonly ms: number;
}

/** Sidecars start one after the other, each when the one before has started, and before all others. */
function probesOf(spec: Json): readonly ProbeBudget[] {
  const sidecars = listAt(spec, 'initContainers').filter(
    (one) => textAt(one, 'restartPolicy') === 'Always',
  );
  const before = sidecars.map(probeMs).reduce<number>((sum, ms) => sum + (ms ?? 0), 0);
  return listAt(spec, 'containers').flatMap((one) => {
    const ms = probeMs(one);
    return ms === undefined ? [] : [{ container: textAt(one, 'name') ?? '', ms: before + ms }];
  });
}

/** Defaults of the API: https://kubernetes.io/docs/concepts/workloads/pods/probes/, Kubernetes 1.35. */
function probeMs(container: unknown): number | undefined {
  const probe = mapAt(container, 'startupProbe');
  if (Object.keys(probe).length === 0) return undefined;
  const delay = numberAt(probe, 'initialDelaySeconds') ?? 0;
  const period = numberAt(probe, 'periodSeconds') ?? 10;
  return (delay + period * (numberAt(probe, 'failureThreshold') ?? 3)) * 1000;
}

/** A container whose readiness asks for something else than its startup probe may take any time. */
function isUnlimited(spec: Json): boolean {
  return listAt(spec, 'containers').some((container) => {
    const readiness = at(container, 'readinessProbe');
    return (
      readiness !== undefined &&
      !isSame(question(readiness), question(at(container, 'startupProbe')))
    );
  });
}

function question(probe: unknown): Json {
  const { httpGet, tcpSocket, exec, grpc } = mapAt({ probe }, 'probe');
  return { httpGet, tcpSocket, exec, grpc };
}

function usesNeuron(spec: Json): boolean {
  return listAt(spec, 'containers')
    .flatMap((container) => Object.keys(mapAt(container, 'resources', 'limits')))
    .some((resource) => resource.startsWith('aws.amazon.com/neuron'));
}
