import * as vscode from 'vscode';
import { allowPluginRequest, type SignInPlugin } from '../../server/src/protocol.ts';

const key = 'allowedPlugins';

/** Ids of the kubeconfig commands that the user of this machine has allowed. Not synchronised to others. */
export function allowedPlugins({ globalState }: vscode.ExtensionContext): readonly string[] {
  return globalState.get<readonly string[]>(key, []);
}

/** As much of the session as is needed here: the connection itself asks what is allowed. */
interface Asking {
  readonly client: { sendRequest(method: string, param: unknown): Promise<unknown> };
  readonly context: vscode.ExtensionContext;
}

/** Shows the whole command line and where it is from, and asks once for each. */
export async function allowPlugin(
  { client, context: { globalState } }: Asking,
  plugin: SignInPlugin,
): Promise<boolean> {
  const allow = 'Run This Command';
  const choice = await vscode.window.showWarningMessage(
    'Your kubeconfig runs a command to sign in. Do you know it?',
    {
      modal: true,
      detail: `${plugin.commandLine}\n\nIt is named in ${plugin.file}. It runs with your rights, now and each time this cluster is asked. You are not asked again until it changes.`,
    },
    allow,
  );
  if (choice !== allow) return false;
  const before = globalState.get<readonly string[]>(key, []);
  await globalState.update(key, [...new Set([...before, plugin.id])]);
  await client.sendRequest(allowPluginRequest.method, { id: plugin.id });
  return true;
}
