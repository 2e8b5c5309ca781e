import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import type { Diagnostic, Location } from 'vscode-languageserver-protocol/node';
import { Editor } from './editor.ts';

const chartFolder = join(import.meta.dirname, '../fixtures/charts/generation-0.2');

/** The chart of the fixtures as a part of the workspace. */
const chart = Object.fromEntries(
  readdirSync(chartFolder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => {
      const file = join(entry.parentPath, entry.name);
      return [`chart${file.slice(chartFolder.length)}`, readFileSync(file, 'utf8')];
    }),
);

let editor: Editor;

afterEach(async () => {
  await editor.close();
});

const codes = (found: readonly Diagnostic[]) => found.map(({ code }) => code);

test('effects are told once the engine has said what the templates read', async () => {
  editor = await Editor.start({ files: chart });
  const text =
    '# inference-charts: chart=chart\nmodel: a/b\ninference:\n  framework: vllm\n  modelServer:\n    deployment:\n      maxReplicas: 3\n      replica: 2\n';
  expect(codes(await editor.open('values.yaml', text))).toEqual([]);
  await editor.nextDiagnostics();
  const found = await editor.diagnostics('values.yaml');
  expect(codes(found)).toEqual(['key-not-read', 'key-never-read']);
  // DiagnosticTag.Unnecessary
  expect(found[0]?.tags).toEqual([1]);

  // From now on they are there at once, as long as the chart stays as it is.
  expect(codes(await editor.type('values.yaml', [7, 6, 13], 'replicas'))).toEqual(['key-not-read']);
  editor.write(
    'chart/templates/extra.yaml',
    '{{- if eq .Values.inference.framework "vllm" }}\n# {{ .Values.inference.modelServer.deployment.maxReplicas }}\n{{- end }}\n',
  );
  await editor.connection.sendNotification('workspace/didChangeWatchedFiles', {
    changes: [{ uri: editor.uri('chart/templates/extra.yaml'), type: 1 }],
  });
  await editor.nextDiagnostics();
  await editor.nextDiagnostics();
  expect(await editor.diagnostics('values.yaml')).toEqual([]);
});

test('what the chart in the box reads is known without the engine', async () => {
  editor = await Editor.start();
  const text =
    'inference:\n  framework: vllm\n  modelServer:\n    deployment:\n      maxReplicas: 3\n';
  expect(codes(await editor.open('values.yaml', text))).toEqual(['key-not-read']);
});

test('a key leads to the template lines that print it, and to all that read it', async () => {
  editor = await Editor.start({ files: chart });
  const text =
    '# inference-charts: chart=chart\nmodel: a/b\ninference:\n  framework: vllm\n  serviceName: b\n';
  await editor.open('values.yaml', text);
  const at = {
    textDocument: { uri: editor.uri('values.yaml') },
    position: { line: 1, character: 2 },
  };
  const definition = await editor.connection.sendRequest<Location[]>('textDocument/definition', at);
  const lines = (chart['chart/templates/vllm.yaml'] ?? '').split('\n');
  const line = lines.findIndex((one) => one.includes('vllm serve'));
  expect(definition.map(({ uri }) => uri)).toEqual([editor.uri('chart/templates/vllm.yaml')]);
  expect(definition[0]?.range.start.line).toBe(line);
  const references = await editor.connection.sendRequest<Location[]>('textDocument/references', {
    ...at,
    context: { includeDeclaration: true },
  });
  expect(references.map(({ uri }) => uri)).toContain(editor.uri('chart/templates/ray.yaml'));
  expect(references.at(-1)?.uri).toBe(editor.uri('chart/values.yaml'));
});

test('hover on the parameters of a chart 0.2 shows the command that serves', async () => {
  editor = await Editor.start({ files: chart });
  const text =
    '# inference-charts: chart=chart\nmodel: a/b\ninference:\n  framework: vllm\nmodelParameters:\n  maxModelLen: 4096\n';
  await editor.open('values.yaml', text);
  // What the templates read is asked first, so that the engine has started by then.
  await editor.nextDiagnostics();
  const hover = await editor.connection.sendRequest<{ contents: { value: string } }>(
    'textDocument/hover',
    {
      textDocument: { uri: editor.uri('values.yaml') },
      position: { line: 4, character: 3 },
    },
  );
  expect(hover.contents.value).toContain(
    'vllm serve a/b --max-model-len 4096 --tensor-parallel-size 1',
  );
});
