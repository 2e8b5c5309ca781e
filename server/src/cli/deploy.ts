import { applyPlan } from '../deploy/apply/apply.ts';
import { blockersOf } from '../deploy/plan/plan.ts';
import type { PreparedPlan } from '../deploy/plan/prepare-plan.ts';
import { describeFailure } from '../deploy/serving/describe-failure.ts';
import { followToServing } from '../deploy/serving/serve.ts';
import {
  nameObject,
  sayApplyOutcome,
  sayHowToAsk,
  sayProgress,
  sayServingOutcome,
  sayWaysOut,
} from '../deploy/sentences.ts';
import { locateKey } from '../ide/locate-keys.ts';
import type { DeployCommand } from './arguments.ts';
import { confirmWrite } from './confirm-write.ts';
import { budgetAsJson } from './formats/budget.ts';
import { formatDeploy, type DeployResult } from './formats/deploy.ts';
import { formatPlan } from './formats/plan.ts';
import { complain, planFor } from './plan.ts';
import type { Ports } from './ports.ts';
import { readValues, type ValuesOptions } from './values-input.ts';

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
    const result = await applyAndFollow(prepared.value, ports, command);
    ports.output.print(formatDeploy(result, command.format));
    return result.kind === 'serving' ? 0 : 1;
  } finally {
    await connection.cluster.close();
  }
}

/** Writes the plan under the guard's permission, and follows it until it serves or will not. */
export async function applyAndFollow(
  { plan, ports: connection }: PreparedPlan,
  ports: Ports,
  values?: ValuesOptions,
): Promise<DeployResult> {
  const { output, signal } = ports;
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
  const outcome = await followToServing(connection, plan, {
    signal,
    onProgress: (progress) => {
      const line = `${sayProgress(progress)}\n`;
      if (line !== told) output.complain(line);
      told = line;
    },
  });
  const result = {
    kind: outcome.kind,
    message: `${message} ${sayServingOutcome(outcome, plan)}`,
    revision: applied.revision,
    written: applied.written.map(nameObject),
    rolloutBudgets: plan.budgets.map(budgetAsJson),
  };
  if (outcome.kind === 'cancelled') return result;
  if (outcome.kind === 'serving') {
    const howToAsk = outcome.checks.flatMap((check) => sayHowToAsk(check, plan.target) ?? []);
    return { ...result, ...(howToAsk.length > 0 && { howToAsk: howToAsk.join('\n') }) };
  }
  const asked = { outcome, summary: result.message, signal };
  const { evidence, keys } = await describeFailure(connection, plan, asked);
  return {
    ...result,
    evidence,
    waysOut: sayWaysOut(plan),
    decidedBy: values === undefined ? [] : locate(keys, values, ports),
  };
}

/** `values.yaml:12 maxModelLen`, by the files as they are now. */
function locate(keys: readonly string[], values: ValuesOptions, ports: Ports): readonly string[] {
  const input = readValues(values, ports);
  if (!input.ok) return [];
  const { analysis } = input.value;
  return keys.flatMap((key) => {
    const place = locateKey(analysis, key);
    switch (place?.kind) {
      case 'document':
        return [
          `${values.files.at(-1) ?? ''}:${lineOf(analysis.document.text, place.span)} ${key}`,
        ];
      case 'file':
        return [`${place.file}:${lineOf(place.document.text, place.span)} ${key}`];
      case 'chart':
        return [`the chart's default of ${place.path.join('.')}`];
      case 'nowhere':
      case undefined:
        return [];
    }
  });
}

function lineOf(text: string, { start }: { readonly start: number }): number {
  return text.slice(0, start).split('\n').length;
}
