import { expect } from 'vitest';
import type { Diagnostic } from '../../server/src/ide/diagnostic.ts';
import { diagnose } from '../../server/src/ide/diagnostics.ts';
import { writeMarks, type Mark } from '../markers.ts';
import { openFixture } from './open-fixture.ts';

/** Compares everything that is found with the carets of the fixture, and answers it. */
export function checkDiagnostics(fixture: string): readonly Diagnostic[] {
  const { file, analysis } = openFixture(fixture);
  const found = diagnose(analysis);
  expect(writeMarks(file.text, found.flatMap(marksOf))).toBe(writeMarks(file.text, file.marks));
  return found;
}

function marksOf({ code, span, related }: Diagnostic): Mark[] {
  return [
    { id: code, span, isRelated: false },
    ...related
      .filter(({ origin }) => origin.kind === 'document')
      .map((place) => ({ id: code, span: place.span, isRelated: true })),
  ];
}
