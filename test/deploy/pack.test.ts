import { expect, test } from 'vitest';
import type { Json } from '../../server/src/deploy/objects/json.ts';
import { nodeRooms } from '../../server/src/deploy/preflight/node-room.ts';
import { pack } from '../../server/src/deploy/preflight/pack.ts';
import type { PodGroup } from '../../server/src/deploy/preflight/pod-groups.ts';

const workload = { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'models', name: 'llama' };

test('a way is found where filling up in order would not find it', () => {
  // Twos first fill one node each; then the three finds no place. It must go first.
  const rooms = nodeRooms([node('a', { gpus: 4 }), node('b', { gpus: 3 })], []);
  const groups = [group({ gpus: 2, count: 2, app: 'two' }), group({ gpus: 3, app: 'three' })];
  expect(pack(groups, rooms)).toBe('fits');
  expect(pack([...groups, group({ gpus: 1, app: 'one' })], rooms)).toBe('does-not-fit');
});

test('what is held by others is not free, and pods that ended hold nothing more', () => {
  const held = pod({ gpus: 3, app: 'other', nodeName: 'a' });
  expect(pack([group({ gpus: 2 })], nodeRooms([node('a', { gpus: 4 })], [held]))).toBe(
    'does-not-fit',
  );
  expect(pack([group({ gpus: 1 })], nodeRooms([node('a', { gpus: 4 })], [held]))).toBe('fits');
});

test('a cordoned node takes nobody', () => {
  const cordoned = node('a', { gpus: 4, spec: { unschedulable: true } });
  expect(pack([group({ gpus: 1 })], nodeRooms([cordoned], []))).toBe('does-not-fit');
});

test('pods that must be apart are, from each other and from those that stand', () => {
  const nodes = [node('a', {}), node('b', {}), node('c', {})];
  const apart = { podAntiAffinity: terms('llama', 'kubernetes.io/hostname') };
  const alone = group({ count: 3, affinity: apart });
  expect(pack([alone], nodeRooms(nodes, []))).toBe('fits');
  expect(pack([{ ...alone, count: 4 }], nodeRooms(nodes, []))).toBe('does-not-fit');
  const standing = pod({ app: 'llama', nodeName: 'b' });
  expect(pack([alone], nodeRooms(nodes, [standing]))).toBe('does-not-fit');
  // The other way round: the one that stands keeps its distance.
  const proud = { ...pod({ app: 'proud', nodeName: 'a', affinity: apart }) };
  expect(pack([group({ count: 1 })], nodeRooms([node('a', {})], [proud]))).toBe('does-not-fit');
});

test('pods that must be together share one zone, the first goes anywhere', () => {
  const nodes = [
    node('a', { gpus: 1, zone: 'a' }),
    node('b', { gpus: 1, zone: 'b' }),
    node('c', { gpus: 1, zone: 'b' }),
  ];
  const together = { podAffinity: terms('llama', 'topology.kubernetes.io/zone') };
  const pair = group({ gpus: 1, count: 2, affinity: together });
  expect(pack([pair], nodeRooms(nodes, []))).toBe('fits');
  expect(pack([{ ...pair, count: 3 }], nodeRooms(nodes, []))).toBe('does-not-fit');
});

test('a spread that forbids is kept in the end', () => {
  const nodes = [node('a', { gpus: 4, zone: 'a' }), node('b', { gpus: 1, zone: 'b' })];
  const spread = {
    topologySpreadConstraints: [
      {
        maxSkew: 1,
        topologyKey: 'topology.kubernetes.io/zone',
        whenUnsatisfiable: 'DoNotSchedule',
        labelSelector: { matchLabels: { app: 'llama' } },
      },
    ],
  };
  expect(pack([group({ gpus: 1, count: 3, spec: spread })], nodeRooms(nodes, []))).toBe('fits');
  expect(pack([group({ gpus: 1, count: 4, spec: spread })], nodeRooms(nodes, []))).toBe(
    'does-not-fit',
  );
});

test('a hundred nodes and a hundred pods are no matter', () => {
  const nodes = Array.from({ length: 100 }, (_, index) => node(`n${String(index)}`, { gpus: 8 }));
  expect(pack([group({ gpus: 8, count: 100 })], nodeRooms(nodes, []))).toBe('fits');
  expect(pack([group({ gpus: 8, count: 101 })], nodeRooms(nodes, []))).toBe('does-not-fit');
});

test('a search that would not end gives up without a claim', () => {
  // Thirty-one pods of three sizes for just too little room: neither shown nor found within the bound.
  const nodes = Array.from({ length: 12 }, (_, index) =>
    node(`n${String(index)}`, { gpus: 17, zone: String(index) }),
  );
  const spread = { podAffinity: terms('nobody-yet', 'topology.kubernetes.io/zone') };
  const sizes = [7, 6, 5].map((gpus) =>
    group({ gpus, count: 11, app: `size-${String(gpus)}`, affinity: gpus === 7 ? spread : {} }),
  );
  expect(pack(sizes, nodeRooms(nodes, []))).not.toBe('fits');
});

interface NodeShape {
  readonly gpus?: number;
  readonly zone?: string;
  readonly spec?: Json;
}

function node(name: string, { gpus = 0, zone = 'a', spec = {} }: NodeShape): Json {
  return {
    metadata: {
      name,
      labels: { 'kubernetes.io/hostname': name, 'topology.kubernetes.io/zone': zone },
    },
    spec,
    status: {
      allocatable: { cpu: '8', memory: '32Gi', pods: '110', 'nvidia.com/gpu': String(gpus) },
    },
  };
}

interface PodShape {
  readonly gpus?: number;
  readonly app?: string;
  readonly affinity?: Json;
  readonly spec?: Json;
  readonly nodeName?: string;
}

function pod({ gpus = 0, app = 'llama', affinity = {}, spec = {}, nodeName }: PodShape): Json {
  const limits = gpus === 0 ? {} : { 'nvidia.com/gpu': String(gpus) };
  return {
    metadata: { name: app, namespace: 'models', labels: { app } },
    spec: {
      ...spec,
      affinity,
      containers: [{ name: 'main', resources: { limits } }],
      ...(nodeName !== undefined && { nodeName }),
    },
  };
}

function group({ count = 1, ...shape }: PodShape & { readonly count?: number }): PodGroup {
  return { workload, count, pod: pod(shape) };
}

function terms(app: string, topologyKey: string): Json {
  return {
    requiredDuringSchedulingIgnoredDuringExecution: [
      { labelSelector: { matchLabels: { app } }, topologyKey },
    ],
  };
}
