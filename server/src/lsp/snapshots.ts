import { TextDocuments, type Connection } from 'vscode-languageserver/node';
import type { Surrounded } from '../chart/chart-finder.ts';
import { analyze, type Analysis } from '../ide/analysis.ts';
import type { Diagnostic } from '../ide/diagnostic.ts';
import { diagnose } from '../ide/diagnostics.ts';
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

export type Surround = (document: ValuesDocument, uri: string) => Surrounded;

export function openSnapshots(connection: Connection, surround: Surround): Snapshots {
  let epoch = 0;
  const create = (uri: string, version: number, text: string) =>
    snapshot({ uri, version, text }, surround, () => epoch);
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
  readonly surrounded: Surrounded;
  analysis?: Analysis;
  diagnostics?: readonly Diagnostic[];
}

function snapshot(
  source: Pick<Snapshot, 'uri' | 'version' | 'text'>,
  surround: Surround,
  currentEpoch: () => number,
): Snapshot {
  let lines: Lines | undefined;
  let document: ValuesDocument | undefined;
  let conclusions: Conclusions | undefined;
  const parsed = () => (document ??= parse(source.text));
  const concluded = (): Conclusions => {
    const epoch = currentEpoch();
    if (conclusions?.epoch !== epoch)
      conclusions = { epoch, surrounded: surround(parsed(), source.uri) };
    return conclusions;
  };
  const analyzed = (known: Conclusions) => (known.analysis ??= analyze(parsed(), known.surrounded));
  return {
    ...source,
    get lines() {
      return (lines ??= indexLines(source.text));
    },
    get document() {
      return parsed();
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
