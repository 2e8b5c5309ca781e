import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import * as vscode from 'vscode';
import { extensionFile } from './extension.ts';
import { openPreview, shows } from './manifest-preview.ts';
import { soundValues } from './sample-values.ts';
import { openValues, replace } from './values-file.ts';

suite('The preview shows what Helm would print', () => {
  test('beside the file, which keeps the cursor', async () => {
    const values = await openValues('beside.yaml', soundValues);

    const preview = await openPreview(values);

    assert.equal(preview.languageId, 'yaml');
    const shown = vscode.window.visibleTextEditors.find(({ document }) => document === preview);
    assert.equal(shown?.viewColumn, vscode.ViewColumn.Two);
    assert.equal(vscode.window.activeTextEditor?.document, values.document);
  });

  test('the same bytes as the command line', async () => {
    const values = await openValues('bytes.yaml', soundValues);

    const preview = await openPreview(values);

    const { fsPath } = values.document.uri;
    const cli = extensionFile('dist/cli.mjs').fsPath;
    const printed = execFileSync(process.execPath, [cli, 'render', '-f', fsPath], {
      encoding: 'utf8',
      // In desktop VS Code the executable is Electron.
      env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
    });
    assert.match(printed, /kind: Deployment/);
    assert.equal(preview.getText(), printed);
  });

  test('as it is typed, without saving', async () => {
    const values = await openValues('typed.yaml', soundValues);
    const preview = await openPreview(values);
    assert.match(preview.getText(), /name: llama-32-1b\n/);

    await replace(values, 'llama-32-1b', 'renamed');
    await shows(preview, /name: renamed\n/);
    await replace(values, 'renamed', 'renamed-again');
    await shows(preview, /name: renamed-again\n/);

    assert.ok(values.document.isDirty);
    assert.doesNotMatch(preview.getText(), /llama-32-1b/);
  });

  test('keeps the last good state while the file cannot be rendered, and says why', async () => {
    const values = await openValues('broken-preview.yaml', soundValues);
    const preview = await openPreview(values);
    const good = preview.getText();

    await replace(values, 'serviceName: llama-32-1b', 'serviceName: "llama-32-1b');
    const broken = await shows(preview, /^# Helm cannot render this file:\n# {3}/);
    assert.ok(broken.endsWith(good), 'the last good state is still there');

    await replace(values, 'serviceName: "llama-32-1b', 'serviceName: llama-32-1b');
    await shows(preview, /^---/);
    assert.equal(preview.getText(), good);
  });

  test('says why when there never was a good state, and recovers', async () => {
    const broken = soundValues.replace('accelerator: gpu', 'accelerator: abacus');
    const values = await openValues('never-good.yaml', broken);

    const preview = await openPreview(values);
    assert.match(preview.getText(), /^# Helm cannot render this file:\n# {3}.*accelerator/s);

    await replace(values, 'abacus', 'gpu');
    await shows(preview, /^---/);
  });

  test('comes back when it was closed', async () => {
    const values = await openValues('reopened.yaml', soundValues);
    const first = await openPreview(values);
    const tab = vscode.window.tabGroups.all
      .flatMap(({ tabs }) => tabs)
      .find(({ input }) => input instanceof vscode.TabInputText && isSame(input.uri, first.uri));
    assert.ok(tab);
    await vscode.window.tabGroups.close(tab);
    await replace(values, 'llama-32-1b', 'meanwhile');

    const second = await openPreview(values);

    await shows(second, /name: meanwhile\n/);
  });
});

function isSame(a: vscode.Uri, b: vscode.Uri): boolean {
  return a.toString() === b.toString();
}
