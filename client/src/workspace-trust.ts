import * as vscode from 'vscode';

const forClusters =
  'Looking at a cluster runs the credential command of your kubeconfig, so it needs a trusted workspace.';

/** Touching a cluster or fetching a chart needs a trusted workspace; who has none is told how to get one. */
export async function isTrusted(reason = forClusters): Promise<boolean> {
  if (vscode.workspace.isTrusted) return true;
  const manage = 'Manage Workspace Trust';
  const choice = await vscode.window.showWarningMessage(reason, manage);
  if (choice === manage) await vscode.commands.executeCommand('workbench.trust.manage');
  return false;
}
