import {
  DiagnosticSeverity,
  InsertTextFormat,
  type CodeAction,
  type CompletionItem,
  type Hover,
  type InlayHint,
} from 'vscode-languageserver-protocol';
import { afterEach, expect, test } from 'vitest';
import {
  chartChanged,
  chartRequest,
  detectRequest,
  explainLogRequest,
  fitRequest,
  presetsRequest,
  presetTextRequest,
  renderRequest,
} from '../../server/src/protocol.ts';
import { Editor, type EditorOptions } from './editor.ts';

let editor: Editor;

async function start(options?: EditorOptions): Promise<Editor> {
  editor = await Editor.start(options);
  return editor;
}

afterEach(async () => {
  expect(await editor.close()).toBe(0);
});

const chart = (name: string, version: string) => ({
  'chart/Chart.yaml': `apiVersion: v2\nname: ${name}\nversion: ${version}\n`,
  'chart/values.yaml': 'inference:\n  accelerator: gpu\n  framework: vllm\n',
});

test('says what is wrong when a document opens, and takes it back when it is mended', async () => {
  await start();
  const [wrong, ...others] = await editor.open('values.yaml', 'inference:\n  accelerator: gpus\n');
  expect(others).toEqual([]);
  expect(wrong).toMatchObject({
    code: 'value-not-allowed',
    source: 'inference-charts',
    severity: DiagnosticSeverity.Error,
    range: { start: { line: 1, character: 15 }, end: { line: 1, character: 19 } },
  });
  expect(wrong?.codeDescription?.href).toMatch(/\/docs\/rules\/value-not-allowed\.md$/);
  expect(await editor.type('values.yaml', [1, 18, 19], '')).toEqual([]);
  expect(await editor.type('values.yaml', [1, 15, 18], 'cpu')).toMatchObject([
    { code: 'value-not-allowed' },
  ]);
});

test('checks the last of many versions that arrive together', async () => {
  await start();
  await editor.open('values.yaml', 'inference:\n  accelerator: gpu\n');
  for (let at = 18; at < 40; at++) void editor.send('values.yaml', [1, at, at], 'x');
  await editor.send('values.yaml', [1, 18, 40], '');
  expect(await editor.diagnostics('values.yaml')).toEqual([]);
});

test('remarks on memory stand behind the values', async () => {
  await start();
  const text =
    'inference:\n  modelServer:\n    deployment:\n      instanceType: g5.xlarge\nmodelParameters:\n  modelId: Qwen/Qwen3-4B\n  maxModelLen: 8192\n';
  await editor.open('values.yaml', text);
  const range = { start: { line: 0, character: 0 }, end: { line: 7, character: 0 } };
  const hints = await editor.connection.sendRequest<InlayHint[]>('textDocument/inlayHint', {
    textDocument: { uri: editor.uri('values.yaml') },
    range,
  });
  expect(hints).toMatchObject([{ position: { line: 6, character: 19 }, paddingLeft: true }]);
  expect(hints[0]?.label).toMatch(/^KV cache [\d,]+ tokens, \d+\.\d requests$/);
});

test('the memory of a document is pictured, and one edit makes it fit', async () => {
  await start();
  const text =
    'inference:\n  modelServer:\n    deployment:\n      instanceType: g5.xlarge\nmodelParameters:\n  modelId: meta-llama/Llama-3.1-8B-Instruct\n  maxModelLen: 131072\n';
  expect(await editor.ask(fitRequest, { uri: editor.uri('values.yaml') })).toEqual({
    kind: 'not-open',
  });
  await editor.open('values.yaml', text);
  const fit = await editor.ask(fitRequest, { uri: editor.uri('values.yaml') });
  expect(fit).toMatchObject({ kind: 'estimated', version: 1, verdict: 'does-not-fit' });
  const [instance] = fit.kind === 'estimated' ? fit.instances : [];
  const { edit } = instance ?? {};
  if (edit === undefined) throw new Error('No instance type was offered.');
  await editor.connection.sendNotification('textDocument/didChange', {
    textDocument: { uri: editor.uri('values.yaml'), version: 2 },
    contentChanges: [{ range: edit.range, text: edit.newText }],
  });
  const after = await editor.ask(fitRequest, { uri: editor.uri('values.yaml') });
  expect(after).toMatchObject({ kind: 'estimated', version: 2, verdict: 'fits' });
});

test('a start-up log leads to the line of the document', async () => {
  await start();
  await editor.open('values.yaml', 'modelParameters:\n  maxModelLen: 131072\n');
  const log =
    'User-specified max_model_len (131072) is greater than the derived max_model_len (max_position_embeddings=40960 or model_max_length=None in model config.json).';
  const answer = await editor.ask(explainLogRequest, { log, uri: editor.uri('values.yaml') });
  const range = { start: { line: 1, character: 15 }, end: { line: 1, character: 21 } };
  expect(answer).toMatchObject({
    version: 1,
    failures: [
      {
        line: 0,
        keys: [{ key: 'maxModelLen', range, value: '131072' }],
        fixes: [{ title: 'Set maxModelLen to 40960', edit: { range, newText: '40960' } }],
      },
    ],
  });
  expect((await editor.ask(explainLogRequest, { log })).version).toBeUndefined();
});

test('positions count UTF-16 units, in documents with CRLF as well', async () => {
  await start();
  const found = await editor.open(
    'values.yaml',
    '# 🦙 llama\r\ninference: { serviceName: "ü🦙", accelerator: gpus }\r\n',
  );
  expect(found.map(({ code, range }) => [code, range.start])).toContainEqual([
    'value-not-allowed',
    { line: 1, character: 46 },
  ]);
});

test('any text gets an answer', async () => {
  await start();
  for (const [index, text] of ['\0', '{', 'a: &a [*a]', '<<<<<<< HEAD\n', '\t- x: "'].entries()) {
    const path = `values-${index}.yaml`;
    await editor.open(path, text);
    expect(await editor.ask(chartRequest, { uri: editor.uri(path) })).not.toBeNull();
  }
});

test('hover tells what a key is and where its value comes from', async () => {
  await start();
  await editor.open('values.yaml', 'modelParameters:\n  maxModelLen: 4096\n');
  const hover = await editor.connection.sendRequest<Hover>('textDocument/hover', {
    textDocument: { uri: editor.uri('values.yaml') },
    position: { line: 1, character: 5 },
  });
  expect(hover.range).toEqual({
    start: { line: 1, character: 2 },
    end: { line: 1, character: 13 },
  });
  expect(hover.contents).toMatchObject({ kind: 'markdown' });
  expect(JSON.stringify(hover.contents)).toContain('it replaces `8192` of the chart');
});

test('completion proposes what fits, in our order, to be taken as it is', async () => {
  await start();
  await editor.open('values.yaml', 'inference:\n  framework: \n');
  const items = await editor.connection.sendRequest<CompletionItem[]>('textDocument/completion', {
    textDocument: { uri: editor.uri('values.yaml') },
    position: { line: 1, character: 13 },
  });
  expect(items.map(({ label }) => label)).toEqual(expect.arrayContaining(['vllm', 'rayVllm']));
  expect(items.map(({ sortText }) => sortText)).toEqual(
    items.map(({ sortText }) => sortText).sort(),
  );
  expect(items.find(({ label }) => label === 'rayVllm')?.textEdit).toEqual({
    range: { start: { line: 1, character: 13 }, end: { line: 1, character: 13 } },
    newText: 'rayVllm',
  });
  // This editor has no snippets and is not VS Code.
  for (const item of items) {
    expect(item.insertTextFormat).toBe(InsertTextFormat.PlainText);
    expect(item.command).toBeUndefined();
  }
});

test('an empty document is offered whole configurations', async () => {
  await start();
  await editor.open('values.yaml', '');
  const items = await editor.connection.sendRequest<CompletionItem[]>('textDocument/completion', {
    textDocument: { uri: editor.uri('values.yaml') },
    position: { line: 0, character: 0 },
  });
  const preset = items.find(({ label }) => label.startsWith('Llama 3.2 1B'));
  expect(preset?.textEdit?.newText).toContain('modelParameters:');
});

test('a quick fix changes the text, and the text is clean then', async () => {
  await start();
  const text = 'modelParameters:\n  maxModelLenn: 4096 # tokens\n';
  const diagnostics = await editor.open('values.yaml', text);
  const actions = await editor.connection.sendRequest<CodeAction[]>('textDocument/codeAction', {
    textDocument: { uri: editor.uri('values.yaml') },
    range: diagnostics[0]?.range,
    context: { diagnostics },
  });
  const [preferred] = actions.filter(({ isPreferred }) => isPreferred);
  expect(preferred).toMatchObject({
    title: 'Rename maxModelLenn to maxModelLen',
    kind: 'quickfix',
    diagnostics: [{ code: 'unknown-key' }],
  });
  const [edit] = Object.values(preferred?.edit?.changes ?? {}).flat();
  expect(edit).toBeDefined();
  const range = edit?.range ?? { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
  const place = [range.start.line, range.start.character, range.end.character] as const;
  expect(await editor.type('values.yaml', place, edit?.newText ?? '')).toEqual([]);
});

test('fix all is offered when it is asked for, and holds safe fixes alone', async () => {
  await start();
  const text =
    'inference:\n  modelServer:\n    image:\n      tag: 0.10\nmodelParameters:\n  modelIdd: x\n';
  const diagnostics = await editor.open('values.yaml', text);
  const ask = (only: string[]) =>
    editor.connection.sendRequest<CodeAction[]>('textDocument/codeAction', {
      textDocument: { uri: editor.uri('values.yaml') },
      range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } },
      context: { diagnostics, only },
    });
  expect(await ask(['source.fixAll'])).toMatchObject([
    {
      kind: 'source.fixAll.inferenceCharts',
      edit: { changes: { [editor.uri('values.yaml')]: [{ newText: '"0.10"' }] } },
    },
  ]);
  expect(await ask(['source.organizeImports'])).toEqual([]);
});

test('outline, folding and links of the modeline', async () => {
  await start({ files: { ...chart('inference-charts', '0.1.0'), 'base.yaml': 'inference: {}\n' } });
  await editor.open(
    'values.yaml',
    '# inference-charts: chart=chart after=base.yaml\ninference:\n  accelerator: gpu\n',
  );
  const about = { textDocument: { uri: editor.uri('values.yaml') } };
  expect(await editor.connection.sendRequest('textDocument/documentSymbol', about)).toMatchObject([
    { name: 'inference', children: [{ name: 'accelerator', detail: 'gpu' }] },
  ]);
  expect(await editor.connection.sendRequest('textDocument/foldingRange', about)).toMatchObject([
    { startLine: 1, endLine: 2 },
  ]);
  expect(await editor.connection.sendRequest('textDocument/documentLink', about)).toMatchObject([
    { target: editor.uri('chart/Chart.yaml') },
    { target: editor.uri('base.yaml') },
  ]);
});

test('the chart is the one of the modeline, of the setting, nearby, or in the box', async () => {
  await start({ files: chart('inference-charts', '0.1.7'), settings: { chart: '' } });
  const chosen = async (path: string, text: string) => {
    await editor.open(path, text);
    const answer = await editor.ask(chartRequest, { uri: editor.uri(path) });
    return [answer?.version, answer?.chosenBy];
  };
  expect(await chosen('one.yaml', 'inference: {}\n')).toEqual(['0.1.7', 'nearby']);
  expect(await chosen('deep/er/two.yaml', '# inference-charts: chart=../../chart\n')).toEqual([
    '0.1.7',
    'modeline',
  ]);
  expect(await chosen('deep/er/three.yaml', 'inference: {}\n')).toEqual(['0.1.0', 'box']);
  const changed = editor.told(chartChanged);
  await editor.changeSettings({ chart: 'chart' });
  expect((await changed).uris).toContain(editor.uri('deep/er/three.yaml'));
  expect(await editor.ask(chartRequest, { uri: editor.uri('deep/er/three.yaml') })).toMatchObject({
    version: '0.1.7',
    chosenBy: 'setting',
  });
});

test('a chart that is named and not there is told on the modeline', async () => {
  await start();
  const found = await editor.open('values.yaml', '# inference-charts: chart=nowhere\n');
  expect(found).toMatchObject([
    {
      code: 'chart-not-readable',
      message: 'The chart nowhere cannot be used: there is no Chart.yaml in it.',
      range: { start: { line: 0, character: 0 } },
    },
  ]);
});

test('a change of an earlier values file is checked at once', async () => {
  await start({ files: { 'base.yaml': 'inference:\n  accelerator: gpu\n' } });
  const text =
    '# inference-charts: after=base.yaml\ninference:\n  modelServer:\n    deployment:\n      instanceType: inf2.8xlarge\n';
  const before = await editor.open('values.yaml', text);
  expect(before.map(({ code }) => code)).toContain('accelerator-instance-mismatch');
  const related = before.flatMap(({ relatedInformation = [] }) => relatedInformation);
  expect(related.map(({ location }) => location.uri)).toContain(editor.uri('base.yaml'));

  editor.write('base.yaml', 'inference:\n  accelerator: neuron\n');
  const next = editor.nextDiagnostics();
  await editor.connection.sendNotification('workspace/didChangeWatchedFiles', {
    changes: [{ uri: editor.uri('base.yaml'), type: 2 }],
  });
  await next;
  const codes = (await editor.diagnostics('values.yaml')).map(({ code }) => code);
  expect(codes).not.toContain('accelerator-instance-mismatch');
});

test('a chart that changes is read again, whatever the editor tells of the disk', async () => {
  await start({ files: chart('ours', '0.1.1') });
  await editor.open('values.yaml', '# inference-charts: chart=chart\ninference: {}\n');
  const uri = editor.uri('values.yaml');
  expect(await editor.ask(chartRequest, { uri })).toMatchObject({ version: '0.1.1' });

  const heard = editor.told(chartChanged);
  for (const [path, text] of Object.entries(chart('ours', '0.1.2'))) editor.write(path, text);

  expect(await heard).toEqual({ uris: [uri] });
  expect(await editor.ask(chartRequest, { uri })).toMatchObject({ version: '0.1.2' });
});

test('a plain YAML document is recognised by its content', async () => {
  await start();
  const ask = (text: string) => editor.ask(detectRequest, { uri: editor.uri('x.yaml'), text });
  expect(await ask('inference:\n  accelerator: gpu\n')).toEqual({ isInferenceValues: true });
  expect(await ask('apiVersion: v1\nkind: Pod\n')).toEqual({ isInferenceValues: false });
});

test('presets are listed, and each one opens without a finding', async () => {
  await start();
  const presets = await editor.ask(presetsRequest, null);
  expect(presets.length).toBeGreaterThan(9);
  for (const { id, fileName, title, hardware } of presets) {
    expect(title).not.toBe('');
    expect(hardware).not.toBe('');
    const preset = await editor.ask(presetTextRequest, { id });
    expect(await editor.open(fileName, preset?.text ?? '')).toEqual([]);
  }
  expect(await editor.ask(presetTextRequest, { id: 'no-such-preset' })).toBeNull();
});

test('presets speak the dialect of the chart near the new file', async () => {
  const newer = chart('inference-charts', '0.2.7');
  await start({
    files: { ...newer, 'older/Chart.yaml': newer['chart/Chart.yaml'].replace('0.2.7', '0.1.0') },
  });
  const presets = await editor.ask(presetsRequest, null);
  expect(presets.slice(0, 100).every(({ generation }) => generation === '0.2')).toBe(true);
  const ray = presets.find(({ framework }) => framework === 'ray-vllm');
  const preset = await editor.ask(presetTextRequest, { id: ray?.id ?? '', generation: '0.2' });
  expect(preset?.text).toMatch(/^model: /m);

  // What such charts cannot serve comes last, and says so.
  const last = presets.at(-1);
  expect(last).toMatchObject({ generation: '0.1', accelerator: 'neuron', framework: 'rayVllm' });
  expect(last?.group).toBe('For charts 0.1 alone · AWS Neuron · vLLM on Ray Serve');

  const elsewhere = await editor.ask(presetsRequest, { near: editor.uri('older/values.yaml') });
  expect(new Set(elsewhere.map((one) => one.generation))).toEqual(new Set(['0.1']));
});

test('renders the text of the editor, and says where the chart refuses it', async () => {
  await start();
  await editor.open('values.yaml', 'inference:\n  serviceName: my-model\n');
  const uri = editor.uri('values.yaml');
  const rendered = await editor.ask(renderRequest, { uri });
  if (rendered.kind !== 'rendered') throw new Error(JSON.stringify(rendered));
  expect(rendered.release).toBe('my-model');
  const lines = rendered.manifests.split('\n');
  for (const { kind, name, source, line } of rendered.documents) {
    expect(lines[line]).toBe('---');
    expect(lines[line + 1]).toBe(`# Source: ${source}`);
    expect(rendered.manifests).toContain(`kind: ${kind}`);
    expect(rendered.manifests).toContain(`name: ${name}`);
  }
  expect(await editor.ask(renderRequest, { uri, text: 'inference: [' })).toMatchObject({
    kind: 'failed',
  });
});

test('an editor that asks about a document it never opened gets no error', async () => {
  await start();
  const uri = editor.uri('never.yaml');
  expect(await editor.ask(chartRequest, { uri })).toBeNull();
  const about = { textDocument: { uri }, position: { line: 0, character: 0 } };
  expect(await editor.connection.sendRequest('textDocument/hover', about)).toBeNull();
});

test('a closed document has no diagnostics any more', async () => {
  await start();
  await editor.open('values.yaml', 'inference:\n  accelerator: gpus\n');
  const next = editor.nextDiagnostics();
  await editor.connection.sendNotification('textDocument/didClose', {
    textDocument: { uri: editor.uri('values.yaml') },
  });
  await next;
  expect(await editor.ask(chartRequest, { uri: editor.uri('values.yaml') })).toBeNull();
});
