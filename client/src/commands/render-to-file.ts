import * as path from 'node:path';
import * as vscode from 'vscode';
import { renderRequest } from '../../../server/src/protocol.ts';
import { ask } from '../language-client.ts';
import type { Command } from '../session.ts';
import { activeValuesDocument } from './active-document.ts';

export const renderToFile: Command = {
  id: 'inferenceCharts.renderToFile',
  run: async (session, argument) => {
    const document = await activeValuesDocument(argument);
    if (document === undefined) return;
    const answer = await ask(session.client, renderRequest, { uri: document.uri.toString() });
    switch (answer.kind) {
      case 'cancelled':
        return;
      case 'failed':
        await vscode.window.showErrorMessage(`Helm cannot render this file: ${answer.message}`);
        return;
      case 'rendered': {
        const target = await vscode.window.showSaveDialog({
          defaultUri: besides(document.uri),
          filters: { YAML: ['yaml', 'yml'] },
          title: 'Render Inference Manifests to',
        });
        if (target === undefined) return;
        await vscode.workspace.fs.writeFile(target, new TextEncoder().encode(answer.manifests));
        await vscode.window.showTextDocument(target);
      }
    }
  },
};

/** `values-llama.yaml` renders to `values-llama.manifests.yaml` in the same folder. */
function besides(source: vscode.Uri): vscode.Uri {
  if (source.scheme === 'untitled') return vscode.Uri.file('inference.manifests.yaml');
  const name = path.posix.basename(source.path).replace(/\.ya?ml$/, '');
  return vscode.Uri.joinPath(source, '..', `${name}.manifests.yaml`);
}
