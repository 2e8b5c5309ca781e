import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { soundValues } from './sample-values.ts';
import { openValues, rangeOf } from './values-file.ts';

suite('A hover explains a key', () => {
  test('its meaning, its default and what it becomes', async () => {
    const { document } = await openValues('hover.yaml', soundValues);
    const key = rangeOf(document, 'maxModelLen');

    const [hover, ...others] = await hovers(document, key.start.translate(0, 2));

    assert.ok(hover);
    assert.deepEqual(others, []);
    assert.ok(hover.range?.contains(key.start));
    assert.match(textOf(hover), /MAX_MODEL_LEN/);
    assert.match(textOf(hover), /default/i);
  });
});

async function hovers(
  document: vscode.TextDocument,
  position: vscode.Position,
): Promise<readonly vscode.Hover[]> {
  return vscode.commands.executeCommand('vscode.executeHoverProvider', document.uri, position);
}

function textOf({ contents }: vscode.Hover): string {
  return contents
    .flatMap((part) => (part instanceof vscode.MarkdownString ? [part.value] : []))
    .join('\n');
}
