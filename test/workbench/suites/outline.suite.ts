import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { soundValues } from './sample-values.ts';
import { openValues, rangeOf } from './values-file.ts';

suite('A file can be found through', () => {
  test('by its outline', async () => {
    const { document } = await openValues('outline.yaml', soundValues);

    const symbols = await vscode.commands.executeCommand<vscode.DocumentSymbol[]>(
      'vscode.executeDocumentSymbolProvider',
      document.uri,
    );

    assert.deepEqual(
      symbols.map(({ name }) => name),
      ['inference', 'modelParameters'],
    );
    const model = symbols[1]?.children.find(({ name }) => name === 'modelId');
    assert.equal(model?.detail, 'NousResearch/Llama-3.2-1B');
    assert.deepEqual(model.selectionRange, rangeOf(document, 'modelId'));
  });

  test('by folding', async () => {
    const { document } = await openValues('folding.yaml', soundValues);

    const folds = await vscode.commands.executeCommand<vscode.FoldingRange[]>(
      'vscode.executeFoldingRangeProvider',
      document.uri,
    );

    const line = (text: string) => rangeOf(document, text).start.line;
    const last = line('tensorParallelSize: 1');
    assert.ok(folds.some((fold) => fold.start === 0 && fold.end === line('modelParameters:') - 1));
    assert.ok(folds.some((fold) => fold.start === line('modelParameters:') && fold.end === last));
  });
});
