import { resolve, sep } from 'node:path';
import type { Connection, InitializeParams } from 'vscode-languageserver/node';
import { boxWord, type NamedModelConfig } from '../chart/chart-finder.ts';
import { pathOf } from './file-uri.ts';
import {
  readMachineSettings,
  readSettings,
  section,
  type MachineSettings,
  type Settings,
} from './settings.ts';

/** A client that never says its settings is served without them. */
const settingsLimitMs = 1_000;

/** The folders that are open and the settings that hold in each. */
export interface Workspace {
  settingsFor(uri: string): Settings;
  machineSettings(): MachineSettings;
  /** URIs. */
  folders(): readonly string[];
  /** The chart that a setting names for this document, as an absolute path or the word for the box. */
  chartFor(uri: string): string | undefined;
  /** Configs of models that a setting names, with absolute paths. */
  modelConfigsFor(uri: string): readonly NamedModelConfig[];
  /** Resolves when the client has said its settings, the changed ones too, or has had its time to. */
  readonly ready: Promise<void>;
  /** Asks the client for folders and settings again. */
  refresh(): Promise<void>;
}

export function openWorkspace(connection: Connection, params: InitializeParams): Workspace {
  const { workspace } = params.capabilities;
  let folders = (params.workspaceFolders ?? []).map(({ uri }) => uri);
  let common: Settings = {};
  let machine = readMachineSettings(undefined);
  let byFolder = new Map<string, Settings>();

  /** The innermost folder that holds the document. */
  function folderOf(uri: string): string | undefined {
    return folders
      .filter(
        (folder) => uri === folder || uri.startsWith(folder.endsWith('/') ? folder : `${folder}/`),
      )
      .sort((a, b) => b.length - a.length)[0];
  }

  /** What paths in settings are relative to. */
  function baseOf(uri: string): string {
    const folder = folderOf(uri);
    return (folder === undefined ? undefined : pathOf(folder)) ?? sep;
  }

  function settingsFor(uri: string): Settings {
    return byFolder.get(folderOf(uri) ?? '') ?? common;
  }

  async function refresh(): Promise<void> {
    if (workspace?.workspaceFolders === true)
      folders = ((await connection.workspace.getWorkspaceFolders()) ?? []).map(({ uri }) => uri);
    if (workspace?.configuration !== true) return;
    const asked = folders.map((scopeUri) => ({ scopeUri, section }));
    const [first, ...rest] = (await connection.workspace.getConfiguration([
      { section },
      ...asked,
    ])) as unknown[];
    common = readSettings(first);
    machine = readMachineSettings(first);
    byFolder = new Map(folders.map((folder, at) => [folder, readSettings(rest[at])]));
  }

  const first = Promise.withResolvers<undefined>();
  let settled: Promise<void> = first.promise;
  return {
    get ready() {
      return settled;
    },
    settingsFor,
    machineSettings: () => machine,
    folders: () => folders,
    chartFor(uri) {
      const { chart } = settingsFor(uri);
      if (chart === undefined || chart === boxWord) return chart;
      return resolve(baseOf(uri), chart);
    },
    modelConfigsFor: (uri) =>
      Object.entries(settingsFor(uri).modelConfigs ?? {}).map(([modelId, file]) => ({
        modelId,
        file,
        path: resolve(baseOf(uri), file),
      })),
    async refresh() {
      const asked = Promise.race([refresh(), wait(settingsLimitMs)]);
      // A failure is told by whoever refreshes; requests are then answered by what held before.
      settled = asked.catch(() => undefined);
      try {
        await asked;
      } finally {
        first.resolve(undefined);
      }
    },
  };
}

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms).unref();
  });
}
