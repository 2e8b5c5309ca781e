import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import {
  manifestLinesRequest,
  manifestSourceRequest,
  renderRequest,
} from '../../server/src/protocol.ts';
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

const base = 'modelParameters:\n  maxNumSeqs: 8\n';
const text = `# inference-charts: chart=chart after=base.yaml
model: Qwen/Qwen3-8B
inference:
  framework: vllm
  serviceName: qwen
modelParameters:
  maxModelLen: 8192
`;

let editor: Editor;

afterEach(async () => {
  await editor.close();
});

const limit = { timeout: 120_000 };

test('values and manifests are linked both ways, through earlier files too', limit, async () => {
  editor = await Editor.start({ files: { ...chart, 'base.yaml': base } });
  await editor.open('values.yaml', text);
  const uri = editor.uri('values.yaml');
  const answer = await editor.ask(renderRequest, { uri });
  if (answer.kind !== 'rendered') throw new Error(answer.kind);
  expect(answer.version).toBe(1);
  const manifests = answer.manifests.split('\n');

  const lines = await editor.ask(manifestLinesRequest, {
    uri,
    position: { line: 6, character: 16 },
  });
  expect(lines?.version).toBe(1);
  const [first] = lines?.lines ?? [];
  expect(lines?.lines).toHaveLength(1);
  expect(manifests[first?.start ?? 0]).toContain('8192');

  const back = await editor.ask(manifestSourceRequest, { uri, line: first?.start ?? 0 });
  // The whole command is one line, so all that stands in it is named, an earlier file's value too.
  const written = back?.values.map(({ uri: file, range }) => [file, range.start.line]);
  expect(written).toEqual(
    expect.arrayContaining([
      [uri, 1],
      [uri, 6],
      [editor.uri('base.yaml'), 1],
    ]),
  );
  expect(back?.templates[0]?.uri).toMatch(/\/chart\/templates\//);

  // A line that the chart prints by itself comes from no value, and a comment makes none.
  const named = manifests.findIndex((line) => line.startsWith('# Source:'));
  expect(await editor.ask(manifestSourceRequest, { uri, line: named })).toBeNull();
  expect(
    await editor.ask(manifestLinesRequest, { uri, position: { line: 0, character: 3 } }),
  ).toBeNull();

  await editor.type('values.yaml', [6, 15, 19], '[');
  expect(
    await editor.ask(manifestLinesRequest, { uri, position: { line: 4, character: 4 } }),
  ).toBeNull();
});
