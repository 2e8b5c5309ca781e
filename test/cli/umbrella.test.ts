import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { openShell, type Shell } from './command-line.ts';

let shell: Shell;

function given(files: Readonly<Record<string, string>>): Shell {
  shell = openShell({ 'u/Chart.yaml': umbrella, ...files });
  return shell;
}

afterEach(() => {
  shell.dispose();
});

const umbrella = `apiVersion: v2
name: platform
version: 1.0.0
dependencies:
  - name: postgresql
    version: 1.2.3
    repository: https://charts.example.com
  - name: ai-on-eks-inference-charts
    alias: llm
    version: 0.1.0
    condition: llm.enabled
`;

interface Checked {
  readonly file: string;
  readonly chart: { readonly version: string; readonly source: string } | null;
  readonly skipped?: string;
  readonly diagnostics: readonly {
    readonly code: string;
    readonly path: readonly string[];
    readonly range: { readonly start: { readonly line: number; readonly character: number } };
    readonly fixes: readonly {
      readonly edits: readonly { readonly range: unknown; readonly newText: string }[];
    }[];
  }[];
}

async function checked(...args: readonly string[]): Promise<readonly Checked[]> {
  const { stdout } = await shell.run('check', '--format', 'json', ...args);
  return (JSON.parse(stdout) as { readonly files: readonly Checked[] }).files;
}

test('values below the alias are judged, at their place in the file', async () => {
  given({
    'u/values.yaml':
      'postgresql:\n  foo: bar\nllm:\n  enabled: true\n  inference:\n    accelerator: gpus\n    framewrk: vllm\n',
  });
  const { code, stdout } = await shell.run('check', 'u/values.yaml');
  expect(code).toBe(1);
  expect(stdout).toBe(
    'u/values.yaml:6:18: error: accelerator is "gpus", but must be gpu or neuron. Did you mean gpu? [value-not-allowed]\n' +
      'u/values.yaml:7:5: error: The chart reads no framewrk in inference. Did you mean framework? [unknown-key]\n' +
      '1 file checked: 2 errors.\n',
  );
  const [file] = await checked('u/values.yaml');
  expect(file?.diagnostics[0]).toMatchObject({
    path: ['llm', 'inference', 'accelerator'],
    fixes: [
      {
        edits: [
          {
            range: { start: { line: 5, character: 17 }, end: { line: 5, character: 21 } },
            newText: 'gpu',
          },
        ],
      },
      {},
    ],
  });
});

test('a fix that moves a key moves it below the alias', async () => {
  given({
    'u/values.yaml': 'llm:\n  inference:\n    modelServer:\n      rayVersion: "2.47.0"\n',
  });
  const [file] = await checked('u/values.yaml');
  expect(file?.diagnostics[0]).toMatchObject({
    code: 'misplaced-key',
    path: ['llm', 'inference', 'modelServer', 'rayVersion'],
    fixes: [
      {
        edits: [
          {
            range: { start: { line: 2, character: 4 }, end: { line: 2, character: 15 } },
            newText: 'rayOptions',
          },
        ],
      },
    ],
  });
});

test('the values of the umbrella lie below another file of it, wherever that stands', async () => {
  given({
    'u/values.yaml': 'llm:\n  inference:\n    accelerator: neuron\n',
    'u/env/prod.yaml':
      'llm:\n  inference:\n    modelServer:\n      deployment:\n        instanceType: g6.xlarge\n  foo: 1\n',
  });
  const { stdout } = await shell.run('check', 'u/env/prod.yaml');
  expect(stdout).toMatch(/^u\/env\/prod\.yaml:5:\d+: \w+: .*\[accelerator-instance-mismatch\]$/m);
  expect(stdout).toMatch(/^u\/env\/prod\.yaml:6:3: \w+: The chart reads no foo in llm\./m);
});

test('in a folder they are found, and other values of the umbrella are not', async () => {
  given({
    'u/values.yaml': 'llm:\n  inference:\n    accelerator: gpu\n',
    'u/values-db.yaml': 'postgresql:\n  inference: {}\n',
    'u/values-off.yaml': 'llm:\n  enabled: false\n  inference:\n    accelerator: gpus\n',
  });
  expect((await checked('u')).map(({ file }) => file)).toEqual(['u/values.yaml']);
});

test('what condition or tags switch off is not installed and not judged', async () => {
  given({
    'u/values.yaml': 'llm:\n  enabled: false\n',
    'u/off.yaml': 'llm:\n  inference:\n    accelerator: gpus\n',
    'u/on.yaml': 'llm:\n  enabled: true\n  inference:\n    accelerator: gpus\n',
  });
  expect(await shell.run('check', 'u/off.yaml')).toEqual({
    code: 0,
    stdout: 'u/off.yaml switches the inference chart off with llm.enabled, so it is not checked.\n',
    stderr: '',
  });
  expect((await shell.run('check', 'u/on.yaml')).code).toBe(1);
});

test('what the umbrella sets for all its charts is not blamed on ours', async () => {
  given({
    'u/values.yaml':
      'global:\n  storageClass: gp3\n  imageRegistry: a\nllm:\n  inference:\n    accelerator: gpu\n',
  });
  expect((await shell.run('check', 'u/values.yaml')).stdout).toBe(
    '1 file checked, nothing found.\n',
  );
});

test('they are not taken for values of the inference chart alone', async () => {
  given({ 'u/values.yaml': 'llm:\n  inference:\n    accelerator: gpu\n' });
  const ended = { code: 2, stdout: '' };
  const stderr =
    'u/values.yaml holds values of the chart platform, which depends on the inference chart. Only check reads such a file by itself; name its chart with --chart, or deploy it with Helm.\n';
  expect(await shell.run('render', '-f', 'u/values.yaml')).toEqual({ ...ended, stderr });
  expect(await shell.run('fit', '-f', 'u/values.yaml')).toEqual({ ...ended, stderr });
  expect((await shell.run('render', '--chart', 'u', '-f', 'u/values.yaml')).stderr).not.toContain(
    'holds values of',
  );
});

test('two copies of the chart are judged each below its key', async () => {
  given({
    'u/Chart.yaml':
      'apiVersion: v2\nname: platform\nversion: 1.0.0\ndependencies:\n  - {name: ai-on-eks-inference-charts, alias: small, version: 0.1.0}\n  - {name: ai-on-eks-inference-charts, version: 0.1.0}\n',
    'u/values.yaml':
      'ai-on-eks-inference-charts:\n  inference:\n    accelerator: a\nsmall:\n  inference:\n    accelerator: b\nother: "\n',
  });
  const [file] = await checked('u/values.yaml');
  const found = file?.diagnostics.map(({ code, path }) => [code, ...path].join(' '));
  expect(found).toEqual([
    'value-not-allowed ai-on-eks-inference-charts inference accelerator',
    'value-not-allowed small inference accelerator',
    'yaml-syntax',
  ]);
});

test('values that say nothing to our chart are those of another', async () => {
  given({ 'u/values-db.yaml': 'postgresql:\n  auth: {}\n' });
  expect(await shell.run('check', 'u/values-db.yaml')).toEqual({
    code: 0,
    stdout: 'u/values-db.yaml holds values of the chart platform, so it is not checked.\n',
    stderr: '',
  });
});

test('values of ours alone may lie there, too', async () => {
  given({ 'u/values-llm.yaml': 'inference:\n  accelerator: gpus\n' });
  const [file] = await checked('u/values-llm.yaml');
  expect(file?.diagnostics.map(({ path }) => path)).toEqual([['inference', 'accelerator']]);
});

test('the chart in charts/ is the one that judges and is rendered', async () => {
  const folder = join(import.meta.dirname, '../fixtures/charts/generation-0.2');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => statSync(join(folder, name)).isFile())
    .map(
      (name) =>
        [`u/charts/inference-charts/${name}`, readFileSync(join(folder, name), 'utf8')] as const,
    );
  given({
    ...Object.fromEntries(files),
    'u/Chart.yaml':
      'apiVersion: v2\nname: platform\nversion: 1.0.0\ndependencies:\n  - {name: inference-charts, alias: llm, version: 0.2.x}\n',
    'u/values.yaml': 'llm:\n  model: Qwen/Qwen3-8B\n  inference:\n    serviceName: qwen\n',
  });
  const [file] = await checked('u/values.yaml');
  expect(file?.chart).toMatchObject({ source: 'nearby' });
  expect(file?.diagnostics).toMatchObject([
    { code: 'nothing-rendered', path: ['llm', 'inference'], range: { start: { line: 2 } } },
  ]);
});
