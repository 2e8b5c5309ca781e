import * as vscode from 'vscode';
import { detectRequest, languageId } from '../../server/src/protocol.ts';
import { ask } from './language-client.ts';
import type { Session } from './session.ts';

const rememberedKey = 'notInferenceFiles';

/** Gives plain YAML documents our language when the server says they are inference values. */
export function keepLanguageMode(session: Session): vscode.Disposable {
  const consider = (document: vscode.TextDocument): void => {
    adoptIfOurs(session, document).catch((error: unknown) => {
      session.output.error('language mode', error instanceof Error ? error : String(error));
    });
  };
  vscode.workspace.textDocuments.forEach(consider);
  return vscode.Disposable.from(
    vscode.workspace.onDidOpenTextDocument(consider),
    // A new file becomes ours once its text says so; saved is a good moment to look again.
    vscode.workspace.onDidSaveTextDocument(consider),
  );
}

/** "Not an inference file": back to YAML, and never asked again for this file in this workspace. */
export async function releaseDocument(
  session: Session,
  document: vscode.TextDocument,
): Promise<void> {
  const uris = new Set(remembered(session)).add(document.uri.toString());
  await session.context.workspaceState.update(rememberedKey, [...uris]);
  await vscode.languages.setTextDocumentLanguage(document, 'yaml');
}

/** Takes back an earlier "Not an inference file". */
export async function adoptDocument(
  session: Session,
  document: vscode.TextDocument,
): Promise<void> {
  const uris = remembered(session).filter((uri) => uri !== document.uri.toString());
  await session.context.workspaceState.update(rememberedKey, uris);
  await vscode.languages.setTextDocumentLanguage(document, languageId);
}

async function adoptIfOurs(session: Session, document: vscode.TextDocument): Promise<void> {
  if (!isPlainYaml(document)) return;
  const uri = document.uri.toString();
  if (remembered(session).includes(uri)) return;
  const { isInferenceValues } = await ask(session.client, detectRequest, {
    uri,
    text: document.getText(),
  });
  // Asked again: the answer took a moment, and the user may have closed or changed the document.
  if (isInferenceValues && !document.isClosed && isPlainYaml(document))
    await vscode.languages.setTextDocumentLanguage(document, languageId);
}

function isPlainYaml(document: vscode.TextDocument): boolean {
  return document.languageId === 'yaml';
}

function remembered(session: Session): readonly string[] {
  return session.context.workspaceState.get<readonly string[]>(rememberedKey) ?? [];
}
