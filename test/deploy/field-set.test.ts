import { expect, test } from 'vitest';
import { dropFields } from '../../server/src/deploy/objects/drop-fields.ts';
import { textOf, unionOf } from '../../server/src/deploy/objects/field-set.ts';
import { mergeApplied } from '../../server/src/deploy/objects/merge-applied.ts';
import { mergedOrder } from '../../server/src/deploy/objects/merged-order.ts';
import type { Json } from '../../server/src/deploy/objects/json.ts';

test('what one of several owns, with the places that are owned beside what is below them', () => {
  const item = 'k:{"name":"a"}';
  expect(
    unionOf([
      { 'f:env': { [item]: { '.': {}, 'f:name': {} } }, 'f:whole': {} },
      { 'f:env': { [item]: { 'f:value': {} } }, 'f:whole': { 'f:part': {} } },
    ]),
  ).toEqual({
    'f:env': { [item]: { '.': {}, 'f:name': {}, 'f:value': {} } },
    'f:whole': { '.': {}, 'f:part': {} },
  });
});

const port = 'k:{"containerPort":80,"protocol":"TCP"}';

const drops: readonly (readonly [string, Json, Json, Json, Json, readonly string[]])[] = [
  [
    'a field that nobody holds',
    { labels: { a: '1', b: '2' } },
    { 'f:labels': { 'f:a': {}, 'f:b': {} } },
    { 'f:labels': { 'f:b': {} } },
    { labels: { b: '2' } },
    ['.labels.a'],
  ],
  [
    'a whole map, when nothing of it is held',
    { labels: { a: '1' }, spec: {} },
    { 'f:labels': { '.': {}, 'f:a': {} } },
    {},
    { spec: {} },
    ['.labels'],
  ],
  [
    'nothing that is not there any more, and nothing that was never ours',
    { spec: { theirs: 1 } },
    { 'f:spec': { 'f:ours': {} } },
    { 'f:spec': { 'f:other': {} } },
    { spec: { theirs: 1 } },
    [],
  ],
  [
    'an item of a list by its keys, whose defaults need not be written',
    { ports: [{ containerPort: 80 }, { containerPort: 80, protocol: 'UDP' }] },
    { 'f:ports': { [port]: { '.': {}, 'f:containerPort': {} } } },
    { 'f:ports': { 'k:{"containerPort":80,"protocol":"UDP"}': { '.': {} } } },
    { ports: [{ containerPort: 80, protocol: 'UDP' }] },
    ['.ports[containerPort=80,protocol="TCP"]'],
  ],
  [
    'an item with what others wrote below it',
    { ports: [{ containerPort: 80, protocol: 'TCP', name: 'theirs' }], kept: 1 },
    { 'f:ports': { [port]: { '.': {}, 'f:containerPort': {} } } },
    { 'f:ports': { [port]: { 'f:name': {} } } },
    { ports: [], kept: 1 },
    ['.ports[containerPort=80,protocol="TCP"]'],
  ],
  [
    'but only our part of an item that others hold',
    { ports: [{ containerPort: 80, protocol: 'TCP', name: 'ours' }] },
    { 'f:ports': { [port]: { '.': {}, 'f:containerPort': {}, 'f:name': {} } } },
    { 'f:ports': { [port]: { '.': {}, 'f:containerPort': {} } } },
    { ports: [{ containerPort: 80, protocol: 'TCP' }] },
    ['.ports[containerPort=80,protocol="TCP"].name'],
  ],
  [
    'an item of a set by its value',
    { finalizers: ['a', 'b'] },
    { 'f:finalizers': { '.': {}, 'v:"a"': {} } },
    { 'f:finalizers': { '.': {}, 'v:"b"': {} } },
    { finalizers: ['b'] },
    ['.finalizers[="a"]'],
  ],
  [
    'nothing of a list that is owned whole and applied again',
    { args: ['--new'] },
    { 'f:args': {} },
    { 'f:args': {} },
    { args: ['--new'] },
    [],
  ],
];

test.each(drops)('drops %s', (_what, value, last, held, left, paths) => {
  const dropped = dropFields(value, { last, held });
  expect(dropped.value).toEqual(left);
  expect(dropped.paths.map(textOf)).toEqual(paths);
});

// What structured-merge-diff v6.4.2 made of them.
test.each([
  ['adcb', 'eabf', 'eadcbf'],
  ['efcad', 'fbced', 'fbcaed'],
  ['ecafd', 'bdce', 'afbdce'],
  ['edabf', 'ced', 'cedabf'],
  ['eadb', 'fced', 'fceadb'],
  ['adbc', 'fde', 'afdbce'],
])('%s with %s applied is in the order %s', (live, applied, order) => {
  expect(mergedOrder(live.split(''), applied.split('')).join('')).toBe(order);
});

test('what is applied is laid over what is there, by what is owned of it', () => {
  const live = {
    whole: { old: 1 },
    list: ['old'],
    items: [{ name: 'a', value: '1', more: 1 }, { name: 'b' }],
    same: { unowned: 1 },
  };
  const applied = {
    whole: { new: 1 },
    list: ['new'],
    items: [{ name: 'a', value: '2' }, { name: 'c' }],
    same: { unowned: 1 },
    added: { deep: [1] },
  };
  const owned = {
    'f:whole': {},
    'f:list': {},
    'f:items': { 'k:{"name":"a"}': { '.': {}, 'f:name': {}, 'f:value': {} } },
  };
  expect(mergeApplied(live, applied, owned)).toEqual({
    ...applied,
    items: [{ name: 'a', value: '2', more: 1 }, { name: 'b' }, { name: 'c' }],
  });
});

test.each<[string, Json, Json, Json]>([
  ['a map that nobody owns', { spec: { a: 1 } }, { spec: { b: 1 } }, { 'f:other': {} }],
  ['a list that nobody owns', { spec: [1] }, { spec: [2] }, { 'f:other': {} }],
  ['a null', { spec: 1 }, { spec: null }, { 'f:spec': {} }],
  [
    'an item without its key',
    { spec: [{ name: 'a' }] },
    { spec: [{ other: 'a' }] },
    { 'f:spec': { 'k:{"name":"a"}': { '.': {} } } },
  ],
  [
    'two items of one key',
    { spec: [{ name: 'a' }] },
    { spec: [{ name: 'b' }, { name: 'b' }] },
    { 'f:spec': { 'k:{"name":"a"}': { '.': {} } } },
  ],
])('what becomes of %s is not known', (_what, live, applied, owned) => {
  expect(mergeApplied(live, applied, owned)).toBeUndefined();
});
