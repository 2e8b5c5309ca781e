import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { eventually } from './eventually.ts';
import { soundValues } from './sample-values.ts';
import { inWorkspace, openValues } from './values-file.ts';

suite('A file is ours by what it says, and by nothing else', () => {
  test('presets of every framework and accelerator', async () => {
    const presets = await vscode.workspace.findFiles('values-llama-3*-vllm*.yaml');
    assert.ok(presets.length > 5);
    for (const preset of presets) {
      const document = await vscode.workspace.openTextDocument(preset);
      await languageOf(document, 'inference-values');
    }
  });

  test('a name of ours, whatever is in it', async () => {
    for (const name of ['llama.inference.yaml', 'inference-values-prod.yaml']) {
      const document = await openWritten(name, '');
      assert.equal(document.languageId, 'inference-values');
    }
  });

  for (const [what, text] of Object.entries({
    'a Kubernetes manifest': `apiVersion: v1
kind: ConfigMap
metadata:
  name: inference
data:
  inference: |
    framework: vllm
`,
    'a compose file': `services:
  inference:
    image: vllm/vllm-openai
inference:
  framework: vllm
`,
    "another chart's values": `replicaCount: 1
inference:
  enabled: true
`,
    'a template': `inference:
{{- with .Values.inference }}
  framework: {{ .framework }}
{{- end }}
`,
  })) {
    test(`never ${what}`, async () => {
      const name = what.replaceAll(/\W+/g, '-');
      const other = await openWritten(`${name}.yaml`, text);
      // Documents are looked at in the order in which they are opened.
      await openValues(`after-${name}.yaml`, soundValues);
      assert.equal(other.languageId, 'yaml');
    });
  }

  test('a file that becomes one while it is written, once it is saved', async () => {
    const document = await openWritten('growing.yaml', 'name: draft\n');
    const edit = new vscode.WorkspaceEdit();
    edit.replace(document.uri, new vscode.Range(0, 0, 1, 0), soundValues);
    await vscode.workspace.applyEdit(edit);
    assert.equal(document.languageId, 'yaml');

    await document.save();

    await languageOf(document, 'inference-values');
  });

  test('"This Is Not an Inference File" is remembered, until it is taken back', async () => {
    const { document } = await openValues('not-ours.yaml', soundValues);

    await vscode.commands.executeCommand('inferenceCharts.notInferenceFile');
    await languageOf(document, 'yaml');
    assert.deepEqual(vscode.languages.getDiagnostics(document.uri), []);

    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
    const again = await openWritten('not-ours.yaml', soundValues);
    await openValues('after-not-ours.yaml', soundValues);
    assert.equal(again.languageId, 'yaml');

    await vscode.window.showTextDocument(again);
    await vscode.commands.executeCommand('inferenceCharts.isInferenceFile');
    await languageOf(again, 'inference-values');
  });
});

async function openWritten(name: string, text: string): Promise<vscode.TextDocument> {
  const uri = inWorkspace(name);
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
  return vscode.workspace.openTextDocument(uri);
}

async function languageOf(document: vscode.TextDocument, language: string): Promise<void> {
  await eventually(
    () => (document.languageId === language ? true : undefined),
    () => `${document.uri.path} is ${document.languageId}, not ${language}`,
  );
}
