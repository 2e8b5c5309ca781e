import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
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

const limit = { timeout: 120_000 };

test('a configuration that renders no workload hears of it, until it has one', limit, async () => {
  editor = await Editor.start({ files: chart });
  const text =
    '# inference-charts: chart=chart\nmodel: Qwen/Qwen3-8B\ninference:\n  serviceName: qwen\n';
  let found = await editor.open('values.yaml', text);
  while (!found.some(({ code }) => code === 'nothing-rendered')) {
    await editor.nextDiagnostics();
    found = await editor.diagnostics('values.yaml');
  }
  await editor.type('values.yaml', [3, 0, 0], '  framework: vllm\n');
  found = await editor.diagnostics('values.yaml');
  expect(found.some(({ code }) => code === 'nothing-rendered')).toBe(false);
});
