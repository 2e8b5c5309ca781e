import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import { textAt } from '../../server/src/deploy/objects/json.ts';
import { allowPluginRequest, applyRequest, planRequest } from '../../server/src/protocol.ts';
import { openShell, type Shell } from '../cli/command-line.ts';
import { Editor } from '../lsp/editor.ts';
import { chart, root } from './deploying.ts';
import {
  api,
  createNamespace,
  createNode,
  createPlainNode,
  deleteNamespace,
  deleteNode,
  read,
  textOf,
} from './world.ts';

/*
 * Secrets in every place that deploying reads, and a search for them in all that it says: the command
 * line's two formats, the answers and notifications of the language server, and the release record.
 */

const token = inject('controlPlane').adminToken;
const planted = {
  ...{ before: 'planted-secret-before', after: 'planted-secret-after', number: '9182736455' },
  ...{ variable: 'planted-variable', other: 'replaced-variable', lastApplied: 'planted-last' },
};
/** The record keeps values and manifests, because Helm reads them there; it is a Secret itself. */
const neverKept = [token, planted.lastApplied];

const preset = textOf(join(root, 'presets', 'values-llama-32-1b-vllm.yaml'));
const nodes: string[] = [];
let namespace: string;
let shell: Shell;
let editor: Editor | undefined;

beforeAll(async () => {
  nodes.push(await createPlainNode());
  nodes.push(await createNode(/instanceType: (\S+)/.exec(preset)?.[1] ?? ''));
});

afterAll(async () => {
  for (const node of nodes) await deleteNode(node);
});

beforeEach(async () => {
  namespace = await createNamespace();
  shell = openShell({ 'values.yaml': preset });
  cpSync(chart, join(shell.folder, 'chart'), { recursive: true });
  const apiVersion = 'client.authentication.k8s.io/v1';
  const credential = { apiVersion, kind: 'ExecCredential', status: { token } };
  const login = `#!/bin/sh\necho '${JSON.stringify(credential)}'\n`;
  writeFileSync(join(shell.folder, 'login'), login, { mode: 0o755 });
  const config = JSON.parse(textOf(inject('controlPlane').kubeconfig)) as object;
  const exec = { apiVersion, command: './login', interactiveMode: 'Never' };
  const users = [{ name: 'test', user: { exec } }];
  writeFileSync(join(shell.folder, 'kubeconfig'), JSON.stringify({ ...config, users }));
});

afterEach(async () => {
  await editor?.close();
  editor = undefined;
  shell.dispose();
  await deleteNamespace(namespace);
});

test('none of it is in any output, answer or record', async () => {
  const where = ['--kubeconfig', 'kubeconfig', '-n', namespace, '--chart', 'chart'];
  const files = ['-f', 'values.yaml'];
  plant({ secret: planted.before, variable: planted.variable });
  const refused = await shell.run('plan', ...where, ...files);
  expect(refused.code).toBe(2);
  expect(refused.stderr).toContain('give --allow-exec');
  const allowed = [...where, '--allow-exec', './login', ...files];
  const deployed = await shell.run('deploy', '--yes', '--format', 'json', ...allowed);
  expect(deployed.code).toBe(0);
  const told = [refused, deployed];
  const annotations = {
    'kubectl.kubernetes.io/last-applied-configuration': planted.lastApplied,
  };
  await api.call(
    'PATCH',
    `/api/v1/namespaces/${namespace}/secrets/planted`,
    { metadata: { annotations } },
    'application/merge-patch+json',
  );
  plant({ secret: planted.after, variable: planted.variable });
  for (const format of ['text', 'json'])
    told.push(await shell.run('plan', '--format', format, ...allowed));
  expect(told.at(-1)?.stdout).toContain('(masked, after)');

  const said: string[] = [];
  const settings = { kubeconfig: join(shell.folder, 'kubeconfig'), namespace };
  editor = await Editor.start({ settings: { ...settings, chart: join(shell.folder, 'chart') } });
  editor.connection.onUnhandledNotification((message) => said.push(JSON.stringify(message)));
  await editor.open('values.yaml', preset);
  const uri = editor.uri('values.yaml');
  const unknown = await editor.ask(planRequest, { uri });
  if (unknown.kind !== 'cluster-refused' || unknown.plugin === undefined)
    throw new Error(JSON.stringify(unknown));
  expect(unknown.plugin.commandLine).toBe(join(shell.folder, 'login'));
  await editor.ask(allowPluginRequest, { id: unknown.plugin.id });
  const plan = await editor.ask(planRequest, { uri });
  if (plan.kind !== 'planned') throw new Error(JSON.stringify(plan));
  const applied = await editor.ask(applyRequest, { planId: plan.id, token: 'mine' });
  expect(applied.kind).toBe('serving');
  said.push(...[unknown, plan, applied].map((answer) => JSON.stringify(answer)));
  expect(said.length).toBeGreaterThan(3);

  // The API server repeats what it refuses: the whole template of a Job, what changed in a Pod, a number.
  plant({ secret: planted.number, variable: planted.other });
  for (const format of ['text', 'json'])
    told.push(await shell.run('plan', '--format', format, ...allowed));
  const refusals = told.slice(-2).map(({ stdout, stderr }) => stdout + stderr);
  for (const text of refusals)
    for (const kind of ['Secret', 'Pod', 'Job'])
      expect(text).toContain(`${kind} planted: The API server refuses it`);

  expect(foundIn([...told.flatMap(({ stdout, stderr }) => [stdout, stderr]), ...said])).toEqual([]);
  const records = await recordsOf();
  expect(records).toHaveLength(2);
  expect(neverKept.filter((secret) => records.some((text) => text.includes(secret)))).toEqual([]);
});

/** A Secret, and a variable of a Pod and of a Job, all of them rendered in the open. */
function plant({ secret, variable }: { readonly secret: string; readonly variable: string }): void {
  const spec = `{ restartPolicy: Never, containers: [{ name: main, image: main, env: [{ name: HF_TOKEN, value: ${variable} }] }] }`;
  const metadata = '{ name: planted, namespace: {{ .Release.Namespace }} }';
  const template = `
apiVersion: v1
kind: Secret
metadata: ${metadata}
stringData: { token: ${secret} }
---
apiVersion: v1
kind: Pod
metadata: ${metadata}
spec: ${spec}
---
apiVersion: batch/v1
kind: Job
metadata: ${metadata}
spec: { template: { spec: ${spec} } }
`;
  writeFileSync(join(shell.folder, 'chart', 'templates', 'planted.yaml'), template);
}

/** What was found, with the text around it. */
function foundIn(texts: readonly string[]): readonly string[] {
  const forms = [token, ...Object.values(planted)].flatMap((secret) => [
    secret,
    Buffer.from(secret).toString('base64'),
  ]);
  return texts.flatMap((text) =>
    forms
      .filter((form) => text.includes(form))
      .map((form) => text.slice(Math.max(0, text.indexOf(form) - 200), text.indexOf(form) + 80)),
  );
}

async function recordsOf(): Promise<readonly string[]> {
  const path = `/api/v1/namespaces/${namespace}/secrets?labelSelector=owner=helm`;
  const { items } = (await read(path)) as { items: unknown[] };
  return items.map((item) => {
    const once = Buffer.from(textAt(item, 'data', 'release') ?? '', 'base64').toString();
    return gunzipSync(Buffer.from(once, 'base64')).toString();
  });
}
