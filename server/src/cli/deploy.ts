import { applyPlan } from '../deploy/apply/apply.ts';
import { blockersOf } from '../deploy/plan/plan.ts';
import type { PreparedPlan } from '../deploy/plan/prepare-plan.ts';
import { followRollout } from '../deploy/rollout/rollout.ts';
import { nameObject, sayApplyOutcome, sayCause, sayRolloutOutcome } from '../deploy/sentences.ts';
import type { DeployCommand } from './arguments.ts';
import { confirmWrite } from './confirm-write.ts';
import { formatDeploy, type DeployResult } from './formats/deploy.ts';
import { formatPlan } from './formats/plan.ts';
import { complain, planFor } from './plan.ts';
import type { Ports } from './ports.ts';

/** Plans, asks once, applies exactly what was shown, and follows it. 0 serves · 1 does not · 2 nothing could be asked. */
export async function deploy(command: DeployCommand, ports: Ports): Promise<number> {
  const prepared = await planFor(command, ports);
  if (!prepared.ok) return complain(prepared.failure, ports);
  const { plan, ports: connection, guard } = prepared.value;
  try {
    ports.output.complain(formatPlan(plan, 'text'));
    if (blockersOf(plan).length > 0) return 1;
    const refusal = await confirmWrite(guard, command, {
      context: plan.target.context,
      output: ports.output,
    });
    if (refusal !== undefined) return complain(refusal, ports);
    const result = await applyAndFollow(prepared.value, ports);
    ports.output.print(formatDeploy(result, command.format));
    return result.kind === 'serving' ? 0 : 1;
  } finally {
    await connection.cluster.close();
  }
}

/** Writes the plan under the guard's permission, and follows it until it serves or will not. */
export async function applyAndFollow(
  { plan, ports: connection }: PreparedPlan,
  { output, signal }: Ports,
): Promise<DeployResult> {
  const applied = await applyPlan(connection, plan, {
    signal,
    onProgress: ({ ref, done, total }) => {
      output.complain(`${done}/${total} ${nameObject(ref)}\n`);
    },
  });
  const message = sayApplyOutcome(applied, plan);
  if (applied.kind !== 'applied')
    return {
      kind: applied.kind,
      message,
      written: 'written' in applied ? applied.written.map(nameObject) : [],
    };
  let told = '';
  const rollout = await followRollout(connection, plan, {
    signal,
    onProgress: ({ workload, message: progress, causes }) => {
      const line = `${nameObject(workload)}: ${[progress, ...causes.map(sayCause)].join(' ')}\n`;
      if (line !== told) output.complain(line);
      told = line;
    },
  });
  return {
    kind: rollout.kind === 'ready' ? 'serving' : rollout.kind,
    message: `${message} ${sayRolloutOutcome(rollout, plan)}`,
    revision: applied.revision,
    written: applied.written.map(nameObject),
  };
}
