import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { applyPlan } from '../../server/src/deploy/apply/apply.ts';
import { changesOf, deploy, plan, root } from './deploying.ts';
import { expectHelm } from './helm.ts';
import {
  createNamespace,
  createNode,
  createPlainNode,
  deleteNamespace,
  deleteNode,
  openPorts,
} from './world.ts';

const presets = readdirSync(join(root, 'presets')).filter((name) => name.endsWith('.yaml'));
const nodes: string[] = [];
let namespace: string;

beforeAll(async () => {
  const types = ['g5.2xlarge', 'g6.xlarge', 'g6.2xlarge', 'g6.12xlarge', 'p5.48xlarge'];
  const neuronTypes = ['inf2.8xlarge', 'inf2.24xlarge', 'trn1.32xlarge'];
  nodes.push(await createPlainNode());
  for (const type of [...types, ...neuronTypes]) nodes.push(await createNode(type));
});

afterAll(async () => {
  for (const node of nodes) await deleteNode(node);
});

beforeEach(async () => {
  namespace = await createNamespace();
});

afterEach(async () => {
  // The pods of one preset must not stand in the way of the next one's.
  await expectHelm('uninstall', 'preset', '--namespace', namespace, '--wait');
  await deleteNamespace(namespace);
});

describe('every preset is served on the nodes it names, and a second deployment changes nothing', () => {
  test.each(presets.map((file) => [basename(file, '.yaml')]))('%s', async (name) => {
    const ports = openPorts();
    const order = { release: 'preset', namespace, files: [join(root, 'presets', `${name}.yaml`)] };

    const first = await deploy(ports, order);
    expect(first.rollout.kind).toBe('ready');
    expect(first.plan.objects.map(({ change }) => change)).not.toContain('unchanged');

    const second = await plan(ports, order);
    expect(changesOf(second)).toEqual(
      changesOf(first.plan).map((line) => line.replace(/^create/, 'unchanged')),
    );
    expect(await applyPlan(ports, second)).toEqual({ kind: 'applied', revision: 1, written: [] });
    await ports.cluster.close();
  });
});
