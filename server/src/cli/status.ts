import { readRelease, readReleases } from '../deploy/status/read-releases.ts';
import { sayNoRelease, sayRefusal } from '../deploy/sentences.ts';
import { formatRelease, formatReleases } from './formats/status.ts';
import { openRelease } from './open-release.ts';
import { complain } from './plan.ts';
import type { Ports } from './ports.ts';
import type { StatusCommand } from './release-arguments.ts';

/** Prints what is deployed and where it stands. 0 all of it serves · 1 something does not · 2 nothing could be read. */
export async function status(command: StatusCommand, ports: Ports): Promise<number> {
  const opened = await openRelease(command, ports);
  if (!opened.ok) return complain(opened.failure, ports);
  const { connection, name } = opened.value;
  const { cluster, clock } = connection;
  const { target } = cluster;
  const { output, signal } = ports;
  const { format, namespace } = command;
  try {
    if (name === undefined) {
      const read = await readReleases(connection, namespace, signal);
      if (!read.ok)
        return complain({ message: sayRefusal(read.failure, target), exitCode: 2 }, ports);
      output.print(formatReleases(read.value, { target, format, now: clock.now() }));
      return read.value.releases.every(isFine) ? 0 : 1;
    }
    const read = await readRelease(connection, name, signal);
    if (!read.ok)
      return complain({ message: sayRefusal(read.failure, target), exitCode: 2 }, ports);
    if (read.value === undefined)
      return complain({ message: sayNoRelease(name, target), exitCode: 2 }, ports);
    output.print(formatRelease(read.value, { target, format, now: clock.now() }));
    return isFine(read.value) ? 0 : 1;
  } finally {
    await cluster.close();
  }
}

function isFine({ state }: { readonly state: string }): boolean {
  return state === 'serving' || state === 'stopped';
}
