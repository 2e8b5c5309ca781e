import { failed, ok, type Result } from '../base/result.ts';
import type { ConnectFailure } from '../deploy/cluster/connect-failure.ts';
import { patientCluster } from '../deploy/cluster/patient-cluster.ts';
import type { Cluster, Ports as ClusterPorts } from '../deploy/cluster/ports.ts';
import type { ReleaseName } from '../deploy/release/release-store.ts';
import { guardWrites, type WriteGuard } from '../deploy/safety/write-guard.ts';
import { readYaml } from '../syntax/read-yaml.ts';
import { contextRulesIn } from './context-rules.ts';
import { askToRun, mayRunAlso, sayNotConnected } from './exec-permission.ts';
import type { PlanRefusal } from './plan.ts';
import type { Ports } from './ports.ts';
import { given } from './read-options.ts';
import type { ReleaseOptions } from './release-arguments.ts';
import { readValues } from './values-input.ts';

export interface OpenRelease {
  readonly connection: ClusterPorts;
  readonly guard: WriteGuard;
  /** Undefined when no release was named. */
  readonly name: ReleaseName | undefined;
}

/** Connects to where the release is. A values file names it as it does for deploy. */
export async function openRelease(
  asked: ReleaseOptions,
  ports: Ports,
): Promise<Result<OpenRelease, PlanRefusal>> {
  const placed = placeOf(asked, ports);
  if (!placed.ok) return failed({ message: placed.failure, exitCode: 2 });
  const { release, namespace } = placed.value;
  const clusters = await ports.clusters();
  const connect = (allowed: readonly string[]): Result<Cluster, ConnectFailure> =>
    clusters.connect({
      mayRun: mayRunAlso(allowed),
      ...given('context', asked.context),
      ...given('kubeconfig', asked.kubeconfig),
      ...given('namespace', namespace),
    });
  const { allowExec = [] } = asked;
  let connected = connect(allowExec);
  if (!connected.ok) {
    const command = await askToRun(connected.failure, ports);
    if (command !== undefined) connected = connect([...allowExec, command]);
  }
  if (!connected.ok) return failed({ message: sayNotConnected(connected.failure), exitCode: 2 });
  const { cluster, guard } = guardWrites(
    patientCluster(connected.value, clusters.clock),
    contextRulesIn(ports.environment),
  );
  return ok({
    connection: { cluster, clock: clusters.clock, readYaml },
    guard,
    name: release === undefined ? undefined : { release, namespace: cluster.target.namespace },
  });
}

function placeOf(
  { files, ...asked }: ReleaseOptions,
  ports: Ports,
): Result<{ readonly release?: string; readonly namespace?: string }, string> {
  const [first, ...later] = files;
  if (first === undefined) return ok(asked);
  const input = readValues({ ...asked, files: [first, ...later] }, ports);
  return input.ok ? ok(input.value.placement) : input;
}
