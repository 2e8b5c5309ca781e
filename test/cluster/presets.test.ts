import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { applyPlan } from '../../server/src/deploy/apply/apply.ts';
import { changesOf, deploy, plan, root } from './deploying.ts';
import { atOnce } from './vitest.config.ts';
import {
  createNamespace,
  createNode,
  createPlainNode,
  deleteNamespace,
  deleteNode,
  openPorts,
} from './world.ts';

const presets = readdirSync(join(root, 'presets')).map((name) => join(root, 'presets', name));
const nodes: string[] = [];

beforeAll(async () => {
  nodes.push(await createPlainNode());
  // A preset takes whole nodes: as many of a type as presets may want at once.
  const wanted = new Map<string, number>();
  for (const preset of presets) {
    const [, type = ''] = /^ {6}instanceType: (\S+)$/m.exec(readFileSync(preset, 'utf8')) ?? [];
    wanted.set(type, Math.min(atOnce, (wanted.get(type) ?? 0) + 1));
  }
  const types = [...wanted].flatMap(([type, count]) => Array.from({ length: count }, () => type));
  nodes.push(...(await Promise.all(types.map((type) => createNode(type)))));
});

afterAll(async () => {
  for (const node of nodes) await deleteNode(node);
});

const cases = presets.map((file) => ({ name: basename(file, '.yaml'), file }));

describe.concurrent('every preset is served on the nodes it names', () => {
  test.for(cases)('$name, and a second deployment changes nothing', async ({ file }, context) => {
    const namespace = await createNamespace();
    const ports = openPorts();
    context.onTestFinished(async () => {
      await ports.cluster.close();
      await deleteNamespace(namespace);
    });
    const order = { release: 'preset', namespace, files: [file] };

    const first = await deploy(ports, order);
    expect(first.rollout.kind).toBe('ready');
    expect(first.plan.objects.map(({ change }) => change)).not.toContain('unchanged');

    const second = await plan(ports, order);
    expect(changesOf(second)).toEqual(
      changesOf(first.plan).map((line) => line.replace(/^create/, 'unchanged')),
    );
    expect(await applyPlan(ports, second)).toEqual({ kind: 'applied', revision: 1, written: [] });
  });
});
