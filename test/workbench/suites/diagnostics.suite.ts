import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { findings, onlyFinding } from './findings.ts';
import { mismatch, soundValues } from './sample-values.ts';
import { openValues, rangeOf, replace } from './values-file.ts';

suite('What is wrong is said where it stands', () => {
  test('more ranks than the pod has GPUs', async () => {
    const { document } = await openValues('ranks.yaml', mismatch);

    const found = await onlyFinding(document, 'tensor-parallel-exceeds-devices');

    const size = rangeOf(document, 'tensorParallelSize: 4');
    assert.deepEqual(found.range, new vscode.Range(size.end.translate(0, -1), size.end));
    assert.equal(found.severity, vscode.DiagnosticSeverity.Error);
    assert.match(found.message, /tensorParallelSize is 4, but the pod requests 1 nvidia.com\/gpu/);
    const places = found.relatedInformation?.map(({ location }) => location) ?? [];
    assert.deepEqual(
      places.map(({ uri, range }) => `${uri.path} ${document.lineAt(range.start).text.trim()}`),
      [`${document.uri.path} nvidia.com/gpu: 1`, `${document.uri.path} nvidia.com/gpu: 1`],
    );
    const page = typeof found.code === 'object' ? found.code.target : undefined;
    assert.ok(page, 'the code leads to its page');
    const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(page));
    assert.match(text, /tensor-parallel-exceeds-devices/);
  });

  test('it goes when the file is mended, and comes back with the mistake', async () => {
    const editor = await openValues('mended.yaml', mismatch);
    await findings(editor.document, 'tensor-parallel-exceeds-devices');

    await replace(editor, 'tensorParallelSize: 4', 'tensorParallelSize: 1');
    await findings(editor.document);

    await vscode.commands.executeCommand('undo');
    await findings(editor.document, 'tensor-parallel-exceeds-devices');
  });

  test('a file that is broken as YAML says only that', async () => {
    const broken = mismatch.replace('serviceName: llama-32-1b', 'serviceName: "llama-32-1b');
    const { document } = await openValues('broken.yaml', broken);

    const found = await onlyFinding(document, 'yaml-syntax');

    assert.equal(found.severity, vscode.DiagnosticSeverity.Error);
  });

  test('a key that the chart does not read, with the one that was meant', async () => {
    const text = soundValues.replace('accelerator:', 'acelerator:');
    const { document } = await openValues('unknown-key.yaml', text);

    const found = await onlyFinding(document, 'unknown-key');

    assert.deepEqual(found.range, rangeOf(document, 'acelerator'));
    assert.match(found.message, /Did you mean accelerator\?/);
  });

  test('in presets nothing but what is put there', async () => {
    const presets = await vscode.workspace.findFiles('values-llama-3*-vllm*.yaml');
    assert.ok(presets.length > 5);
    for (const preset of presets) {
      const document = await vscode.workspace.openTextDocument(preset);
      const editor = await vscode.window.showTextDocument(document);
      // The one mistake shows that the file has been judged.
      await editor.edit((edit) => {
        edit.insert(document.lineAt(document.lineCount - 1).range.end, '\nunheard: of\n');
      });
      await findings(document, 'unknown-key');
      await vscode.commands.executeCommand('workbench.action.files.revert');
    }
  });
});
