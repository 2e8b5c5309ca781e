import { ok, type Result } from '../base/result.ts';
import type { ConnectFailure } from '../deploy/cluster/connect-failure.ts';
import type { Ports } from '../deploy/cluster/ports.ts';
import { guardWrites, type WriteGuard } from '../deploy/safety/write-guard.ts';
import type { ReleaseTarget } from '../protocol.ts';
import { readYaml } from '../syntax/read-yaml.ts';
import type { Session } from './session.ts';

export interface Writing {
  readonly ports: Ports;
  readonly guard: WriteGuard;
}

/** A connection of its own to where a release is, on which nothing is written before the guard permits it. */
export async function openToWrite(
  { ports, workspace }: Session,
  { kubeconfig = workspace.settingsFor('').kubeconfig, context, namespace }: ReleaseTarget,
): Promise<Result<Writing, ConnectFailure>> {
  const clusters = await ports.clusters();
  const connected = clusters.connect({
    ...{ context, namespace },
    ...(kubeconfig !== undefined && { kubeconfig }),
  });
  if (!connected.ok) return connected;
  const { cluster, guard } = guardWrites(connected.value, workspace.machineSettings());
  return ok({ ports: { cluster, clock: clusters.clock, readYaml }, guard });
}
