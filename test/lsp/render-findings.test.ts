import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { Editor } from './editor.ts';

const charts = join(import.meta.dirname, '../fixtures/charts');

/** A chart of the fixtures as a part of the workspace. */
function chartFiles(name: string): Record<string, string> {
  const folder = join(charts, name);
  return Object.fromEntries(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => {
        const file = join(entry.parentPath, entry.name);
        return [`chart${file.slice(folder.length)}`, readFileSync(file, 'utf8')];
      }),
  );
}

let editor: Editor;

afterEach(async () => {
  await editor.close();
});

const limit = { timeout: 120_000 };

/** The findings of a file, once a render has told this one. */
async function withFinding(file: string, code: string) {
  let found = await editor.diagnostics(file);
  while (!found.some((one) => one.code === code)) {
    await editor.nextDiagnostics();
    found = await editor.diagnostics(file);
  }
  return found;
}

const whole =
  '# inference-charts: chart=chart\nmodel: Qwen/Qwen3-8B\ninference:\n  serviceName: qwen\n';

test('a configuration that renders no workload hears of it, until it has one', limit, async () => {
  editor = await Editor.start({ files: chartFiles('generation-0.2') });
  await editor.open('values.yaml', whole);
  await withFinding('values.yaml', 'nothing-rendered');
  await editor.type('values.yaml', [3, 0, 0], '  framework: vllm\n');
  const found = await editor.diagnostics('values.yaml');
  expect(found.some(({ code }) => code === 'nothing-rendered')).toBe(false);
});

test('a refusal stands at the value that leads to it, until it is another', limit, async () => {
  editor = await Editor.start({ files: chartFiles('refusing') });
  await editor.open('values.yaml', `${whole}  modelServer:\n    account: 'a: b'\n`);
  const found = await withFinding('values.yaml', 'render-fails');
  expect(found.find(({ code }) => code === 'render-fails')).toMatchObject({
    severity: 1,
    range: { start: { line: 5, character: 13 }, end: { line: 5, character: 19 } },
  });
  await editor.type('values.yaml', [5, 13, 6], 'default');
  const mended = await editor.diagnostics('values.yaml');
  expect(mended.some(({ code }) => code === 'render-fails')).toBe(false);
});

test('a chart that cannot be rendered is told at the top of the file', limit, async () => {
  editor = await Editor.start({ files: chartFiles('unparsable') });
  await editor.open('values.yaml', whole);
  const found = await withFinding('values.yaml', 'chart-not-renderable');
  expect(found.find(({ code }) => code === 'chart-not-renderable')).toMatchObject({
    severity: 1,
    range: { start: { line: 1, character: 0 }, end: { line: 1, character: 5 } },
  });
});
