import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { registry } from '../../server/src/lint/registry.ts';
import { retiredIds } from '../../server/src/lint/retired-ids.ts';
import { applyEdit, editValues } from '../../server/src/syntax/edit-values.ts';
import { judge } from './judge.ts';
import { dedent } from '../markers.ts';

describe.each(registry)('$id', ({ id, examples, severity }) => {
  it.each(examples.bad.map(({ text }, index) => ({ text, index })))(
    'finds exactly what bad example $index marks',
    ({ text }) => {
      const { marked, expected, findings } = judge(text);
      expect(marked).toBe(expected);
      expect(findings.some((finding) => finding.rule === id)).toBe(true);
    },
  );

  it.each(examples.bad.map((bad, index) => ({ ...bad, index })))(
    'cures bad example $index, once and for all',
    ({ text, fixed }) => {
      const once = cure(text, id);
      if (fixed === undefined) {
        expect(once.fixes).toBe(0);
        return;
      }
      expect(once.text).toBe(dedent(fixed));
      expect(judge(once.text).findings.filter((finding) => finding.rule === id)).toEqual([]);
      expect(cure(once.text, id)).toEqual({ text: once.text, fixes: 0 });
    },
  );

  it.each(examples.good.map((text, index) => ({ text, index })))(
    'leaves good example $index alone, as all rules do',
    ({ text }) => {
      expect(judge(text).findings.map(({ rule, message }) => `${rule}: ${message}`)).toEqual([]);
    },
  );

  it('has examples of both kinds and a severity of its own', () => {
    expect(examples.bad).not.toEqual([]);
    expect(examples.good).not.toEqual([]);
    expect(['error', 'warning', 'information', 'hint']).toContain(severity);
  });
});

describe('the registry', () => {
  it('has every rule file once, by id', () => {
    const folder = join(import.meta.dirname, '../../server/src/lint/rules');
    const files = readdirSync(folder).map((file) => file.replace(/\.ts$/, ''));
    expect(registry.map(({ id }) => id)).toEqual(files.sort());
  });

  it('takes no id that is retired, and none that does not read as a fault', () => {
    for (const { id } of registry) {
      expect(retiredIds).not.toContain(id);
      expect(id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)+$/);
    }
  });

  it('writes sentences, and names where each fact was read', () => {
    for (const { summary, why, sources } of registry) {
      expect(summary).toMatch(/^[A-Za-z].*\.$/);
      expect(why).toMatch(/^[A-Za-z].*[.")]$/s);
      expect(sources).not.toEqual([]);
      for (const source of sources) expect(source.read).not.toBe('');
    }
  });
});

/** Applies the preferred fix of every finding of one rule. */
function cure(fixture: string, id: string): { readonly text: string; readonly fixes: number } {
  const { findings, analysis } = judge(fixture);
  const preferred = findings
    .filter(({ rule }) => rule === id)
    .flatMap(({ fixes }) => fixes?.[0] ?? []);
  const edits = preferred.flatMap((fix) => fix.edits);
  if (edits.length === 0) return { text: analysis.document.text, fixes: 0 };
  const edit = editValues(analysis.document, edits);
  if (edit === undefined) throw new Error('The fix cannot be written.');
  return { text: applyEdit(analysis.document.text, edit), fixes: preferred.length };
}
