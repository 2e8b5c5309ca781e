import { join } from 'node:path';
import type {
  DefinitionParams,
  Location,
  LocationLink,
  ReferenceParams,
} from 'vscode-languageserver/node';
import { openFolder } from '../../chart/packed.ts';
import * as ide from '../../ide/definition.ts';
import { references as findReferences } from '../../ide/references.ts';
import { indexLines } from '../../syntax/positions.ts';
import { uriOf } from '../file-uri.ts';
import { rangeOf } from '../range.ts';
import type { Session } from '../session.ts';
import type { Snapshot } from '../snapshots.ts';

/** textDocument/definition: the template lines that print a key. */
export async function definition(
  session: Session,
  { textDocument, position }: DefinitionParams,
): Promise<Location[] | LocationLink[] | null> {
  const snapshot = session.snapshots.of(textDocument.uri);
  if (snapshot === undefined) return null;
  const { analysis, lines } = snapshot;
  const reads = await readsOf(session, snapshot);
  const found = ide.definition(analysis, lines.offsetAt(position), reads);
  if (found === undefined) return null;
  const locations = found.targets.flatMap((target) => locate(target, snapshot));
  if (session.capabilities.textDocument?.definition?.linkSupport !== true) return locations;
  return locations.map(({ uri, range }) => ({
    originSelectionRange: rangeOf(lines, found.span),
    targetUri: uri,
    targetRange: range,
    targetSelectionRange: range,
  }));
}

/** textDocument/references: every template line that reads a key, and every other file that sets it. */
export async function references(
  session: Session,
  { textDocument, position }: ReferenceParams,
): Promise<Location[] | null> {
  const snapshot = session.snapshots.of(textDocument.uri);
  if (snapshot === undefined) return null;
  const { analysis, lines } = snapshot;
  const reads = await readsOf(session, snapshot);
  return findReferences(analysis, lines.offsetAt(position), reads).flatMap((target) =>
    locate(target, snapshot),
  );
}

/** Whoever asks waits for the engine. */
async function readsOf({ ports }: Session, { surrounded: { chart } }: Snapshot) {
  await ports.reads.find(chart);
  return ports.reads.withReads(chart).reads;
}

/** What is packed cannot be opened. */
function locate(target: ide.Target, { surrounded }: Snapshot): Location[] {
  const { chart, earlier } = surrounded;
  const folder = openFolder(chart.location);
  if (target.kind === 'template') {
    const { file, line, column: character } = target.place;
    const position = { line, character };
    const range = { start: position, end: position };
    return folder === undefined ? [] : [{ uri: uriOf(join(folder, file)), range }];
  }
  const { origin, span } = target;
  if (origin.kind === 'document') return [];
  if (origin.kind === 'chart') {
    const range = rangeOf(indexLines(chart.defaults.text), span);
    return folder === undefined ? [] : [{ uri: uriOf(join(folder, 'values.yaml')), range }];
  }
  const file = earlier.find((one) => one.file === origin.file);
  if (file === undefined) return [];
  return [{ uri: uriOf(file.path), range: rangeOf(indexLines(file.document.text), span) }];
}
