import { basename, join } from 'node:path';
import type { CancellationToken } from 'vscode-languageserver/node';
import type { ChartLocation } from '../../chart/chart.ts';
import { openFolder } from '../../chart/packed.ts';
import type { Placement } from '../../chart/placement.ts';
import type { Rendered, RenderFailure, RenderOutcome, ValuesFile } from '../../chart/renderer.ts';
import { analyze } from '../../ide/analysis.ts';
import { placementIn, valuesFilesOf } from '../../ide/render-input.ts';
import { sourceOfChart } from '../../chart/source-of-chart.ts';
import type { RenderAnswer, RenderParams } from '../../protocol.ts';
import { textOf } from '../../syntax/document-below.ts';
import { parse } from '../../syntax/parse.ts';
import { indexLines } from '../../syntax/positions.ts';
import { abortSignalOf } from '../abort-signal.ts';
import { pathOf, uriOf } from '../file-uri.ts';
import type { Ports } from '../ports.ts';
import { lookAhead } from '../provenance-ahead.ts';
import type { Session } from '../session.ts';
import type { Snapshot } from '../snapshots.ts';

/** inference/render: what `helm template` would print for the document as it stands in the editor. */
export async function render(
  session: Session,
  { uri, text }: RenderParams,
  token: CancellationToken,
): Promise<RenderAnswer> {
  const { snapshots, ports, workspace, renderings } = session;
  const snapshot = text === undefined ? snapshots.of(uri) : snapshots.withText(uri, text);
  if (snapshot === undefined)
    return { kind: 'failed', message: 'The values file is not open in the editor.' };
  const placement = placementIn(snapshot.analysis, { settings: workspace.settingsFor(uri) });
  const outcome = await renderSnapshot(snapshot, placement, {
    ports,
    signal: abortSignalOf(token),
  });
  if (outcome.kind === 'rendered') {
    renderings.warm();
    if (text === undefined) lookAhead(session, snapshot);
  }
  return outcome.kind === 'rendered'
    ? rendered(outcome, placement, snapshot.version)
    : failure(outcome, snapshot.surrounded.chart.location);
}

/** Renders the chart of the document with the earlier files and the document's own text. */
export async function renderSnapshot(
  snapshot: Snapshot,
  placement: Placement,
  { ports, signal }: { readonly ports: Ports; readonly signal?: AbortSignal },
): Promise<RenderOutcome> {
  const { engine } = ports;
  const read = await sourceOfChart(snapshot.surrounded.chart, engine, signal);
  if (read.kind !== 'read') return read;
  const valuesFiles = valuesFilesIn(snapshot);
  return engine.render({ chart: read.chart, valuesFiles, ...placement }, signal);
}

/** The same with one more values file behind the document, which may name another release or namespace. */
export async function renderOver(
  snapshot: Snapshot,
  settings: Partial<Placement>,
  { ports, over }: { readonly ports: Ports; readonly over: string | undefined },
): Promise<RenderOutcome> {
  if (over === undefined)
    return renderSnapshot(snapshot, placementIn(snapshot.analysis, { settings }), { ports });
  const { surrounded, analysis } = snapshot;
  const own = { file: basename(snapshot.uri), path: snapshot.uri, document: snapshot.document };
  const earlier = [...surrounded.earlier, own];
  const document = parse(over);
  const above = {
    ...snapshot,
    text: over,
    document,
    surrounded: { ...surrounded, earlier },
    analysis: analyze(document, { ...analysis.surroundings, earlier }),
  };
  const { config } = above.analysis;
  const placement = placementIn({ document: snapshot.document, config }, { settings });
  return renderSnapshot(above, placement, { ports });
}

/** The earlier files and the document's own text. */
export function valuesFilesIn({ surrounded, uri, document }: Snapshot): readonly ValuesFile[] {
  // The name alone: it is for the reader of Helm's message, who has the file open.
  return valuesFilesOf(surrounded.earlier, {
    name: basename(pathOf(uri) ?? uri),
    text: textOf(document),
  });
}

function rendered(outcome: Rendered, placement: Placement, version: number): RenderAnswer {
  const lines = indexLines(outcome.manifest);
  return {
    kind: 'rendered',
    version,
    manifests: outcome.manifest,
    documents: outcome.documents.map(({ kind, name, source, start }) => ({
      kind,
      name,
      source,
      line: lines.positionAt(start).line,
    })),
    notes: outcome.notes,
    ...placement,
  };
}

function failure(outcome: RenderFailure, location: ChartLocation): RenderAnswer {
  if (outcome.kind === 'cancelled') return { kind: 'cancelled' };
  if (outcome.kind !== 'template-error' || outcome.file === '' || outcome.line === undefined)
    return { kind: 'failed', message: outcome.message };
  const message = `${outcome.template}: ${outcome.reason}`;
  const folder = openFolder(location);
  if (folder === undefined) return { kind: 'failed', message };
  return {
    kind: 'failed',
    message,
    at: {
      uri: uriOf(join(folder, outcome.file)),
      line: outcome.line,
      character: outcome.column ?? 0,
    },
  };
}
