import { afterEach, expect, test } from 'vitest';
import type { DocumentLink, Hover } from 'vscode-languageserver-protocol';
import { fitRequest } from '../../server/src/protocol.ts';
import { dedent } from '../markers.ts';
import { Editor } from './editor.ts';

let editor: Editor;

afterEach(async () => {
  await editor.close();
});

/** The shape of Llama 3.1 8B, with as many layers as wanted. */
const config = (layers: number) =>
  JSON.stringify({
    architectures: ['LlamaForCausalLM'],
    model_type: 'llama',
    num_hidden_layers: layers,
    hidden_size: 4096,
    intermediate_size: 14336,
    num_attention_heads: 32,
    num_key_value_heads: 8,
    vocab_size: 128256,
    max_position_embeddings: 131072,
    torch_dtype: 'bfloat16',
    tie_word_embeddings: false,
  });

const values = dedent(`
  inference:
    accelerator: gpu
    framework: vllm
    serviceName: ours
    modelServer:
      image:
        tag: v0.11.0
      deployment:
        instanceType: g6.xlarge
  modelParameters:
    modelId: /models/ours
    maxModelLen: 8192
    gpuMemoryUtilization: 0.9
`);
const modelLine = values.split('\n').findIndex((line) => line.includes('modelId'));
const tooLarge = 'context-length-exceeds-kv-cache';

async function changed(path: string): Promise<void> {
  const next = editor.nextDiagnostics();
  await editor.connection.sendNotification('workspace/didChangeWatchedFiles', {
    changes: [{ uri: editor.uri(path), type: 2 }],
  });
  await next;
}

async function hoverAt(line: number): Promise<string> {
  const hover = await editor.connection.sendRequest<Hover>('textDocument/hover', {
    textDocument: { uri: editor.uri('serving/values.yaml') },
    position: { line, character: 14 },
  });
  return JSON.stringify(hover.contents);
}

const codes = (found: readonly { code?: number | string }[]) => found.map(({ code }) => code);

test('a modeline gives a local folder its shape, and the file is judged again with it', async () => {
  editor = await Editor.start({ files: { 'models/ours/config.json': config(32) } });
  const text = `# inference-charts: model-config=../models/ours\n${values}`;
  expect(codes(await editor.open('serving/values.yaml', text))).toEqual([]);

  const hover = await hoverAt(modelLine + 1);
  expect(hover).toContain('/models/ours: 8.03 billion parameters, 32 layers');
  expect(hover).toContain('Memory fit, by our estimate: **fits**');
  const uri = editor.uri('serving/values.yaml');
  expect(await editor.ask(fitRequest, { uri })).toMatchObject({
    kind: 'estimated',
    verdict: 'fits',
  });
  const links = await editor.connection.sendRequest<DocumentLink[]>('textDocument/documentLink', {
    textDocument: { uri },
  });
  expect(links.map(({ target }) => target)).toEqual([editor.uri('models/ours/config.json')]);

  editor.write('models/ours/config.json', config(128));
  await changed('models/ours/config.json');
  expect(codes(await editor.diagnostics('serving/values.yaml'))).toEqual([tooLarge]);
});

test('a config that is not there is told once, at the modeline, until it is', async () => {
  editor = await Editor.start();
  const text = `# inference-charts: model-config=config.json\n${values}`;
  const found = await editor.open('serving/values.yaml', text);
  expect(found).toMatchObject([
    {
      code: 'model-config-not-usable',
      message:
        'The model config config.json cannot be read: there is no such file. Memory and parallel sizes are judged without it.',
      range: { start: { line: 0 }, end: { line: 0 } },
    },
  ]);

  editor.write('serving/config.json', '{"hidden_size": 4096}');
  await changed('serving/config.json');
  const [other, ...more] = await editor.diagnostics('serving/values.yaml');
  expect(more).toEqual([]);
  expect(other?.message).toMatch(/^config\.json has no num_hidden_layers/);

  editor.write('serving/config.json', config(32));
  await changed('serving/config.json');
  expect(await editor.diagnostics('serving/values.yaml')).toEqual([]);
  expect(await hoverAt(modelLine + 1)).toContain('32 layers');
});

test('a setting names configs by model, and speaks of no other model', async () => {
  editor = await Editor.start({
    files: { 'models/ours.json': config(128) },
    settings: { modelConfigs: { '/models/ours': 'models/ours.json', 'acme/gone': 'gone.json' } },
  });
  expect(codes(await editor.open('serving/values.yaml', values))).toEqual([tooLarge]);

  const next = editor.nextDiagnostics();
  await editor.changeSettings({ modelConfigs: { '/models/ours': 'gone.json' } });
  await next;
  const [missing, ...more] = await editor.diagnostics('serving/values.yaml');
  expect(more).toEqual([]);
  expect(missing).toMatchObject({
    code: 'model-config-not-usable',
    range: { start: { line: modelLine } },
  });
});
