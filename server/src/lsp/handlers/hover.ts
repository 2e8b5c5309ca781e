import { MarkupKind, type Hover, type HoverParams } from 'vscode-languageserver/node';
import { concernsRendered, explainRendered } from '../../ide/explain-rendered.ts';
import * as ide from '../../ide/hover.ts';
import { placeAt } from '../../ide/place-at.ts';
import { rangeOf } from '../range.ts';
import type { Session } from '../session.ts';
import type { Snapshot } from '../snapshots.ts';

/** textDocument/hover: what a key is, its effective value, where that comes from, and what becomes of it. */
export async function hover(
  session: Session,
  { textDocument, position }: HoverParams,
): Promise<Hover | null> {
  const snapshot = session.snapshots.of(textDocument.uri);
  if (snapshot === undefined) return null;
  const { analysis, lines } = snapshot;
  const offset = lines.offsetAt(position);
  const found = ide.hover(analysis, offset);
  if (found === undefined) return null;
  const rendered = await renderedAt(session, snapshot, offset);
  const formats = session.capabilities.textDocument?.hover?.contentFormat;
  const kind =
    formats?.includes(MarkupKind.Markdown) === false ? MarkupKind.PlainText : MarkupKind.Markdown;
  const value = rendered === undefined ? found.markdown : `${found.markdown}\n\n${rendered}`;
  return { contents: { kind, value }, range: rangeOf(lines, found.span) };
}

/** Nobody waits longer than this for the engine to start; the next hover has it. */
const startLimitMs = 1_000;

/**
 * Parameters of charts 0.2 are a command line, which only a render shows whole. For other charts
 * the engine is not started for a hover.
 */
async function renderedAt(
  { renderings }: Session,
  snapshot: Snapshot,
  offset: number,
): Promise<string | undefined> {
  const { document, analysis } = snapshot;
  const place = placeAt(document.root, offset);
  if (place === undefined || !concernsRendered(place.path)) return undefined;
  if (!renderings.isWarm && analysis.surroundings.chart.generation !== '0.2') return undefined;
  const outcome = await Promise.race([renderings.of(snapshot), wait(startLimitMs)]);
  if (outcome?.kind !== 'rendered') return undefined;
  renderings.warm();
  return explainRendered(place.path, outcome.documents);
}

function wait(ms: number): Promise<undefined> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms, undefined).unref();
  });
}
