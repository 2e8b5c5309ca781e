import type { Chart } from '../../chart/chart.ts';
import type { Placement } from '../../chart/placement.ts';
import type { ChartReader, Renderer, RenderFailure, ValuesFile } from '../../chart/renderer.ts';
import { failed, ok, type Result } from '../../base/result.ts';
import type { ClusterChoice, Clusters } from '../cluster/clusters.ts';
import type { ConnectFailure } from '../cluster/connect-failure.ts';
import { patientCluster } from '../cluster/patient-cluster.ts';
import type { Json } from '../objects/json.ts';
import { makePlan, type Plan, type PlanFailure } from './plan.ts';
import type { Ports } from '../cluster/ports.ts';
import { releaseChart } from '../release/release-chart.ts';
import type { ContextRules } from '../safety/context-rules.ts';
import { sourceOfChart } from '../../chart/source-of-chart.ts';
import { findNameFault, type NameFault } from '../safety/names.ts';
import { guardWrites, type WriteGuard } from '../safety/write-guard.ts';
import type { Target } from '../cluster/target.ts';

/** A plan together with the connection that it was made over and, once the guard permits it, will be applied over. */
export interface PreparedPlan {
  readonly plan: Plan;
  readonly ports: Ports;
  readonly guard: WriteGuard;
}

export interface Tools {
  readonly engine: ChartReader & Renderer;
  readonly clusters: Clusters;
  readonly rules: ContextRules;
  readonly readYaml: Ports['readYaml'];
}

export interface Preparation {
  readonly chart: Chart;
  readonly placement: Placement;
  /** In Helm's order. */
  readonly valuesFiles: readonly ValuesFile[];
  /** The values files merged, without the chart's defaults. */
  readonly values: Json;
  readonly choice: ClusterChoice;
}

export type PrepareFailure =
  | { readonly kind: 'name-refused'; readonly fault: NameFault }
  | { readonly kind: 'render-failed'; readonly failure: RenderFailure }
  | { readonly kind: 'not-connected'; readonly failure: ConnectFailure }
  | { readonly kind: 'no-plan'; readonly failure: PlanFailure; readonly target: Target };

/** Renders, freezes the target, and plans. Writes nothing; closes the connection unless there is a plan. */
export async function preparePlan(
  tools: Tools,
  { chart, placement, valuesFiles, values, choice }: Preparation,
  signal?: AbortSignal,
): Promise<Result<PreparedPlan, PrepareFailure>> {
  const { engine, clusters, rules, readYaml } = tools;
  const { release: name, namespace } = placement;
  const fault = findNameFault({
    release: name,
    namespace,
    ...(choice.context !== undefined && { context: choice.context }),
  });
  if (fault !== undefined) return failed({ kind: 'name-refused', fault });
  const read = await sourceOfChart(chart, engine, signal);
  if (read.kind !== 'read') return failed({ kind: 'render-failed', failure: read });
  const rendered = await engine.render(
    { chart: read.chart, valuesFiles, ...placement, includeCrds: true },
    signal,
  );
  if (rendered.kind !== 'rendered') return failed({ kind: 'render-failed', failure: rendered });

  const connected = clusters.connect(choice);
  if (!connected.ok) return failed({ kind: 'not-connected', failure: connected.failure });
  const { cluster, guard } = guardWrites(patientCluster(connected.value, clusters.clock), rules);
  const ports = { cluster, clock: clusters.clock, readYaml };
  const release = {
    name: placement.release,
    namespace: placement.namespace,
    chart: releaseChart(read.chart, chart, readYaml),
    values,
    notes: rendered.notes,
  };
  const plan = await makePlan(ports, { release, documents: rendered.documents }, signal);
  if (plan.ok) return ok({ plan: plan.value, ports, guard });
  await cluster.close();
  return failed({ kind: 'no-plan', failure: plan.failure, target: cluster.target });
}
