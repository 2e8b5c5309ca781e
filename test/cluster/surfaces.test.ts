import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import {
  applyProgress,
  applyRequest,
  contextsRequest,
  createTokenSecretRequest,
  locateKeysRequest,
  planRequest,
  type PlanAnswer,
} from '../../server/src/protocol.ts';
import { servedModel } from '../control-plane/fake-model-server.ts';
import { openShell, type Shell } from '../cli/command-line.ts';
import { Editor } from '../lsp/editor.ts';
import { root } from './deploying.ts';
import {
  api,
  createNamespace,
  createNode,
  deleteNamespace,
  deleteNode,
  read,
  textOf,
} from './world.ts';

/** The command line and the language server, each in its own process, against the real API server. */

const { kubeconfig } = inject('controlPlane');
const preset = textOf(join(root, 'presets', 'values-llama-32-1b-vllm.yaml'));
let node: string;
let namespace: string;

beforeAll(async () => {
  const type = /instanceType: (\S+)/.exec(preset)?.[1] ?? '';
  node = await createNode(type);
});

afterAll(async () => {
  await deleteNode(node);
});

beforeEach(async () => {
  namespace = await createNamespace();
});

afterEach(async () => {
  await deleteNamespace(namespace);
});

let shell: Shell | undefined;
let editor: Editor | undefined;

afterEach(async () => {
  shell?.dispose();
  await editor?.close();
  shell = undefined;
  editor = undefined;
});

const readyWithin =
  'Ready within about 50 min: startup probe of vllm 30 min; allowed for image pull 14 min and a new node, if needed, 6 min.';
const served = 'Deployment llama-32-1b is ready.';

test('the command line plans without writing, deploys on --yes, and then has nothing to do', async () => {
  shell = openShell({ 'values.yaml': preset });
  const where = ['--kubeconfig', kubeconfig, '-n', namespace, '-f', 'values.yaml'];

  const planned = await shell.run('plan', '--format', 'json', ...where);
  expect(planned.stderr).toBe('');
  expect(JSON.parse(planned.stdout)).toMatchObject({
    target: { context: 'test', namespace, release: 'llama-32-1b' },
    isInstall: true,
    objects: [
      { kind: 'Service', change: 'create', live: '' },
      { kind: 'Deployment', change: 'create', live: '' },
    ],
    rolloutBudgets: [{ kind: 'Deployment', name: 'llama-32-1b', steps: 1, totalSeconds: 50 * 60 }],
    readyWithin,
  });
  const services = `/api/v1/namespaces/${namespace}/services/llama-32-1b`;
  expect((await api.call('GET', services)).status).toBe(404);

  const unasked = await shell.run('deploy', ...where);
  expect(unasked.code).toBe(2);
  expect(unasked.stderr).toContain('give --yes to go on without being asked');
  expect((await api.call('GET', services)).status).toBe(404);

  const deployed = await shell.run('deploy', '--yes', ...where);
  expect(deployed.stderr).toContain(`\n${readyWithin}\n`);
  expect(deployed.stderr).toMatch(/Deployment llama-32-1b: .* \(0 of about 50 min\)\n/);
  expect(deployed.stdout).toContain(served);
  expect(deployed.stdout).toContain(
    'kubectl port-forward --context test --namespace ' +
      `${namespace} service/llama-32-1b 8000:8000\ncurl http://127.0.0.1:8000/v1/chat/completions`,
  );
  expect(deployed.stdout).toContain(`{"model":"${servedModel}"`);
  expect(deployed.code).toBe(0);
  const again = await shell.run('deploy', '--yes', '--format', 'json', ...where);
  expect(JSON.parse(again.stdout)).toMatchObject({ kind: 'serving', revision: 1, written: [] });
  expect(again.stderr).not.toContain('Ready within');
});

/** Killed for want of memory again and again, as the fake kubelet has it. */
const outOfMemory = preset.replace(
  '      instanceType:',
  '      podLabels: { outcome: oom }\n      instanceType:',
);
const limitLine = outOfMemory.split('\n').findLastIndex((line) => line.includes('memory: 12Gi'));

test('the command line gives the line that decides a failure, the evidence and the ways out', async () => {
  shell = openShell({ 'values.yaml': outOfMemory });
  const where = ['--kubeconfig', kubeconfig, '-n', namespace, '-f', 'values.yaml'];
  const failed = await shell.run('deploy', '--yes', '--format', 'json', ...where);
  expect(failed.code).toBe(1);
  const result = JSON.parse(failed.stdout) as { message: string; evidence: string };
  expect(result).toMatchObject({
    kind: 'stalled',
    decidedBy: [`values.yaml:${String(limitLine + 1)} memory`],
    waysOut: `It stays as it is. To delete it: inference-charts uninstall llama-32-1b --context test --namespace ${namespace}`,
  });
  expect(result.message).toContain('needed more memory than its limit of 12Gi');
  expect(result.evidence).toMatch(/## Pods\n\n- llama-32-1b-\S+: Running on \S+; vllm/);
  expect(result.evidence).toContain('## Events');
});

test('the editor is given the evidence, and the line as the file is now', async () => {
  editor = await Editor.start({ settings: { kubeconfig, namespace } });
  await editor.open('values.yaml', outOfMemory);
  const uri = editor.uri('values.yaml');
  const plan = planned(await editor.ask(planRequest, { uri }));
  const applied = await editor.ask(applyRequest, { planId: plan.id, token: 'mine' });
  expect(applied).toMatchObject({ kind: 'not-ready', keys: ['memory'] });
  await editor.send('values.yaml', [0, 0, 0], '# a line above\n');
  const places = await editor.ask(locateKeysRequest, { uri, keys: ['memory', 'tag', 'hf-token'] });
  const line = limitLine + 1;
  expect(places).toMatchObject([
    {
      key: 'memory',
      where: `line ${String(line + 1)}`,
      place: { uri, range: { start: { line } } },
    },
    { key: 'tag', place: { uri } },
    { key: 'hf-token', where: "the chart's default" },
  ]);
});

test('the command line says what stands between it and the cluster', async () => {
  shell = openShell({ 'values.yaml': preset, 'wrong.yaml': 'inference:\n  accelerator: gpus\n' });
  const nowhere = await shell.run('plan', '--kubeconfig', 'nowhere', '-f', 'values.yaml');
  expect([nowhere.code, nowhere.stdout]).toEqual([2, '']);
  expect(nowhere.stderr).toContain('There is no kubeconfig');
  const wrong = await shell.run('deploy', '--yes', '--kubeconfig', kubeconfig, '-f', 'wrong.yaml');
  expect([wrong.code, wrong.stdout]).toEqual([1, '']);
  expect(wrong.stderr).toContain('accelerator is "gpus"');
});

test('the editor is shown a plan and gets exactly that applied, once', async () => {
  editor = await Editor.start({ settings: { kubeconfig, namespace } });
  expect(await editor.ask(contextsRequest, {})).toMatchObject({
    kind: 'contexts',
    current: 'test',
  });
  await editor.open('values.yaml', preset);
  const uri = editor.uri('values.yaml');
  const plan = planned(await editor.ask(planRequest, { uri }));
  expect(plan.target).toMatchObject({ context: 'test', namespace, release: 'llama-32-1b' });
  expect(plan.objects.map(({ kind, change }) => `${change} ${kind}`)).toEqual([
    'create Service',
    'create Deployment',
  ]);

  expect(plan.readyWithin).toBe(readyWithin);

  const firstProgress = editor.told(applyProgress);
  const applied = await editor.ask(applyRequest, { planId: plan.id, token: 'mine' });
  expect(applied).toMatchObject({ kind: 'serving', revision: 1 });
  expect(applied.message).toContain(served);
  expect(await firstProgress).toMatchObject({ token: 'mine' });
  expect(await editor.ask(applyRequest, { planId: plan.id, token: 'mine' })).toMatchObject({
    kind: 'stale',
  });

  const second = planned(await editor.ask(planRequest, { uri }));
  expect(second.objects.map(({ change }) => change)).toEqual(['unchanged', 'unchanged']);
  expect(second.isInstall).toBe(false);
  expect(second).not.toHaveProperty('readyWithin');
});

test('a protected context is written to only by its name, a read-only one never', async () => {
  shell = openShell({ 'values.yaml': preset });
  const where = ['--kubeconfig', kubeconfig, '-n', namespace, '-f', 'values.yaml'];
  const services = `/api/v1/namespaces/${namespace}/services/llama-32-1b`;
  const guarded = { INFERENCE_CHARTS_PROTECTED_CONTEXTS: 'te*' };
  const readOnly = { INFERENCE_CHARTS_READ_ONLY_CONTEXTS: 'test' };

  expect((await shell.with(readOnly).run('plan', ...where)).code).toBe(0);
  const never = await shell
    .with(readOnly)
    .run('deploy', '--yes', '--confirm-context', 'test', ...where);
  expect([never.code, never.stdout]).toEqual([2, '']);
  expect(never.stderr).toContain('Nothing is written to context test: it is set to read-only');
  const unnamed = await shell.with(guarded).run('deploy', '--yes', ...where);
  expect([unnamed.code, unnamed.stdout]).toEqual([2, '']);
  expect(unnamed.stderr).toContain('Give --confirm-context test.');
  expect((await api.call('GET', services)).status).toBe(404);
  const named = ['deploy', '--yes', '--confirm-context', 'test'];
  expect((await shell.with(guarded).run(...named, ...where)).code).toBe(0);
});

test('the server refuses a protected context itself, whatever the editor asked its user', async () => {
  editor = await Editor.start({ settings: { kubeconfig, namespace, protectedContexts: ['te*'] } });
  await editor.open('values.yaml', preset);
  const uri = editor.uri('values.yaml');
  const plan = planned(await editor.ask(planRequest, { uri }));
  expect(plan.target.protection).toBe('protected');
  const apply = { planId: plan.id, token: 'mine' };
  expect(await editor.ask(applyRequest, apply)).toEqual({
    kind: 'not-permitted',
    message: 'Nothing was written: context test is protected, so its name must be typed first.',
  });
  expect(await editor.ask(applyRequest, { ...apply, confirmedContext: 'Test' })).toMatchObject({
    kind: 'not-permitted',
  });
  expect(
    (await api.call('GET', `/api/v1/namespaces/${namespace}/services/llama-32-1b`)).status,
  ).toBe(404);
  expect(await editor.ask(applyRequest, { ...apply, confirmedContext: 'test' })).toMatchObject({
    kind: 'serving',
  });

  await editor.changeSettings({ kubeconfig, namespace, readOnlyContexts: ['*'] });
  const again = planned(await editor.ask(planRequest, { uri }));
  expect(again.target.protection).toBe('read-only');
  expect(again.problems[0]).toEqual({
    severity: 'block',
    message: 'Nothing is written to context test: it is set to read-only on this machine.',
  });
  expect(
    await editor.ask(applyRequest, { planId: again.id, token: 'mine', confirmedContext: 'test' }),
  ).toMatchObject({ kind: 'not-permitted' });
});

test('a token that the pods miss goes into the Secret, and nowhere else', async () => {
  const token = 'hf_NobodyMayReadThis0123456789';
  editor = await Editor.start({ settings: { kubeconfig, namespace } });
  await editor.open('values.yaml', preset);
  const uri = editor.uri('values.yaml');
  const plan = planned(await editor.ask(planRequest, { uri }));
  expect(plan.tokenSecret).toEqual({ namespace, name: 'hf-token', key: 'token' });
  const created = await editor.ask(createTokenSecretRequest, {
    planId: plan.id,
    token: ` ${token}`,
  });
  expect(created).toEqual({
    kind: 'created',
    message: `Secret hf-token in namespace ${namespace} now has the token under the key token.`,
  });
  expect(await read(`/api/v1/namespaces/${namespace}/secrets/hf-token`)).toMatchObject({
    data: { token: Buffer.from(token).toString('base64') },
  });

  const again = planned(await editor.ask(planRequest, { uri }));
  expect(again.tokenSecret).toBeUndefined();
  expect(again.problems).toEqual([]);
  const applied = await editor.ask(applyRequest, { planId: again.id, token: 'mine' });
  expect(applied.kind).toBe('serving');
  const record = (await read(
    `/api/v1/namespaces/${namespace}/secrets/sh.helm.release.v1.llama-32-1b.v1`,
  )) as { data: { release: string } };
  const text = gunzipSync(
    Buffer.from(Buffer.from(record.data.release, 'base64').toString(), 'base64'),
  ).toString();
  for (const told of [text, JSON.stringify([plan, created, again, applied])])
    for (const secret of [token, Buffer.from(token).toString('base64')])
      expect(told).not.toContain(secret);
});

test('the editor gets no plan for a file with errors or a chart that refuses it', async () => {
  editor = await Editor.start({ settings: { kubeconfig, namespace } });
  const uri = editor.uri('values.yaml');
  await editor.open('values.yaml', 'inference:\n  accelerator: gpus\n');
  expect(await editor.ask(planRequest, { uri })).toEqual({
    kind: 'has-errors',
    message: 'The file has an error; nothing is deployed until it is mended.',
  });
  expect(await editor.ask(planRequest, { uri: editor.uri('other.yaml') })).toMatchObject({
    kind: 'has-errors',
  });
  await editor.open('good.yaml', preset);
  expect(
    await editor.ask(planRequest, { uri: editor.uri('good.yaml'), context: 'elsewhere' }),
  ).toMatchObject({ kind: 'cluster-refused', reason: 'context-unknown' });
});

function planned(answer: PlanAnswer): Extract<PlanAnswer, { kind: 'planned' }> {
  if (answer.kind !== 'planned') throw new Error(JSON.stringify(answer));
  return answer;
}
