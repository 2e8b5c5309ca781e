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
    const picked = await vscode.window.showQuickPick(presets.flatMap(toItems), {
      title: 'New Inference Values from Preset',
      placeHolder: 'Model, quantization, context, framework or hardware',
      matchOnDescription: true,
      matchOnDetail: true,
    });
    if (picked?.id === undefined) return;
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

interface PresetItem extends vscode.QuickPickItem {
  /** Absent on the heading of a group. */
  readonly id?: string;
}

function toItems(
  preset: PresetInfo,
  index: number,
  all: readonly PresetInfo[],
): readonly PresetItem[] {
  const item = {
    id: preset.id,
    label: preset.title,
    // Short enough to be seen whole; both lines are searched.
    description: preset.hardware,
    detail: `${preset.summary} · ${preset.description}`,
  };
  if (all[index - 1]?.group === preset.group) return [item];
  return [{ label: preset.group, kind: vscode.QuickPickItemKind.Separator }, item];
}
