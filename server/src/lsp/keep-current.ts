import { basename, dirname, isAbsolute, join, relative } from 'node:path';
import {
  DidChangeConfigurationNotification,
  DidChangeWatchedFilesNotification,
} from 'vscode-languageserver/node';
import { mayBringChart } from '../chart/packed.ts';
import { chartChanged } from '../protocol.ts';
import { pathOf } from './file-uri.ts';
import type { DiagnosticsPublisher } from './publish-diagnostics.ts';
import type { Session } from './session.ts';
import type { Snapshot } from './snapshots.ts';
import { watchSurroundings } from './watch-surroundings.ts';

/** Checks again when settings, charts or earlier values files change. */
export function keepCurrent(session: Session, diagnostics: DiagnosticsPublisher): void {
  const { connection, guard, ports, snapshots, workspace, capabilities } = session;

  const checkAgain = (uris: readonly string[]): void => {
    snapshots.forgetSurroundings();
    for (const uri of uris) diagnostics.request(uri);
    if (uris.length === 0) return;
    void connection.sendNotification(chartChanged.method, { uris });
    if (capabilities.workspace?.inlayHint?.refreshSupport === true)
      void connection.languages.inlayHint.refresh();
  };

  connection.onInitialized(() => {
    guard.task('initialized', async () => {
      register(session);
      // A check without the settings could judge by the wrong chart, and be seen.
      await workspace.refresh().finally(() => {
        diagnostics.open();
      });
      if (capabilities.workspace?.workspaceFolders === true)
        connection.workspace.onDidChangeWorkspaceFolders(refresh);
    });
  });
  connection.onDidChangeConfiguration(refresh);
  const filesChanged = (paths: readonly string[]): void => {
    guard.task('files changed', () => {
      // Asked before anything is forgotten: what a document was judged by is what may have changed.
      const uris = snapshots.uris().filter((uri) => {
        const snapshot = snapshots.of(uri);
        return snapshot !== undefined && paths.some((path) => concerns(snapshot, path));
      });
      for (const path of paths) {
        ports.charts.forget(path);
        ports.reads.forget(path);
      }
      if (uris.length > 0) checkAgain(uris);
    });
  };
  connection.onDidChangeWatchedFiles(({ changes }) => {
    filesChanged(changes.flatMap(({ uri }) => pathOf(uri) ?? []));
  });
  const watch = watchSurroundings(session, filesChanged);
  diagnostics.onChecked((snapshot) => {
    watch.follow(snapshot);
  });
  snapshots.onClose((uri) => {
    watch.leave(uri);
  });
  session.arrivals.onArrival((path) => {
    guard.task('chart arrived', () => {
      ports.charts.forgetAll();
      ports.reads.forget(path);
      checkAgain(snapshots.uris());
    });
  });
  connection.onShutdown(() => {
    ports.folders.close();
  });

  function refresh(): void {
    guard.task('didChangeConfiguration', async () => {
      await workspace.refresh();
      checkAgain(snapshots.uris());
    });
  }
}

function register({ connection, capabilities }: Session): void {
  const { workspace } = capabilities;
  if (workspace?.didChangeConfiguration?.dynamicRegistration === true)
    void connection.client.register(DidChangeConfigurationNotification.type, {
      section: 'inferenceCharts',
    });
  if (workspace?.didChangeWatchedFiles?.dynamicRegistration === true)
    void connection.client.register(DidChangeWatchedFilesNotification.type, {
      watchers: [{ globPattern: '**/*.{yaml,yml,tpl,json,txt,py,sh,tgz}' }],
    });
}

/** Whether a change of this file may change what is said of the document. */
function concerns({ surrounded, uri }: Snapshot, path: string): boolean {
  if (pathOf(uri) === path) return false;
  const { chart, earlier, modelConfigs = [], problems, searched = [] } = surrounded;
  const { directory } = chart.location;
  return (
    (directory !== undefined && isWithin(directory, path)) ||
    (mayBringChart(path) &&
      searched.some((folder) =>
        folder.deep ? isWithin(folder.path, path) : dirname(path) === folder.path,
      )) ||
    // The file that could not be read may be there now.
    problems.length > 0 ||
    basename(path) === 'Chart.yaml' ||
    earlier.some((file) => file.path === path) ||
    // A folder that was not there may have come with its config.
    modelConfigs.some((file) => file.path === path || join(file.path, 'config.json') === path)
  );
}

function isWithin(folder: string, path: string): boolean {
  const inner = relative(folder, path);
  return !inner.startsWith('..') && !isAbsolute(inner);
}
