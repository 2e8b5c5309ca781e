import type {
  ChartReader,
  ChartSource,
  CoalesceRequest,
  EngineFailure,
  Renderer,
  RenderRequest,
  RenderFailure,
} from '../../chart/renderer.ts';
import { type IgnoredPaths, readChartFiles } from './chart-files.ts';
import { rememberCharts } from './chart-memory.ts';
import { EngineHost, type EnginePlaces, type EngineWork } from './engine-host.ts';
import type { Asked, EngineEnd } from './engine-life.ts';
import { defaultLimits, type EngineLimits } from './limits.ts';
import type { EngineAnswer, EngineCall } from './messages.ts';
import { coalesced, ignoredIn, keptIn, readsIn, rendered } from './outcome.ts';
import { tooLarge } from './too-large.ts';

/** Helm's engine behind the ports, with the end of its life. */
export interface HelmEngine extends Renderer, ChartReader {
  /** Ends the worker; a later request starts it again. */
  stop(): void;
}

/** Makes the engine's adapter. Nothing starts until it is asked. */
export function createHelmEngine(
  places: EnginePlaces,
  changedLimits: Partial<EngineLimits> = {},
): HelmEngine {
  const limits = { ...defaultLimits, ...changedLimits };
  const host = new EngineHost(places, limits);
  const memory = rememberCharts();
  return {
    async start() {
      await host.run(() => Promise.resolve('started'), undefined);
    },
    async render(request, signal) {
      const refused = refuseSize(request, limits);
      if (refused !== undefined) return refused;
      const asked: EngineCall = { name: 'render', request: renderCall(request, limits) };
      return host.run(withChart(request.chart, ask(asked, rendered)), signal);
    },
    async coalesce(request, signal) {
      const refused = refuseSize(request, limits);
      if (refused !== undefined) return refused;
      const asked: EngineCall = { name: 'coalesce', request: coalesceCall(request) };
      return host.run(withChart(request.chart, ask(asked, coalesced)), signal);
    },
    async reads(chart, signal) {
      const refused = refuseSize({ chart, valuesFiles: [] }, limits);
      if (refused !== undefined) return refused;
      return host.run(withChart(chart, ask({ name: 'reads', chart: chart.id }, readsIn)), signal);
    },
    async readChart(path, signal) {
      const known = memory.recall(path);
      if (known !== undefined) return { kind: 'read', chart: known };
      const begunMs = Date.now();
      const ignored: IgnoredPaths = (request) =>
        host.run(ask({ name: 'ignored', request }, ignoredIn), signal);
      const read = await readChartFiles(path, ignored, limits);
      if (read.kind !== 'read') return read;
      memory.keep(path, read, begunMs);
      return { kind: 'read', chart: read.chart };
    },
    stop() {
      host.stop();
    },
  };
}

/** Asks one thing and reads the answer. */
function ask<Outcome>(
  call: EngineCall,
  understand: (answer: EngineAnswer) => Outcome,
): EngineWork<Outcome> {
  return async (engine) => {
    const asked = await engine.ask(call);
    return asked.kind === 'answer' ? understand(asked.answer) : unexpected(asked);
  };
}

/** Sends the chart first, when this engine does not hold it. */
function withChart<Outcome>(
  chart: ChartSource,
  work: EngineWork<Outcome>,
): EngineWork<Outcome | RenderFailure> {
  return async (engine) => {
    if (engine.charts.includes(chart.id)) return work(engine);
    const files = 'archive' in chart ? [{ path: 'chart.tgz', bytes: chart.archive }] : chart.files;
    const asked = await engine.ask({
      name: 'keep',
      chart: chart.id,
      paths: files.map((file) => file.path),
      contents: files.map((file) => file.bytes),
    });
    if (asked.kind !== 'answer') return unexpected(asked);
    const kept = keptIn(asked.answer);
    if (kept.kind !== 'kept') return kept;
    engine.charts = kept.charts;
    return work(engine);
  };
}

function unexpected(asked: Asked): EngineEnd {
  return asked.kind === 'ended' ? asked : { kind: 'ended', message: `unexpected ${asked.kind}` };
}

function coalesceCall(request: CoalesceRequest): object {
  return { chart: request.chart.id, files: request.valuesFiles };
}

function renderCall(request: RenderRequest, limits: EngineLimits): object {
  const { release, namespace, isUpgrade, kubeVersion, apiVersions, includeCrds, skipTests } =
    request;
  return {
    ...coalesceCall(request),
    ...{ release, namespace, isUpgrade, kubeVersion, apiVersions, includeCrds, skipTests },
    maxBytes: limits.manifestBytes,
  };
}

function refuseSize(
  { chart, valuesFiles }: CoalesceRequest,
  limits: EngineLimits,
): EngineFailure | undefined {
  const files = 'archive' in chart ? [chart.archive] : chart.files.map((file) => file.bytes);
  const bytes = files.reduce((sum, file) => sum + file.byteLength, 0);
  if (bytes > limits.chartBytes) return tooLarge('chart', limits);
  if (files.length > limits.chartEntries) return tooLarge('chart', limits);
  const length = valuesFiles.reduce((sum, file) => sum + file.text.length, 0);
  return length > limits.valuesLength ? tooLarge('values', limits) : undefined;
}
