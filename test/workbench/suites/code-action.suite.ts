import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { findings, onlyFinding } from './findings.ts';
import { mismatch, soundValues } from './sample-values.ts';
import { openValues } from './values-file.ts';

suite('A fix mends the file', () => {
  test('a key that was meant to be another', async () => {
    const text = soundValues.replace('accelerator:', 'acelerator:');
    const { document } = await openValues('fix-key.yaml', text);
    const found = await onlyFinding(document, 'unknown-key');

    await apply(document, found, /accelerator/);

    assert.equal(document.getText(), soundValues);
    await findings(document);
  });

  test('the number of ranks', async () => {
    const { document } = await openValues('fix-ranks.yaml', mismatch);
    const found = await onlyFinding(document, 'tensor-parallel-exceeds-devices');

    await apply(document, found, /tensorParallelSize to 1/);

    assert.equal(document.getText(), soundValues);
    await findings(document);
  });
});

/** Applies the quick fix with this title, as the light bulb does. */
async function apply(
  document: vscode.TextDocument,
  finding: vscode.Diagnostic,
  title: RegExp,
): Promise<void> {
  const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
    'vscode.executeCodeActionProvider',
    document.uri,
    finding.range,
    vscode.CodeActionKind.QuickFix.value,
    // Asks for the edits of this many actions, which may come only when they are asked for.
    20,
  );
  const titles = actions.map((action) => action.title).join(', ');
  const action = actions.find((one) => title.test(one.title));
  assert.ok(action?.edit, `${String(title)} is among: ${titles}`);
  assert.ok(await vscode.workspace.applyEdit(action.edit));
}
