import { severityOf } from '../deploy/plan/problem.ts';
import {
  nameObject,
  sayNoPlan,
  sayProblem,
  sayUninstallOutcome,
  sayUninstallPlan,
} from '../deploy/sentences.ts';
import { applyUninstall } from '../deploy/uninstall/apply-uninstall.ts';
import { planUninstall } from '../deploy/uninstall/plan-uninstall.ts';
import { confirmWrite } from './confirm-write.ts';
import { openRelease } from './open-release.ts';
import { complain } from './plan.ts';
import type { Ports } from './ports.ts';
import type { UninstallCommand } from './release-arguments.ts';

/** Shows what goes and what stays, asks once, and deletes exactly that. 0 all is gone · 1 it is not · 2 nothing could be asked. */
export async function uninstall(command: UninstallCommand, ports: Ports): Promise<number> {
  const opened = await openRelease(command, ports);
  if (!opened.ok) return complain(opened.failure, ports);
  const { connection, guard, name } = opened.value;
  const { target } = connection.cluster;
  const { output, signal } = ports;
  try {
    if (name === undefined)
      return complain({ message: 'No release was named.', exitCode: 2 }, ports);
    const { keepsHistory, propagation, format } = command;
    const plan = await planUninstall(connection, { name, keepsHistory, propagation }, signal);
    if (!plan.ok) return complain({ message: sayNoPlan(plan.failure, target), exitCode: 2 }, ports);
    const { problems } = plan.value;
    const remarks = problems.map((one) => `${severityOf(one)}: ${sayProblem(one, target)}`);
    output.complain([sayUninstallPlan(plan.value), ...remarks, ''].join('\n'));
    if (problems.some((problem) => severityOf(problem) === 'block')) return 1;
    const refusal = await confirmWrite(guard, command, { context: target.context, output });
    if (refusal !== undefined) return complain(refusal, ports);
    const outcome = await applyUninstall(connection, plan.value, {
      signal,
      onProgress: ({ ref, step, done, total }) => {
        output.complain(`${done}/${total} ${step} ${nameObject(ref)}\n`);
      },
    });
    const message = sayUninstallOutcome(outcome, plan.value);
    const deleted = 'deleted' in outcome ? outcome.deleted.map(nameObject) : [];
    const result = { kind: outcome.kind, message, deleted };
    output.print(format === 'json' ? `${JSON.stringify(result, null, 2)}\n` : `${message}\n`);
    return outcome.kind === 'uninstalled' && outcome.lingering.length === 0 ? 0 : 1;
  } finally {
    await connection.cluster.close();
  }
}
