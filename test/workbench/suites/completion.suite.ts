import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { openValues } from './values-file.ts';

suite('Completion writes what is meant', () => {
  test('a key of the map at the cursor', async () => {
    const editor = await openAtCursor('key.yaml', 'inference:\n  accelerator: gpu\n  framew$0\n');

    await acceptFirst(editor);

    assert.match(editor.document.getText(), /^inference:\n {2}accelerator: gpu\n {2}framework: /);
  });

  test('a value of those that the chart knows', async () => {
    const editor = await openAtCursor(
      'value.yaml',
      'inference:\n  accelerator: gpu\n  framework: ray$0\n',
    );

    await acceptFirst(editor);

    assert.equal(
      editor.document.getText(),
      'inference:\n  accelerator: gpu\n  framework: rayVllm\n',
    );
  });

  test('a whole configuration in an empty file', async () => {
    const editor = await openAtCursor('preset.inference.yaml', 'llama-4-sc$0');

    await acceptFirst(editor);

    assert.match(editor.document.getText(), /^inference:\n/m);
    assert.match(editor.document.getText(), /modelId: meta-llama\/Llama-4-Scout/);
  });
});

/** Opens a file with the cursor where `$0` stands. */
async function openAtCursor(name: string, marked: string): Promise<vscode.TextEditor> {
  const offset = marked.indexOf('$0');
  const editor = await openValues(name, marked.replace('$0', ''));
  const cursor = editor.document.positionAt(offset);
  editor.selection = new vscode.Selection(cursor, cursor);
  return editor;
}

/** Accepts the first suggestion, as Ctrl+Space and Enter do, and waits until it is written. */
async function acceptFirst({ document }: vscode.TextEditor): Promise<void> {
  const before = document.version;
  await vscode.commands.executeCommand('editor.action.triggerSuggest');
  // Does nothing until the list is there, and nothing tells when it is.
  while (document.version === before) {
    await vscode.commands.executeCommand('acceptSelectedSuggestion');
  }
}
