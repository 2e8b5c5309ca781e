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

const chart = {
  'chart/Chart.yaml': 'apiVersion: v2\nname: tiny\nversion: 0.1.0\n',
  'chart/values.yaml': 'inference:\n  framework: vllm\nsize: 1\n',
  'chart/templates/map.yaml':
    'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: {{ .Release.Name }}\n  namespace: {{ .Release.Namespace }}\ndata:\n  size: {{ .Values.size | quote }}\n  note: {{ required "a note is needed" .Values.note }}\n',
};

const manifest = (name: string, namespace: string, size: string) =>
  `---\n# Source: tiny/templates/map.yaml\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\n  namespace: ${namespace}\ndata:\n  size: "${size}"\n  note: hi\n`;

test('prints the manifests of the release, later files winning', async () => {
  given({ ...chart, 'a.yaml': 'note: hi\nsize: 2\n', 'b.yaml': 'size: 1000000\n' });
  const args = ['render', '--chart', 'chart', '--release', 'r', '-n', 'ns'];
  expect(await shell.run(...args, '-f', 'a.yaml', '-f', 'b.yaml')).toEqual({
    code: 0,
    stdout: manifest('r', 'ns', '1e+06'),
    stderr: '',
  });
  expect((await shell.run(...args, '-f', 'b.yaml', 'a.yaml')).stdout).toBe(
    manifest('r', 'ns', '2'),
  );
});

test('a modeline names chart, earlier files, release and namespace', async () => {
  given({
    ...chart,
    'base.yaml': 'note: hi\n',
    'values.yaml':
      '# inference-charts: chart=chart after=base.yaml release=llama namespace=serving\nsize: 3\n',
  });
  expect(await shell.run('render', '-f', 'values.yaml')).toEqual({
    code: 0,
    stdout: manifest('llama', 'serving', '3'),
    stderr: '',
  });
});

test('what the chart refuses goes to stderr and ends with 1', async () => {
  given({ ...chart, 'values.yaml': 'size: 2\n' });
  const ended = await shell.run('render', '--chart', 'chart', '-f', 'values.yaml');
  expect(ended.code).toBe(1);
  expect(ended.stdout).toBe('');
  expect(ended.stderr).toContain('tiny/templates/map.yaml:8:');
  expect(ended.stderr).toContain('a note is needed');
});

test('what cannot be read ends with 2', async () => {
  given({ 'values.yaml': 'a: 1\n' });
  expect(await shell.run('render', '-f', 'nowhere.yaml')).toEqual({
    code: 2,
    stdout: '',
    stderr: 'nowhere.yaml cannot be read: there is no such file.\n',
  });
  expect(await shell.run('render', '--chart', 'nowhere', '-f', 'values.yaml')).toEqual({
    code: 2,
    stdout: '',
    stderr: 'The chart nowhere cannot be used: there is no Chart.yaml in it.\n',
  });
});
