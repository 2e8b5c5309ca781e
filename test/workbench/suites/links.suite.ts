import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { eventually } from './eventually.ts';
import { openPreview, shows } from './manifest-preview.ts';
import { soundValues } from './sample-values.ts';
import { openValues, rangeOf, replace } from './values-file.ts';

suite('Values and manifests are linked line by line', () => {
  test('from a manifest line to the value it comes from', async () => {
    const values = await openValues('linked-back.yaml', soundValues);
    const preview = await openPreview(values);

    const line = lineWith(preview, 'name: llama-32-1b');
    const target = await definitionIn(values.document, preview, line);

    const { line: written } = rangeOf(values.document, 'serviceName: llama-32-1b').start;
    assert.equal(target?.targetRange.start.line, written);
  });

  test('by command, there and back', async () => {
    const values = await openValues('linked-there.yaml', soundValues);
    const at = rangeOf(values.document, 'serviceName: llama-32-1b').start;
    values.selection = new vscode.Selection(at, at);

    await vscode.commands.executeCommand('inferenceCharts.showInPreview');
    const preview = await eventually(() => {
      const active = vscode.window.activeTextEditor;
      return active?.document.uri.scheme === 'inference-manifests' ? active : undefined;
    });
    const { line } = preview.selection.active;
    assert.match(preview.document.lineAt(line).text, /llama-32-1b/);

    await vscode.commands.executeCommand('inferenceCharts.goToValues');
    await eventually(() =>
      vscode.window.activeTextEditor?.document.uri.toString() === values.document.uri.toString()
        ? true
        : undefined,
    );
    assert.equal(vscode.window.activeTextEditor?.selection.start.line, at.line);
  });

  test('follows the cursor, also after typing', async () => {
    const values = await openValues('linked-follow.yaml', soundValues);
    const preview = await openPreview(values);
    const shown = vscode.window.visibleTextEditors.find(({ document }) => document === preview);
    assert.ok(shown);
    await replace(values, 'llama-32-1b', 'followed');
    await shows(preview, /name: followed\n/);
    const line = lineWith(preview, 'name: followed');
    const target = await definitionIn(values.document, preview, line);
    const { line: written } = rangeOf(values.document, 'serviceName: followed').start;
    assert.equal(target?.targetRange.start.line, written);
  });

  test('a line that no value decides leads nowhere', async () => {
    const values = await openValues('linked-nowhere.yaml', soundValues);
    const preview = await openPreview(values);
    assert.deepEqual(await definitions(preview, lineWith(preview, '# Source:')), []);
  });
});

function lineWith(document: vscode.TextDocument, text: string): number {
  return document.positionAt(document.getText().indexOf(text)).line;
}

/** VS Code puts the places in the order of their files. */
async function definitionIn(
  values: vscode.TextDocument,
  preview: vscode.TextDocument,
  line: number,
): Promise<vscode.LocationLink | undefined> {
  const found = await definitions(preview, line);
  return found.find(({ targetUri }) => targetUri.toString() === values.uri.toString());
}

async function definitions(
  document: vscode.TextDocument,
  line: number,
): Promise<readonly vscode.LocationLink[]> {
  const at = new vscode.Position(line, document.lineAt(line).firstNonWhitespaceCharacterIndex + 1);
  return vscode.commands.executeCommand<vscode.LocationLink[]>(
    'vscode.executeDefinitionProvider',
    document.uri,
    at,
  );
}
