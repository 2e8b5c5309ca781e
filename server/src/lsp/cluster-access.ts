import type { ClusterChoice } from '../deploy/cluster/clusters.ts';
import type { ConnectFailure } from '../deploy/cluster/connect-failure.ts';
import { idOf, isKnownPlugin, type ExecPlugin } from '../deploy/safety/exec-plugins.ts';
import { pathOf } from './file-uri.ts';
import type { InitializationOptions } from '../protocol.ts';
import type { Workspace } from './workspace.ts';

/** Whether and how this session may touch clusters. Every request that does asks here first. */
export interface ClusterAccess {
  /** Set while the workspace is not trusted. */
  refusal(): ConnectFailure | undefined;
  /** The part of a choice that the user's machine decides. */
  choice(asked?: { readonly kubeconfig?: string }): ClusterChoice;
  grantTrust(): void;
  allowPlugin(id: string): void;
}

export function openClusterAccess(
  workspace: Workspace,
  { isTrusted = true, allowedPlugins = [] }: Partial<InitializationOptions>,
): ClusterAccess {
  let mayTouch = isTrusted;
  const allowed = new Set(allowedPlugins);
  return {
    refusal: () => (mayTouch ? undefined : { kind: 'workspace-untrusted' }),
    choice: ({ kubeconfig = workspace.machineSettings().kubeconfig } = {}) => {
      const { execPath } = workspace.machineSettings();
      return {
        ...(kubeconfig !== undefined && { kubeconfig }),
        ...(execPath !== undefined && { execPath }),
        mayRun: (plugin) =>
          allowed.has(idOf(plugin)) ||
          (isKnownPlugin(plugin) && !isOfProject(plugin, workspace.folders())),
      };
    },
    grantTrust: () => {
      mayTouch = true;
    },
    allowPlugin: (id) => {
      allowed.add(id);
    },
  };
}

/** A kubeconfig that came with a repository names commands of strangers, well known or not. */
function isOfProject({ file }: ExecPlugin, folders: readonly string[]): boolean {
  return folders
    .flatMap((folder) => pathOf(folder) ?? [])
    .some(
      (folder) =>
        file === folder ||
        file.startsWith(folder.replace(/[\\/]?$/, file.includes('\\') ? '\\' : '/')),
    );
}

/** Takes whatever the client sends; what has not the type we expect counts as not said. */
export function readInitializationOptions(sent: unknown): Partial<InitializationOptions> {
  if (typeof sent !== 'object' || sent === null) return {};
  const { isTrusted, allowedPlugins } = sent as Readonly<Record<string, unknown>>;
  return {
    ...(typeof isTrusted === 'boolean' && { isTrusted }),
    ...(Array.isArray(allowedPlugins) && {
      allowedPlugins: allowedPlugins.filter((id) => typeof id === 'string'),
    }),
  };
}
