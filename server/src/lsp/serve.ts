import {
  TextDocumentSyncKind,
  type Connection,
  type InitializeParams,
  type InitializeResult,
} from 'vscode-languageserver/node';
import { dependencyParts } from '../ide/parts-of-file.ts';
import { placementIn } from '../ide/render-input.ts';
import { answerRequests, requestCapabilities } from './answer-requests.ts';
import { chartArrivals } from './chart-arrivals.ts';
import { openClusterAccess, readInitializationOptions } from './cluster-access.ts';
import { keepConnections } from './connections.ts';
import { pathOf } from './file-uri.ts';
import { guardWith } from './guard.ts';
import { renderOver, renderSnapshot } from './handlers/render.ts';
import { keepCurrent } from './keep-current.ts';
import { placeOf } from './place-of.ts';
import type { Ports } from './ports.ts';
import { publishDiagnostics } from './publish-diagnostics.ts';
import { keepProvenances } from './provenance.ts';
import { keepRenderings } from './renderings.ts';
import type { Session } from './session.ts';
import { openSnapshots } from './snapshots.ts';
import { openWorkspace } from './workspace.ts';

/** Answers one editor until it goes. */
export function serve(connection: Connection, ports: Ports): void {
  connection.onInitialize((params): InitializeResult => {
    const session = openSession(connection, ports, params);
    answerRequests(session);
    keepCurrent(session, publishDiagnostics(session));
    return {
      serverInfo: { name: 'inference-charts', version: ports.version },
      capabilities: {
        // The encoding that every client has; positions are converted in syntax/positions.ts alone.
        positionEncoding: 'utf-16',
        textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: true },
        workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
        ...requestCapabilities,
      },
    };
  });
  connection.listen();
}

function openSession(connection: Connection, ports: Ports, params: InitializeParams): Session {
  const workspace = openWorkspace(connection, params);
  const snapshots = openSnapshots(connection, {
    partOf(whole, uri) {
      const file = pathOf(uri);
      const parent = file === undefined ? undefined : ports.charts.parentOf(file);
      // A parent that has the chart several times is judged by its first copy in the editor.
      return dependencyParts(whole, parent)[0] ?? { document: whole };
    },
    surround({ document, dependency }, uri) {
      const place = placeOf(uri, workspace);
      const surrounded = ports.charts.surround(document, {
        ...place,
        ...(dependency !== undefined && { dependency }),
      });
      return { ...surrounded, chart: ports.reads.withReads(surrounded.chart) };
    },
  });
  const { capabilities } = params;
  const told = readInitializationOptions(params.initializationOptions);
  return {
    connection,
    ports,
    workspace,
    snapshots,
    renderings: keepRenderings((snapshot, text = snapshot.text) =>
      renderSnapshot(
        { ...snapshot, text },
        placementIn(snapshot.analysis, { settings: workspace.settingsFor(snapshot.uri) }),
        { ports },
      ),
    ),
    provenances: keepProvenances((snapshot, over) =>
      renderOver(snapshot, workspace.settingsFor(snapshot.uri), { ports, over }),
    ),
    arrivals: chartArrivals(),
    capabilities,
    // No other client has reason to tell this server about Workspace Trust.
    isOurExtension: told.isTrusted !== undefined,
    guard: guardWith(connection),
    access: openClusterAccess(workspace, told),
    plans: new Map(),
    uninstalls: new Map(),
    endpoints: new Map(),
    connections: keepConnections(),
  };
}
