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

const foreign = {
  'pod.yaml': 'apiVersion: v1\nkind: Pod\n',
  'stream.yaml': '# a\n---\napiVersion: v1\nkind: Service\n---\napiVersion: v1\nkind: Pod\n',
  'list.yaml': 'apiVersion: v1\nkind: List\nitems: []\n',
  'compose.yaml': 'services:\n  inference:\n    image: vllm/vllm-openai\n',
  '.github/workflows/ci.yaml': 'on: push\njobs:\n  inference: {}\n',
  '.github/FUNDING.yml': 'custom: https://a.example\n',
  'kustomization.yaml': 'resources:\n  - pod.yaml\n',
  'helmfile.yaml': 'releases:\n  - name: a\n    chart: a/inference-charts\n',
  'app.yaml': 'apiVersion: argoproj.io/v1alpha1\nkind: Application\n',
  'other/Chart.yaml': 'apiVersion: v2\nname: other\nversion: 1.0.0\n',
  'other/values.yaml': 'color: red\n',
  'other/templates/a.yaml': '{{- if .Values.inference }}\ninference: {}\n{{- end }}\n',
  'umbrella.yaml': 'llm:\n  inference:\n    framework: vllm\n',
  'benchmark.yaml': 'benchmark:\n  target:\n    modelName: inference\n',
  'a.prompt.yml':
    'model: a\nmodelParameters:\n  temperature: 0.5\nmessages:\n  - role: user\n    content: b\n',
  '.pre-commit-config.yaml': 'repos:\n  - repo: local\n    hooks: []\n',
  'openapi.yaml': 'openapi: 3.1.0\n',
};

test('what evidently is something else is one sentence each and never an error', async () => {
  const { code, stdout, stderr } = await given(foreign).run('check', ...Object.keys(foreign));
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout.split('\n')).toEqual([
    'pod.yaml is a Kubernetes manifest (kind: Pod), so it is not checked.',
    'stream.yaml is a Kubernetes manifest (kind: Service), so it is not checked.',
    'list.yaml is a Kubernetes manifest (kind: List), so it is not checked.',
    'compose.yaml is a Docker Compose file, so it is not checked.',
    '.github/workflows/ci.yaml is a GitHub workflow, so it is not checked.',
    '.github/FUNDING.yml is a file of another tool, so it is not checked.',
    'kustomization.yaml is a kustomization, so it is not checked.',
    'helmfile.yaml is a helmfile, so it is not checked.',
    'app.yaml is an Argo CD application, so it is not checked.',
    'other/Chart.yaml describes a Helm chart, so it is not checked.',
    'other/values.yaml holds values of the chart other, so it is not checked.',
    'other/templates/a.yaml is a template, which is YAML only once it is rendered, so it is not checked.',
    'umbrella.yaml holds values of several charts together, those of the inference chart below a key, so it is not checked.',
    'benchmark.yaml holds values of the benchmark chart, which is another chart, so it is not checked.',
    'a.prompt.yml is a prompt file, so it is not checked.',
    '.pre-commit-config.yaml is a pre-commit configuration, so it is not checked.',
    'openapi.yaml describes an API, so it is not checked.',
    '',
  ]);
});

test('beside what is checked it does not count', async () => {
  given({ ...foreign, 'values.yaml': 'inference:\n  accelerator: gpus\n' });
  const { code, stdout } = await shell.run('check', 'pod.yaml', 'values.yaml');
  expect(code).toBe(1);
  expect(stdout).toMatch(
    /^values\.yaml:2:16: error: .*\npod\.yaml is a Kubernetes manifest .*\n1 file checked: 1 error\.\n$/,
  );
});

test('other programs get it without a chart, and with the sentence', async () => {
  const { stdout } = await given(foreign).run('check', '--format', 'json', 'pod.yaml');
  expect(JSON.parse(stdout)).toEqual({
    files: [
      {
        file: 'pod.yaml',
        chart: null,
        diagnostics: [],
        skipped: 'pod.yaml is a Kubernetes manifest (kind: Pod), so it is not checked.',
      },
    ],
  });
});

test('there is nothing to mark in it', async () => {
  given(foreign);
  const github = await shell.run('check', '--format', 'github', 'pod.yaml');
  expect([github.code, github.stdout]).toEqual([0, '']);
  const sarif = await shell.run('check', '--format', 'sarif', 'pod.yaml');
  expect(JSON.parse(sarif.stdout)).toMatchObject({ runs: [{ results: [] }] });
});

test('a named file that may be ours is checked: empty, broken, or with a few unknown keys', async () => {
  given({ 'a.yaml': '', 'b.yaml': 'inference:\n  framework: "vllm\n', 'c.yaml': 'foo: bar\n' });
  const { code, stdout } = await shell.run('check', 'a.yaml', 'b.yaml', 'c.yaml');
  expect(code).toBe(1);
  expect(stdout).toMatch(/^b\.yaml:.*\[yaml-syntax\]$/m);
  expect(stdout).toMatch(/^c\.yaml:1:1: .*\[unknown-key\]$/m);
  expect(stdout).toMatch(/^3 files checked: /m);
});
