import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { openShell, type Shell } from './command-line.ts';

let shell: Shell;

function given(files: Readonly<Record<string, string>>): Shell {
  shell = openShell(files);
  return shell;
}

afterEach(() => {
  shell.dispose();
});

const good = 'inference:\n  accelerator: gpu\n';
const bad = 'inference:\n  accelerator: gpus\n';

test('a clean file ends with 0', async () => {
  expect(await given({ 'values.yaml': good }).run('check', 'values.yaml')).toEqual({
    code: 0,
    stdout: '1 file checked, nothing found.\n',
    stderr: '',
  });
});

test('an error ends with 1 and stands on a line of its own', async () => {
  expect(await given({ 'values.yaml': bad }).run('check', 'values.yaml')).toEqual({
    code: 1,
    stdout:
      'values.yaml:2:16: error: accelerator is "gpus", but must be gpu or neuron. Did you mean gpu? [value-not-allowed]\n' +
      '1 file checked: 1 error.\n',
    stderr: '',
  });
});

test('in a folder only values files of the chart are checked', async () => {
  given({
    'a/values-one.yaml': good,
    'a/deep/two.yml': bad,
    'a/pod.yaml': 'apiVersion: v1\nkind: Pod\n',
    'a/chart/templates/three.yaml': bad,
    'a/node_modules/four.yaml': bad,
    'a/notes.txt': bad,
  });
  const { code, stdout } = await shell.run('check', 'a');
  expect(code).toBe(1);
  expect(stdout).toContain('a/deep/two.yml:2:16');
  expect(stdout).toContain('2 files checked: 1 error.');
});

test('a folder without values files is clean', async () => {
  expect(await given({ 'a/pod.yaml': 'kind: Pod\n' }).run('check', 'a')).toEqual({
    code: 0,
    stdout: 'There is no values file of the inference chart.\n',
    stderr: '',
  });
});

test('what cannot be read ends with 2, and the rest is checked all the same', async () => {
  const ended = await given({ 'values.yaml': bad }).run('check', 'nowhere.yaml', 'values.yaml');
  expect(ended.code).toBe(2);
  expect(ended.stderr).toBe('nowhere.yaml cannot be read: there is no such file.\n');
  expect(ended.stdout).toContain('values.yaml:2:16');
});

test('--format json is what the contract says', async () => {
  given({ 'values.yaml': 'modelParameters:\n  maxModelLenn: 4096\n' });
  const { code, stdout } = await shell.run('check', '--format', 'json', 'values.yaml');
  expect(code).toBe(1);
  const range = { start: { line: 1, character: 2 }, end: { line: 1, character: 14 } };
  expect(JSON.parse(stdout)).toEqual({
    files: [
      {
        file: 'values.yaml',
        chart: { name: 'ai-on-eks-inference-charts', version: '0.1.0', source: 'box' },
        diagnostics: [
          {
            code: 'unknown-key',
            severity: 'error',
            message:
              'The chart reads no maxModelLenn in modelParameters. Did you mean maxModelLen?',
            path: ['modelParameters', 'maxModelLenn'],
            range,
            docs: expect.stringMatching(/^file:.*\/docs\/rules\/unknown-key\.md$/) as string,
            fixes: [
              {
                title: 'Rename maxModelLenn to maxModelLen',
                safe: false,
                edits: [{ range, newText: 'maxModelLen' }],
              },
            ],
          },
        ],
      },
    ],
  });
});

test('--format github escapes what GitHub would read as its own', async () => {
  given({ 'a,b:c.yaml': bad });
  const { stdout } = await shell.run('check', '--format', 'github', 'a,b:c.yaml');
  expect(stdout).toBe(
    '::error file=a%2Cb%3Ac.yaml,line=2,endLine=2,col=16,endColumn=20,title=value-not-allowed::' +
      'accelerator is "gpus", but must be gpu or neuron. Did you mean gpu?\n',
  );
});

test('--format sarif names rules, levels and regions', async () => {
  given({ 'a b/values.yaml': bad });
  const { stdout } = await shell.run('check', '--format', 'sarif', 'a b/values.yaml');
  expect(JSON.parse(stdout)).toMatchObject({
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'inference-charts', rules: [{ id: 'value-not-allowed' }] } },
        results: [
          {
            ruleId: 'value-not-allowed',
            level: 'error',
            locations: [
              {
                physicalLocation: {
                  artifactLocation: { uri: 'a%20b/values.yaml' },
                  region: { startLine: 2, startColumn: 16, endLine: 2, endColumn: 20 },
                },
              },
            ],
          },
        ],
      },
    ],
  });
});

test('--chart and --after say what the file is judged by', async () => {
  given({
    'chart/Chart.yaml': 'apiVersion: v2\nname: mine\nversion: 0.1.9\n',
    'chart/values.yaml': good,
    'base.yaml': 'inference:\n  accelerator: neuron\n',
    'values.yaml': 'inference:\n  modelServer:\n    deployment:\n      instanceType: g5.xlarge\n',
  });
  const args = ['check', '--format', 'json', '--chart', 'chart', '--after', 'base.yaml'];
  const { files } = JSON.parse((await shell.run(...args, 'values.yaml')).stdout) as {
    files: { chart: unknown; diagnostics: { code: string }[] }[];
  };
  expect(files[0]?.chart).toEqual({ name: 'mine', version: '0.1.9', source: 'flag' });
  expect(files[0]?.diagnostics.map(({ code }) => code)).toContain('accelerator-instance-mismatch');
});

test.each([
  [['check'], 'check needs a file or folder to check.'],
  [['check', '--format', 'xml', 'a'], '--format is xml, but must be text, json, sarif or github.'],
  [['check', '--colour', 'a'], 'Unknown option --colour.'],
  [['check', '--chart'], 'Option --chart <value> argument missing.'],
  [
    ['chek', 'a'],
    'There is no command chek; the commands are check, render, fit, chart, presets, plan, deploy, status, rollback, uninstall and unlock.',
  ],
  [
    ['--json'],
    'A command must come before --json: check, render, fit, chart, presets, plan, deploy, status, rollback, uninstall or unlock.',
  ],
  [['render'], 'render needs a values file: -f FILE.'],
  [['deploy', '--format', 'sarif', '-f', 'a'], '--format is sarif, but must be text or json.'],
])('%j is not a command line, and one sentence says why', async (args, sentence) => {
  expect(await given({}).run(...args)).toEqual({
    code: 2,
    stdout: '',
    stderr: `${sentence} See inference-charts --help.\n`,
  });
});

test('a flag that names nothing readable ends with 2', async () => {
  given({ 'values.yaml': good });
  const chart = await shell.run('check', '--chart', 'nowhere', 'values.yaml');
  expect([chart.code, chart.stderr]).toEqual([
    2,
    'The chart nowhere cannot be used: there is no Chart.yaml in it.\n',
  ]);
  const after = await shell.run('check', '--after', 'nowhere.yaml', 'values.yaml');
  expect([after.code, after.stderr]).toEqual([
    2,
    'The values file nowhere.yaml cannot be read: there is no such file.\n',
  ]);
});

test('--help and --version', async () => {
  given({});
  expect((await shell.run('--help')).stdout).toContain('inference-charts check');
  expect((await shell.run('--version')).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
});

test('a key that the templates of the user’s own chart never read is told', async () => {
  given({
    'chart/Chart.yaml': 'apiVersion: v2\nname: inference-charts\nversion: 0.2.0\n',
    'chart/values.yaml': 'model: a/b\n',
    'chart/templates/a.yaml':
      '{{ if eq .Values.inference.framework "vllm" "ray-vllm" }}# {{ .Values.model }}{{ end }}\n',
    'values.yaml': '# inference-charts: chart=chart\nmodel: c/d\nmodels: 2\n',
  });
  const { code, stdout } = await shell.run('check', 'values.yaml');
  expect(stdout).toContain('values.yaml:3:1: warning: No template of inference-charts 0.2.0 reads');
  expect(stdout).toContain('[key-never-read]');
  expect(code).toBe(0);
});

const charts = join(import.meta.dirname, '../fixtures/charts');

test('values with which a chart of the workspace renders no workload are told', async () => {
  const folder = join(charts, 'generation-0.2');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => statSync(join(folder, name)).isFile())
    .map((name) => [`inference-charts/${name}`, readFileSync(join(folder, name), 'utf8')] as const);
  const values = 'model: Qwen/Qwen3-8B\ninference:\n  serviceName: qwen\n';
  const { stdout } = await given({ ...Object.fromEntries(files), 'values.yaml': values }).run(
    'check',
    'values.yaml',
  );
  expect(stdout).toMatch(
    /^values\.yaml:2:1: \w+: The chart renders no workload with these values: no file sets inference\.framework/m,
  );
});

test('what the chart refuses is an error at the value that leads to it', async () => {
  const values = 'model: a/b\ninference:\n  framework: vllm\n  modelServer:\n    owner: 5\n';
  const { code, stdout } = await given({ 'values.yaml': values }).run(
    ...['check', '--chart', join(charts, 'refusing'), 'values.yaml'],
  );
  expect(code).toBe(1);
  expect(stdout).toMatch(
    /^values\.yaml:5:12: error: The chart cannot be rendered, .*\(templates\/deployment\.yaml, line 7\).* \[render-fails\]$/m,
  );
});

test('a chart that cannot be rendered is an error of every file', async () => {
  given({ 'values.yaml': good, 'empty.yaml': '' });
  const { code, stdout } = await shell.run(
    ...['check', '--chart', join(charts, 'missing-dependency'), 'values.yaml', 'empty.yaml'],
  );
  expect(code).toBe(1);
  expect(stdout.match(/:1:1: error: .*\[chart-not-renderable\]/g)).toHaveLength(2);
});

test('a null that the chart in the box cannot do without is found by a render', async () => {
  const values = 'inference:\n  serviceName: qwen\n  modelServer: null\n';
  const { code, stdout } = await given({ 'values.yaml': values }).run('check', 'values.yaml');
  expect(code).toBe(1);
  expect(stdout).toMatch(/^values\.yaml:3:16: error: .* \[render-fails\]$/m);
});
