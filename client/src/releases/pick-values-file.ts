import * as vscode from 'vscode';
import { detectRequest, languageId, type ReleaseTarget } from '../../../server/src/protocol.ts';
import { ask } from '../language-client.ts';
import type { Session } from '../session.ts';

/**
 * Asks which values file a release is compared with: a release does not say which file it was
 * deployed from. Open files come first; any other is one step further.
 */
export async function pickValuesFile(
  session: Session,
  { release }: ReleaseTarget,
): Promise<vscode.TextDocument | undefined> {
  const open = openValuesDocuments();
  if (open.length === 0) return browse(session, release);
  const other: Choice = { label: '$(folder-opened) Choose Another File…' };
  const chosen = await vscode.window.showQuickPick([...open.map(choiceOf), other], {
    title: `Compare ${release} with which values file?`,
  });
  if (chosen === undefined) return undefined;
  return chosen.document ?? browse(session, release);
}

interface Choice extends vscode.QuickPickItem {
  /** Absent where one is still to be chosen. */
  readonly document?: vscode.TextDocument;
}

/** The one that is worked on stands first. */
function openValuesDocuments(): readonly vscode.TextDocument[] {
  const active = vscode.window.activeTextEditor?.document;
  const open = vscode.workspace.textDocuments.filter((one) => one.languageId === languageId);
  return [...open.filter((one) => one === active), ...open.filter((one) => one !== active)];
}

function choiceOf(document: vscode.TextDocument): Choice {
  const path = vscode.workspace.asRelativePath(document.uri);
  const name = path.slice(path.lastIndexOf('/') + 1);
  return { label: name, description: path === name ? '' : path, document };
}

async function browse(session: Session, release: string): Promise<vscode.TextDocument | undefined> {
  const [uri] =
    (await vscode.window.showOpenDialog({
      title: `Compare ${release} with which values file?`,
      openLabel: 'Compare',
      filters: { YAML: ['yaml', 'yml'] },
    })) ?? [];
  if (uri === undefined) return undefined;
  const document = await vscode.workspace.openTextDocument(uri);
  if (document.languageId === languageId) return document;
  const text = document.getText();
  const { isInferenceValues } = await ask(session.client, detectRequest, {
    uri: uri.toString(),
    text,
  });
  if (isInferenceValues) return vscode.languages.setTextDocumentLanguage(document, languageId);
  await vscode.window.showWarningMessage(
    `${vscode.workspace.asRelativePath(uri)} is not an inference values file. If it is one, open it and set its language to "Inference Values".`,
    'OK',
  );
  return undefined;
}
