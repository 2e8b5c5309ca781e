import { blockersOf } from '../deploy/plan/plan.ts';
import { planRollback } from '../deploy/rollback/plan-rollback.ts';
import { sayNoPlan } from '../deploy/sentences.ts';
import { confirmWrite } from './confirm-write.ts';
import { applyAndFollow } from './deploy.ts';
import { formatDeploy } from './formats/deploy.ts';
import { formatPlan } from './formats/plan.ts';
import { openRelease } from './open-release.ts';
import { complain } from './plan.ts';
import type { Ports } from './ports.ts';
import { given } from './read-options.ts';
import type { RollbackCommand } from './release-arguments.ts';

/** Plans to bring an earlier revision back, asks once, and does it as deploy does. The same exit codes. */
export async function rollback(command: RollbackCommand, ports: Ports): Promise<number> {
  const opened = await openRelease(command, ports);
  if (!opened.ok) return complain(opened.failure, ports);
  const { connection, guard, name } = opened.value;
  const { target } = connection.cluster;
  try {
    if (name === undefined)
      return complain({ message: 'No release was named.', exitCode: 2 }, ports);
    const asked = { name, ...given('revision', command.revision) };
    const plan = await planRollback(connection, asked, ports.signal);
    if (!plan.ok) return complain({ message: sayNoPlan(plan.failure, target), exitCode: 2 }, ports);
    ports.output.complain(formatPlan(plan.value, 'text'));
    if (blockersOf(plan.value).length > 0) return 1;
    const { context } = target;
    const refusal = await confirmWrite(guard, command, { context, output: ports.output });
    if (refusal !== undefined) return complain(refusal, ports);
    const result = await applyAndFollow({ plan: plan.value, ports: connection, guard }, ports);
    ports.output.print(formatDeploy(result, command.format));
    return result.kind === 'serving' ? 0 : 1;
  } finally {
    await connection.cluster.close();
  }
}
