import { failed, ok, type Result } from '../base/result.ts';
import {
  preparePlan,
  type PreparedPlan,
  type PrepareFailure,
} from '../deploy/plan/prepare-plan.ts';
import { blockersOf } from '../deploy/plan/plan.ts';
import { sayNameFault, sayPlanFailure } from '../deploy/sentences.ts';
import { diagnose } from '../ide/diagnostics.ts';
import { readYaml } from '../syntax/read-yaml.ts';
import type { PlanCommand, PlanOptions } from './arguments.ts';
import { contextRulesIn } from './context-rules.ts';
import { describeFile } from './describe-file.ts';
import { askToRun, mayRunAlso, sayNotConnected } from './exec-permission.ts';
import { formatPlan } from './formats/plan.ts';
import { formatText } from './formats/text.ts';
import type { Ports } from './ports.ts';
import { readValues } from './values-input.ts';

/** Prints what deploying would change; writes nothing. 0 may be applied · 1 may not · 2 nothing could be asked. */
export async function plan(command: PlanCommand, ports: Ports): Promise<number> {
  const prepared = await planFor(command, ports);
  if (!prepared.ok) return complain(prepared.failure, ports);
  const { plan: made, ports: connection } = prepared.value;
  await connection.cluster.close();
  ports.output.print(formatPlan(made, command.format));
  return blockersOf(made).length > 0 ? 1 : 0;
}

export interface PlanRefusal {
  readonly message: string;
  readonly exitCode: 1 | 2;
}

export function complain({ message, exitCode }: PlanRefusal, { output }: Ports): number {
  output.complain(`${message.trimEnd()}\n`);
  return exitCode;
}

/** Checks, renders, connects and plans. A file with errors goes no further than the check. */
export async function planFor(
  options: PlanOptions,
  ports: Ports,
): Promise<Result<PreparedPlan, PlanRefusal>> {
  const input = readValues(options, ports);
  if (!input.ok) return failed({ message: input.failure, exitCode: 2 });
  const { surrounded, analysis, valuesFiles, values, placement } = input.value;
  const checked = describeFile(options.files.at(-1) ?? '', analysis, diagnose(analysis), {
    isFlagged: options.chart !== undefined,
    docsBase: ports.docsBase,
  });
  const errors = checked.diagnostics.filter(({ severity }) => severity === 'error');
  if (errors.length > 0)
    return failed({
      message: `${formatText([{ ...checked, diagnostics: errors }])}Nothing is deployed until the file is mended.`,
      exitCode: 1,
    });
  const prepare = async (allowed: readonly string[]) =>
    preparePlan(
      {
        engine: ports.engine,
        clusters: await ports.clusters(),
        rules: contextRulesIn(ports.environment),
        readYaml,
      },
      {
        chart: surrounded.chart,
        placement,
        valuesFiles,
        values,
        choice: {
          mayRun: mayRunAlso(allowed),
          namespace: placement.namespace,
          ...(options.context !== undefined && { context: options.context }),
          ...(options.kubeconfig !== undefined && { kubeconfig: options.kubeconfig }),
        },
      },
      ports.signal,
    );
  const { allowExec = [] } = options;
  let prepared = await prepare(allowExec);
  if (!prepared.ok && prepared.failure.kind === 'not-connected') {
    const command = await askToRun(prepared.failure.failure, ports);
    if (command !== undefined) prepared = await prepare([...allowExec, command]);
  }
  return prepared.ok ? ok(prepared.value) : failed(refusalOf(prepared.failure));
}

function refusalOf(failure: PrepareFailure): PlanRefusal {
  switch (failure.kind) {
    case 'name-refused':
      return { message: sayNameFault(failure.fault), exitCode: 2 };
    case 'render-failed': {
      const { failure: why } = failure;
      return { message: why.kind === 'cancelled' ? 'Cancelled.' : why.message, exitCode: 1 };
    }
    case 'not-connected':
      return { message: sayNotConnected(failure.failure), exitCode: 2 };
    case 'no-plan':
      return { message: sayPlanFailure(failure.failure, failure.target), exitCode: 2 };
  }
}
