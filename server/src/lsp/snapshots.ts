import { TextDocuments, type Connection } from 'vscode-languageserver/node';
import type { Surrounded } from '../chart/chart-finder.ts';
import { analyze, type Analysis } from '../ide/analysis.ts';
import type { Diagnostic } from '../ide/diagnostic.ts';
import { diagnose } from '../ide/diagnostics.ts';
import type { Part } from '../ide/parts-of-file.ts';
import { switchedOffBy } from '../ide/switched-off.ts';
import { parse, type ValuesDocument } from '../syntax/parse.ts';
import { indexLines, type Lines } from '../syntax/positions.ts';
import { editText } from './edit-text.ts';

/** One version of one document. What is made of it is made once, on first need, and shared. */
export interface Snapshot {
  readonly uri: string;
  readonly version: number;
  readonly text: string;
  readonly lines: Lines;
  readonly document: ValuesDocument;
  readonly surrounded: Surrounded;
  readonly analysis: Analysis;
  readonly diagnostics: readonly Diagnostic[];
}

export interface Snapshots {
  /** The current version; undefined when the document is not open. */
  of(uri: string): Snapshot | undefined;
  /** Another text in this document's place, such as one that a preview brings along. */
  withText(uri: string, text: string): Snapshot;
  uris(): readonly string[];
  /** A chart or an earlier file changed: what was parsed is kept, what was concluded is not. */
  forgetSurroundings(): void;
  /** Called for every new version, opened documents included. */
  onChange(listener: (uri: string) => void): void;
  onSave(listener: (uri: string) => void): void;
  onClose(listener: (uri: string) => void): void;
}

/** Asks for what surrounds documents. */
export interface Around {
  /** What of the file is judged, which is the whole of it for most. */
  partOf(whole: ValuesDocument, uri: string): Part;
  surround(part: Part, uri: string): Surrounded;
}

export function openSnapshots(connection: Connection, around: Around): Snapshots {
  let epoch = 0;
  const create = (uri: string, version: number, text: string) =>
    snapshot({ uri, version, text }, around, () => epoch);
  const documents = new TextDocuments<Snapshot>({
    create: (uri, _languageId, version, text) => create(uri, version, text),
    update: ({ uri, text }, changes, version) => create(uri, version, editText(text, changes)),
  });
  documents.listen(connection);
  return {
    of: (uri) => documents.get(uri),
    withText: (uri, text) => create(uri, 0, text),
    uris: () => documents.keys(),
    forgetSurroundings() {
      epoch++;
    },
    onChange: (listener) =>
      documents.onDidChangeContent(({ document }) => {
        listener(document.uri);
      }),
    onSave: (listener) =>
      documents.onDidSave(({ document }) => {
        listener(document.uri);
      }),
    onClose: (listener) =>
      documents.onDidClose(({ document }) => {
        listener(document.uri);
      }),
  };
}

/** What is concluded from a document and its surroundings; dropped when those change. */
interface Conclusions {
  readonly epoch: number;
  readonly document: ValuesDocument;
  readonly surrounded: Surrounded;
  analysis?: Analysis;
  diagnostics?: readonly Diagnostic[];
}

function snapshot(
  source: Pick<Snapshot, 'uri' | 'version' | 'text'>,
  around: Around,
  currentEpoch: () => number,
): Snapshot {
  let lines: Lines | undefined;
  let document: ValuesDocument | undefined;
  let conclusions: Conclusions | undefined;
  const parsed = () => (document ??= parse(source.text));
  const concluded = (): Conclusions => {
    const epoch = currentEpoch();
    if (conclusions?.epoch !== epoch) conclusions = { epoch, ...conclude() };
    return conclusions;
  };
  const conclude = () => {
    const part = around.partOf(parsed(), source.uri);
    const surrounded = around.surround(part, source.uri);
    const { document, dependency } = part;
    const isOff =
      dependency && switchedOffBy(dependency.dependency, surrounded.parents ?? []) !== undefined;
    // Nothing of it is installed, so nothing is said of it.
    return { surrounded, document: isOff === true ? { ...document, root: undefined } : document };
  };
  const analyzed = (known: Conclusions) =>
    (known.analysis ??= analyze(known.document, known.surrounded));
  return {
    ...source,
    get lines() {
      return (lines ??= indexLines(source.text));
    },
    get document() {
      return concluded().document;
    },
    get surrounded() {
      return concluded().surrounded;
    },
    get analysis() {
      return analyzed(concluded());
    },
    get diagnostics() {
      const known = concluded();
      return (known.diagnostics ??= diagnose(analyzed(known)));
    },
  };
}
