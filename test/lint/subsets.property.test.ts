import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { diagnose } from '../../server/src/ide/diagnostics.ts';
import { parse } from '../../server/src/syntax/parse.ts';
import { toValue, type Path } from '../../server/src/syntax/node.ts';
import { boxChart } from './charts.ts';
import { judge } from './judge.ts';

const folder = join(import.meta.dirname, '../../presets');
const presets = readdirSync(folder)
  .filter((file) => file.endsWith('.yaml'))
  .map((file) => leavesOf(parse(readFileSync(join(folder, file), 'utf8'))));

type Leaf = readonly [path: Path, value: unknown];

/**
 * What a part of a good file cannot leave out without being wrong: each line is a clash that was
 * found and is one. Keys are matched by the end of their path.
 */
const needs: readonly (readonly [key: RegExp, needed: RegExp])[] = [
  // Devices, images and node types of Neuron do not go with the chart's accelerator, which is gpu.
  [/instanceType|resources|image|nodeSelector|modelParameters/, /accelerator/],
  // Requests and limits must agree; memory has a limit of its own in many presets.
  [/deployment\.resources/, /deployment\.resources/],
  // Ranks need devices, and the weights of a model need ranks and the memory settings beside them.
  [/modelParameters/, /modelParameters|deployment\.resources|instanceType|modelServer\.image/],
  [/extraArgs|modelServer\.env/, /modelParameters|modelServer\.image/],
  // A node type holds what the pod asks for by default, and not every model.
  [/instanceType/, /deployment\.resources/],
  // Ray's image, versions and bounds belong together, and to its framework.
  [
    /framework|modelServer\.image|Version|rayOptions/,
    /framework|modelServer\.image|Version|rayOptions/,
  ],
  [/rayOptions|replicas|Replicas/, /framework|replicas|Replicas|deployment\.resources/],
  // How long a start may take follows from the accelerator.
  [/startupBudgetSeconds/, /accelerator|modelParameters/],
];

it('leaves any part of a preset alone, in any order and style', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...presets).chain((leaves) =>
        fc.record({
          chosen: fc.shuffledSubarray([...leaves], { minLength: 1 }),
          leaves: fc.constant(leaves),
          isFlow: fc.boolean(),
          isQuoted: fc.boolean(),
          lineBreak: fc.constantFrom('\n', '\r\n'),
        }),
      ),
      ({ chosen, leaves, isFlow, isQuoted, lineBreak }) => {
        const values = closed(chosen, leaves).reduce<unknown>(
          (root, [path, value]) => place(root, path, isQuoted ? quoted(path, value) : value),
          {},
        );
        const text = (isFlow ? JSON.stringify(values, undefined, 1) : block(values, 0)).replaceAll(
          '\n',
          lineBreak,
        );
        const loud = diagnose(judge(text, boxChart).analysis).filter(
          ({ severity }) => severity === 'error' || severity === 'warning',
        );
        expect(loud.map(({ code, message }) => `${code}: ${message}`)).toEqual([]);
      },
    ),
    { numRuns: 150, seed: 20261125 },
  );
});

/** The chosen leaves with everything that they need, in the order in which they were chosen. */
function closed(chosen: readonly Leaf[], leaves: readonly Leaf[]): readonly Leaf[] {
  const taken = new Set(chosen);
  for (let grows = true; grows;) {
    const size = taken.size;
    for (const [key, needed] of needs)
      if ([...taken].some(([path]) => key.test(path.join('.'))))
        for (const leaf of leaves) if (needed.test(leaf[0].join('.'))) taken.add(leaf);
    grows = taken.size > size;
  }
  return [...taken];
}

function leavesOf({ root }: ReturnType<typeof parse>): readonly Leaf[] {
  const found: Leaf[] = [];
  const walk = (value: unknown, path: Path) => {
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      for (const [key, inner] of Object.entries(value)) walk(inner, [...path, key]);
    else found.push([path, value]);
  };
  if (root !== undefined) walk(toValue(root), []);
  return found;
}

/** Whole numbers in quotes, as templates print them alike; not where Kubernetes wants a number. */
function quoted([top]: Path, value: unknown): unknown {
  return top === 'modelParameters' && Number.isInteger(value) ? String(value) : value;
}

function place(root: unknown, [key, ...rest]: Path, value: unknown): unknown {
  if (key === undefined) return value;
  const map = (root ?? {}) as Record<string, unknown>;
  return { ...map, [key]: place(map[key], rest, value) };
}

/** Block style, scalars and lists as JSON writes them. */
function block(value: unknown, depth: number): string {
  return Object.entries(value as Record<string, unknown>)
    .map(([key, inner]) => {
      const isMap = typeof inner === 'object' && inner !== null && !Array.isArray(inner);
      const indent = '  '.repeat(depth);
      return isMap && Object.keys(inner).length > 0
        ? `${indent}${key}:\n${block(inner, depth + 1)}`
        : `${indent}${key}: ${JSON.stringify(inner)}`;
    })
    .join('\n');
}
