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
    const near = nearby();
    const presets = await ask(session.client, presetsRequest, near === undefined ? null : { near });
    const picked = await vscode.window.showQuickPick(presets.flatMap(toItems), {
      title: 'New Inference Values from Preset',
      placeHolder: 'Model, quantization, context, framework or hardware',
      matchOnDescription: true,
      matchOnDetail: true,
    });
    if (picked?.id === undefined) return;
    const { id, generation = '0.1' } = picked;
    const preset = await ask(session.client, presetTextRequest, { id, generation });
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
  readonly generation?: PresetInfo['generation'];
}

/** The file that is looked at: a new one is likely for the same chart. */
function nearby(): string | undefined {
  const { document } = vscode.window.activeTextEditor ?? {};
  const isFile = document?.uri.scheme === 'file' || document?.languageId === languageId;
  return isFile ? document.uri.toString() : undefined;
}

function toItems(
  preset: PresetInfo,
  index: number,
  all: readonly PresetInfo[],
): readonly PresetItem[] {
  const item = {
    id: preset.id,
    generation: preset.generation,
    label: preset.title,
    // Short enough to be seen whole; both lines are searched.
    description: preset.hardware,
    detail: `${preset.summary} · ${preset.description}`,
  };
  if (all[index - 1]?.group === preset.group) return [item];
  return [{ label: preset.group, kind: vscode.QuickPickItemKind.Separator }, item];
}
