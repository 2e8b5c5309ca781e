import * as vscode from 'vscode';
import {
  languageId,
  presetsRequest,
  presetTextRequest,
  type PresetInfo,
} from '../../../server/src/protocol.ts';
import { ask } from '../language-client.ts';
import type { Command } from '../session.ts';

export const newFromPreset: Command = {
  id: 'inferenceCharts.newFromPreset',
  run: async (session) => {
    const presets = await ask(session.client, presetsRequest, null);
    const picked = await vscode.window.showQuickPick(presets.map(toItem), {
      title: 'New Inference Values from Preset',
      placeHolder: 'Model, framework or hardware',
      matchOnDescription: true,
      matchOnDetail: true,
    });
    if (picked === undefined) return;
    const preset = await ask(session.client, presetTextRequest, { id: picked.id });
    if (preset === null) {
      await vscode.window.showErrorMessage(`The preset "${picked.label}" is no longer there.`);
      return;
    }
    const document = await vscode.workspace.openTextDocument({
      language: languageId,
      content: preset.text,
    });
    await vscode.window.showTextDocument(document);
  },
};

function toItem(preset: PresetInfo): vscode.QuickPickItem & { readonly id: string } {
  return {
    id: preset.id,
    label: preset.title,
    // Short enough to be seen whole; both lines are searched.
    description: preset.hardware,
    detail: `${preset.accelerator} · ${preset.framework} · ${preset.description}`,
  };
}
