import { failed, ok, type Result } from '../base/result.ts';
import type { ConnectFailure } from '../deploy/cluster/connect-failure.ts';
import { patientCluster } from '../deploy/cluster/patient-cluster.ts';
import type { Ports } from '../deploy/cluster/ports.ts';
import { guardWrites, type WriteGuard } from '../deploy/safety/write-guard.ts';
import type { ReleaseTarget } from '../protocol.ts';
import { readYaml } from '../syntax/read-yaml.ts';
import type { Session } from './session.ts';

export interface OpenRelease {
  readonly ports: Ports;
  readonly guard: WriteGuard;
}

/** A connection of its own to where a release is, on which nothing is written before the guard permits it. */
export async function openRelease(
  { ports, workspace, access }: Session,
  { context, namespace, ...asked }: ReleaseTarget,
): Promise<Result<OpenRelease, ConnectFailure>> {
  const untrusted = access.refusal();
  if (untrusted !== undefined) return failed(untrusted);
  const clusters = await ports.clusters();
  const connected = clusters.connect({
    ...access.choice(asked),
    ...{ context, namespace },
  });
  if (!connected.ok) return connected;
  const { cluster, guard } = guardWrites(
    patientCluster(connected.value, clusters.clock),
    workspace.machineSettings(),
  );
  return ok({ ports: { cluster, clock: clusters.clock, readYaml }, guard });
}
