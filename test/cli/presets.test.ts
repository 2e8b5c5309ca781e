import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openShell, type Shell } from './command-line.ts';

let shell: Shell;

beforeEach(() => {
  shell = openShell({
    'newer/chart/Chart.yaml': 'apiVersion: v2\nname: inference-charts\nversion: 0.2.7\n',
  });
});

afterEach(() => {
  shell.dispose();
});

/** No chart lies where Helm keeps its own. */
const run = (...args: readonly string[]) =>
  shell.with({ HELM_CACHE_HOME: join(shell.folder, 'none') }).run(...args);

const text = (path: string) => readFileSync(join(import.meta.dirname, '../..', path), 'utf8');

test('presets are listed under what they deploy on what', async () => {
  const { code, stdout, stderr } = await run('presets', 'list');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toMatch(/^NVIDIA GPU · vLLM\n {2}\S+ +\S/);
  expect(stdout).toContain('\n\nAWS Neuron · vLLM on Ray Serve\n');
  expect(stdout).toMatch(
    /^ {2}llama-31-8b-vllm-gpu +meta-llama\/Llama-3\.1-8B-Instruct · bfloat16 · 8k context · 1 x g6\.2xlarge \(/m,
  );
});

test('those for the chart at hand are listed, and the rest is named', async () => {
  const { code, stdout, stderr } = await run(
    'presets',
    'list',
    '--chart',
    'newer/chart',
    '--format',
    'json',
  );
  const { dialect, presets } = JSON.parse(stdout) as {
    readonly dialect: string;
    readonly presets: readonly { readonly name: string; readonly framework: string }[];
  };
  expect({ code, dialect }).toEqual({ code: 0, dialect: '0.2' });
  expect(presets.find(({ name }) => name === 'llama-31-8b-ray-vllm-gpu')?.framework).toBe(
    'ray-vllm',
  );
  expect(stderr).toBe('7 more are for charts 0.1 alone: presets list --dialect 0.1 has them.\n');
});

test('one is printed as its file has it, in the words of either generation', async () => {
  const show = (...args: readonly string[]) => run('presets', 'show', ...args);
  const older = await show('qwen3-8b-vllm-gpu');
  expect(older).toEqual({
    code: 0,
    stdout: text('presets/values-qwen3-8b-vllm-gpu.yaml'),
    stderr: '',
  });
  const newer = await show('values-qwen3-8b-vllm-gpu.yaml', '--dialect', '0.2');
  expect(newer.stdout).toBe(text('presets-0.2/values-qwen3-8b-vllm-gpu.yaml'));
});

test('what is not there is told with what is meant', async () => {
  expect(await run('presets', 'show', 'qwen3-8b-vllm-gpuu')).toEqual({
    code: 1,
    stdout: '',
    stderr: 'There is no preset qwen3-8b-vllm-gpuu. Did you mean qwen3-8b-vllm-gpu?\n',
  });
  expect(await run('presets', 'show', 'autoscaling-ray-vllm', '--dialect', '0.2')).toMatchObject({
    code: 1,
    stderr:
      'The preset autoscaling-ray-vllm is for charts 0.1 alone: presets show autoscaling-ray-vllm --dialect 0.1 prints it.\n',
  });
  expect(await run('presets', 'list', '--chart', 'nowhere')).toMatchObject({ code: 2 });
});

test('a command line that makes no sense is told so', async () => {
  const failure = async (...args: readonly string[]) => {
    const { code, stderr } = await run('presets', ...args);
    return `${String(code)} ${stderr.replace(' See inference-charts --help.\n', '')}`;
  };
  expect(await failure()).toBe('2 presets needs to know what to do: presets list or presets show.');
  expect(await failure('write')).toBe(
    '2 There is no command presets write; there are presets list and presets show.',
  );
  expect(await failure('show')).toBe(
    '2 presets show needs the name of one preset; presets list has them.',
  );
  expect(await failure('list', 'x')).toBe('2 presets list takes no x.');
  expect(await failure('list', '--dialect', '1')).toBe('2 --dialect is 1, but must be 0.1 or 0.2.');
  expect(await failure('list', '--format', 'xml')).toBe(
    '2 --format is xml, but must be text or json.',
  );
});
