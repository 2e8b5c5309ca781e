import { expect } from 'vitest';
import { join } from 'node:path';
import { applyPlan, type ApplyOutcome } from '../../server/src/deploy/apply/apply.ts';
import type { RenderedDocument } from '../../server/src/deploy/objects/manifest.ts';
import { isMap, type Json } from '../../server/src/deploy/objects/json.ts';
import { blockersOf, makePlan, type Plan } from '../../server/src/deploy/plan/plan.ts';
import type { Ports } from '../../server/src/deploy/cluster/ports.ts';
import type { Release } from '../../server/src/deploy/release/release.ts';
import { followRollout, type RolloutOutcome } from '../../server/src/deploy/rollout/rollout.ts';
import { sayProblem } from '../../server/src/deploy/sentences.ts';
import { helmTemplate } from './helm.ts';
import { readYaml, textOf } from './world.ts';

export const root = join(import.meta.dirname, '..', '..');
export const chart = join(root, 'inference-charts');

export interface Order {
  readonly release: string;
  readonly namespace: string;
  /** Values files, later ones win. */
  readonly files: readonly string[];
  /** As `--set` takes them. */
  readonly set?: readonly string[];
}

/** Renders with the real helm and plans with ours. */
export async function plan(ports: Ports, order: Order): Promise<Plan> {
  const documents = await helmTemplate(order.release, chart, templateArguments(order));
  return planDocuments(ports, order, documents);
}

export async function planDocuments(
  ports: Ports,
  { release, namespace, files }: Order,
  documents: readonly RenderedDocument[],
): Promise<Plan> {
  const planned = await makePlan(ports, {
    release: describe(release, namespace, files),
    documents,
  });
  if (!planned.ok) throw new Error(JSON.stringify(planned.failure));
  return planned.value;
}

export function templateArguments({ namespace, files, set = [] }: Order): readonly string[] {
  return [
    ...['--namespace', namespace],
    ...files.flatMap((file) => ['-f', file]),
    ...set.flatMap((value) => ['--set', value]),
  ];
}

export interface Deployed {
  readonly plan: Plan;
  readonly applied: ApplyOutcome;
  readonly rollout: RolloutOutcome;
}

/** The whole way of a deployment that nothing stands in the way of. */
export async function deploy(ports: Ports, order: Order): Promise<Deployed> {
  const planned = await plan(ports, order);
  const blockers = blockersOf(planned).map((problem) => sayProblem(problem, planned.target));
  expect(blockers).toEqual([]);
  const applied = await applyPlan(ports, planned);
  expect(applied.kind).toBe('applied');
  return { plan: planned, applied, rollout: await followRollout(ports, planned) };
}

/** `create Service llama`, one line an object. */
export function changesOf({ objects }: Plan): readonly string[] {
  return objects.map(({ change, ref }) => `${change} ${ref.kind} ${ref.name}`);
}

function describe(
  name: string,
  namespace: string,
  files: readonly string[],
): Omit<Release, 'manifest' | 'hooks'> {
  return {
    name,
    namespace,
    chart: {
      metadata: mapIn(join(chart, 'Chart.yaml')),
      values: mapIn(join(chart, 'values.yaml')),
      templates: [],
    },
    values: Object.assign({}, ...files.map(mapIn)) as Json,
  };
}

function mapIn(file: string): Json {
  const value = readYaml(textOf(file));
  return isMap(value) ? value : {};
}
