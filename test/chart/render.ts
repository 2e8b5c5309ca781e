import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseAllDocuments } from 'yaml';
import type { RenderOutcome } from '../../server/src/chart/renderer.ts';
import { createHelmEngine } from '../../server/src/node/engine/helm-engine.ts';

const root = new URL('../../', import.meta.url);

const engine = createHelmEngine({
  workerUrl: new URL('server/src/node/engine/engine-worker.ts', root),
  engineDirectory: fileURLToPath(new URL('engine/dist', root)),
});

export interface RenderOptions {
  readonly release?: string;
  readonly namespace?: string;
  /** Folder of another chart than the one in the box, from the root of the repository. */
  readonly chart?: string;
}

/** A Kubernetes object as the chart prints it. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace: string };
}

export interface RenderedChart {
  readonly manifests: readonly Manifest[];
  readonly notes: string;
  readonly text: string;
  /** The only manifest of a kind. */
  only(kind: string): Manifest;
}

/** Renders the chart in the box, or another one, with the texts of values files, in their order. */
export async function renderChart(
  values: string | readonly string[] = '',
  options: RenderOptions = {},
): Promise<RenderedChart> {
  const outcome = await ask(values, options);
  if (outcome.kind !== 'rendered') throw new Error(`The chart refuses: ${tell(outcome)}`);
  const manifests = parseAllDocuments(outcome.manifest)
    .map((document) => document.toJS() as Manifest | null)
    .filter((manifest) => manifest !== null);
  return {
    manifests,
    notes: outcome.notes,
    text: outcome.manifest,
    only(kind) {
      const [found, ...others] = manifests.filter((manifest) => manifest.kind === kind);
      if (found === undefined || others.length > 0)
        throw new Error(
          `${String(others.length + (found ? 1 : 0))} manifests are of kind ${kind}.`,
        );
      return found;
    },
  };
}

/** What Helm says where it renders nothing. */
export async function refusal(values: string, options: RenderOptions = {}): Promise<string> {
  const outcome = await ask(values, options);
  if (outcome.kind === 'rendered') throw new Error('The chart rendered what it should refuse.');
  return tell(outcome);
}

/** What stands at a dotted path: `at(manifest, 'spec.template.spec.containers.0')`. */
export function at(value: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>(
      (found, step) => (found as Record<string, unknown> | undefined)?.[step],
      value,
    );
}

export function preset(file: string): string {
  return readFileSync(new URL(`presets/${file}`, root), 'utf8');
}

export function stopEngine(): void {
  engine.stop();
}

async function ask(
  values: string | readonly string[],
  { release = 'demo', namespace = 'default', chart = 'inference-charts' }: RenderOptions,
): Promise<RenderOutcome> {
  const read = await engine.readChart(fileURLToPath(new URL(chart, root)));
  if (read.kind !== 'read') throw new Error(tell(read));
  return engine.render({
    chart: read.chart,
    valuesFiles: [values].flat().map((text, at) => ({ name: `values-${String(at)}.yaml`, text })),
    release,
    namespace,
  });
}

function tell(failure: object): string {
  return 'message' in failure ? String(failure.message) : JSON.stringify(failure);
}
