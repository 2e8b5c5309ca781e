import type {
  CodeAction,
  CompletionItem,
  DocumentSymbol,
  Hover,
} from 'vscode-languageserver-protocol';
import { afterEach, expect, test } from 'vitest';
import { detectRequest, planRequest, renderRequest } from '../../server/src/protocol.ts';
import { Editor } from './editor.ts';

let editor: Editor;

afterEach(async () => {
  expect(await editor.close()).toBe(0);
});

const chartYaml =
  'apiVersion: v2\nname: platform\nversion: 1.0.0\ndependencies:\n  - {name: ai-on-eks-inference-charts, alias: llm, version: 0.1.0, condition: llm.enabled}\n';
/** Without the first line the editor leaves it to YAML. */
const text = `# inference-charts: namespace=serving
db:
  foo: bar
llm:
  inference:
    accelerator: gpus
    
  modelParameters:
    modelId: Qwen/Qwen3-8B
`;

async function openUmbrella(): Promise<{ readonly codes: unknown[] }> {
  editor = await Editor.start({ files: { 'Chart.yaml': chartYaml } });
  const found = await editor.open('values.yaml', text);
  return { codes: found.map(({ code, range }) => [code, range.start.line]) };
}

const at = (line: number, character: number) => ({
  textDocument: { uri: editor.uri('values.yaml') },
  position: { line, character },
});

test('values of an umbrella chart stay YAML until they say that they are ours', async () => {
  await openUmbrella();
  const ask = (values: string) =>
    editor.ask(detectRequest, { uri: editor.uri('values.yaml'), text: values });
  expect(await ask(text)).toEqual({ isInferenceValues: true });
  expect(await ask(text.replace(/^#.*\n/, ''))).toEqual({ isInferenceValues: false });
});

test('they are judged, explained and completed below the alias', async () => {
  expect(await openUmbrella()).toEqual({ codes: [['value-not-allowed', 5]] });
  const { connection } = editor;
  const hover = await connection.sendRequest<Hover>('textDocument/hover', at(8, 8));
  expect(JSON.stringify(hover.contents)).toContain('modelParameters.modelId');
  const outside = await connection.sendRequest<Hover | null>('textDocument/hover', at(2, 3));
  expect(outside).toBeNull();
  const labels = async (line: number, character: number) =>
    (
      await connection.sendRequest<CompletionItem[]>('textDocument/completion', at(line, character))
    ).map(({ label }) => label);
  expect(await labels(6, 4)).toContain('framework');
  expect(await labels(2, 3)).toEqual([]);
  const [outline] = await connection.sendRequest<DocumentSymbol[]>('textDocument/documentSymbol', {
    textDocument: { uri: editor.uri('values.yaml') },
  });
  expect(outline?.name).toBe('db');
  const [fix] = await connection.sendRequest<CodeAction[]>('textDocument/codeAction', {
    textDocument: { uri: editor.uri('values.yaml') },
    range: { start: { line: 5, character: 18 }, end: { line: 5, character: 18 } },
    context: { diagnostics: [] },
  });
  expect(Object.values(fix?.edit?.changes ?? {})).toMatchObject([
    [{ range: { start: { line: 5, character: 17 } }, newText: 'gpu' }],
  ]);
});

test('the preview shows what the chart of ours makes of them; it is not deployed alone', async () => {
  await openUmbrella();
  await editor.type('values.yaml', [5, 17, 21], 'gpu');
  const uri = editor.uri('values.yaml');
  const rendered = await editor.ask(renderRequest, { uri });
  expect(rendered).toMatchObject({ kind: 'rendered', namespace: 'serving' });
  expect(JSON.stringify(rendered)).toContain('Qwen/Qwen3-8B');
  expect(await editor.ask(planRequest, { uri })).toEqual({
    kind: 'has-errors',
    message:
      'These are values of a chart that depends on the inference chart. Deploy that chart with Helm.',
  });
});

test('what is switched off is not judged', async () => {
  await openUmbrella();
  expect(await editor.type('values.yaml', [4, 0, 0], '  enabled: false\n')).toEqual([]);
});
