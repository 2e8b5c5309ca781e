import { describe, expect, it } from 'vitest';
import { cursorOf, readFixture, readMarked, readOpenFile, writeMarks } from './markers.ts';

describe('fixtures', () => {
  it('takes carets out and points them at the line above', () => {
    const fixture = `
      inference:
      #^^^^^^^^ related a-b
        accelerator: gpu
        #            ^^^ a-b
        #^^^^^^^^^^ c
    `;
    const { text, marks } = readMarked(fixture);
    expect(text).toBe('inference:\n  accelerator: gpu\n');
    expect(marks.map(({ id, span }) => [id, text.slice(span.start, span.end)])).toEqual([
      ['a-b', 'inference'],
      ['c', 'accelerator'],
      ['a-b', 'gpu'],
    ]);
    expect(marks.map(({ isRelated }) => isRelated)).toEqual([true, false, false]);
  });

  it('reads what it wrote', () => {
    const text = 'a: 1\n b: 2\nlong: three\n';
    const marks = [
      { id: 'x', span: { start: 0, end: 1 }, isRelated: false },
      { id: 'y', span: { start: 9, end: 10 }, isRelated: true },
      { id: 'z', span: { start: 17, end: 22 }, isRelated: false },
    ];
    expect(readMarked(writeMarks(text, marks)).marks).toEqual(marks);
  });

  it('leaves other comments alone', () => {
    const text = '# inference-charts: ignore a-b\n#^ not a mark: it has words\na: 1 # ^ b\n';
    expect(readMarked(text)).toMatchObject({ text, marks: [], cursor: undefined });
  });

  it('finds the cursor and the open file', () => {
    const { open, earlier } = readOpenFile('#- base.yaml\na: $01\n#- values.yaml\nb: 2');
    expect(open.path).toBe('base.yaml');
    expect(cursorOf(open)).toBe(3);
    expect(earlier.map((file) => file.text)).toEqual(['b: 2']);
    expect(readOpenFile('#- base.yaml\na: 1\n#- values.yaml\nb: 2').open.path).toBe('values.yaml');
  });

  it('refuses a second cursor, a missing one and a mark above everything', () => {
    expect(() => readMarked('a: $0\nb: $0')).toThrow('two cursors');
    expect(() => readMarked('a: $0$0')).toThrow('two cursors');
    expect(() => cursorOf(readMarked('a: 1'))).toThrow('no cursor');
    expect(() => readFixture('#^ x\na: 1')).toThrow('above');
  });
});
