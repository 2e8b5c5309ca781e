import fc from 'fast-check';
import { expect, test } from 'vitest';
import { applyEdit, editValues, type ValueEdit } from '../../server/src/syntax/edit-values.ts';
import { toValue } from '../../server/src/syntax/node.ts';
import { parse } from '../../server/src/syntax/parse.ts';
import { damaged, yamlText } from './yaml-text.ts';

type Json = Record<string, unknown>;

const isMap = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function pathsOf(value: unknown, path: readonly string[] = []): readonly string[][] {
  if (!isMap(value)) return [];
  return Object.keys(value).flatMap((key) => {
    const inner = [...path, key];
    return [inner, ...pathsOf(value[key], inner)];
  });
}

/** The map above the last step of a path, in a copy that may be changed. */
function parentIn(root: Json, path: readonly string[]): Json {
  return path.slice(0, -1).reduce<Json>((map, key) => map[key] as Json, root);
}

/** Deletes the key, and what it leaves empty. */
function prune(root: Json, path: readonly string[]): Json | undefined {
  const parent = parentIn(root, path);
  Reflect.deleteProperty(parent, path.at(-1) ?? '');
  if (Object.keys(parent).length > 0) return root;
  return path.length === 1 ? undefined : prune(root, path.slice(0, -1));
}

test('changes say what was asked and nothing else, in every style of YAML', () => {
  let offered = 0;
  const kind = fc.constantFrom('set', 'remove', 'rename');
  const value = fc.oneof(
    fc.integer(),
    fc.boolean(),
    fc.constantFrom('x', 'a b', '3.10', 'yes', "it's"),
  );
  fc.assert(
    fc.property(yamlText, kind, fc.nat(), value, (text, asked, choice, wanted) => {
      const document = parse(text);
      const before = document.root && toValue(document.root);
      fc.pre(document.problems.length === 0 && isMap(before));
      const paths = pathsOf(before);
      const path = paths[choice % Math.max(1, paths.length)];
      if (path === undefined || !isMap(before)) return;
      const edit: ValueEdit =
        asked === 'set'
          ? { kind: 'set', path, value: wanted }
          : asked === 'remove'
            ? { kind: 'remove', path }
            : { kind: 'rename', path, key: 'renamed-key' };
      const change = editValues(document, [edit]);
      if (change === undefined) return;
      offered += 1;
      const expected = structuredClone(before);
      const parent = parentIn(expected, path);
      const last = path.at(-1) ?? '';
      if (asked === 'set') parent[last] = wanted;
      if (asked === 'rename') {
        parent['renamed-key'] = parent[last];
        Reflect.deleteProperty(parent, last);
      }
      const outcome = parse(applyEdit(text, change));
      expect(outcome.problems).toEqual([]);
      expect(outcome.root && toValue(outcome.root)).toEqual(
        asked === 'remove' ? prune(expected, path) : expected,
      );
      if (asked !== 'remove') expect(outcome.comments.length).toBe(document.comments.length);
      expect(outcome.text.includes('\r\n')).toBe(
        text.includes('\r\n') && outcome.text.includes('\n'),
      );
    }),
    { numRuns: 2000 },
  );
  expect(offered).toBeGreaterThan(800);
});

test('broken text is never edited into something else', () => {
  fc.assert(
    fc.property(damaged(yamlText), (text) => {
      const document = parse(text);
      const edit = editValues(document, [{ kind: 'set', path: ['new', 'key'], value: 1 }]);
      if (edit === undefined) return;
      const { root } = parse(applyEdit(text, edit));
      expect(root && toValue(root)).toMatchObject({ new: { key: 1 } });
    }),
    { numRuns: 1000 },
  );
});
