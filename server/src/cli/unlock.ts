import { interrupted } from '../deploy/plan/recorded.ts';
import { markFailed } from '../deploy/release/mark-failed.ts';
import { isPending } from '../deploy/release/release-record.ts';
import { listRevisions } from '../deploy/release/release-store.ts';
import {
  sayInterrupted,
  sayMarked,
  sayMovedOn,
  sayNoRelease,
  sayRefusal,
} from '../deploy/sentences.ts';
import { confirmWrite } from './confirm-write.ts';
import { openRelease } from './open-release.ts';
import { complain } from './plan.ts';
import type { Ports } from './ports.ts';
import type { UnlockCommand } from './release-arguments.ts';

/** Tells what was interrupted, asks once, and records it as failed. 0 it is · 1 nothing was to be done · 2 nothing could be asked. */
export async function unlock(command: UnlockCommand, ports: Ports): Promise<number> {
  const opened = await openRelease(command, ports);
  if (!opened.ok) return complain(opened.failure, ports);
  const { connection, guard, name } = opened.value;
  const { cluster } = connection;
  const { target } = cluster;
  const { output, signal } = ports;
  try {
    if (name === undefined)
      return complain({ message: 'No release was named.', exitCode: 2 }, ports);
    const revisions = await listRevisions(cluster, name, signal);
    if (!revisions.ok)
      return complain({ message: sayRefusal(revisions.failure, target), exitCode: 2 }, ports);
    const [head] = revisions.value;
    if (head === undefined)
      return complain({ message: sayNoRelease(name, target), exitCode: 2 }, ports);
    if (!isPending(head.status)) {
      output.print(
        `Nothing was interrupted: revision ${head.revision} of release ${name.release} is ${head.status}.\n`,
      );
      return 1;
    }
    output.complain(`${sayInterrupted(interrupted(head))}\n`);
    const refusal = await confirmWrite(guard, command, { context: target.context, output });
    if (refusal !== undefined) return complain(refusal, ports);
    const marked = await markFailed(connection, name, head.revision);
    if (marked.ok) {
      output.print(`${sayMarked(marked.value)}\n`);
      return 0;
    }
    const { failure } = marked;
    const message =
      failure.kind === 'refused'
        ? sayRefusal(failure.refusal, target)
        : sayMovedOn({ ...name, revision: head.revision }, failure.head);
    return complain({ message, exitCode: 1 }, ports);
  } finally {
    await cluster.close();
  }
}
