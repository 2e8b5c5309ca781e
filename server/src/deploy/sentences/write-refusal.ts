import { assertNever } from '../../base/assert-never.ts';
import type { WriteRefusal } from '../safety/write-guard.ts';

/** Why nothing may be written to this context. How the name is given differs by surface and is said there. */
export function sayWriteRefusal(refusal: WriteRefusal): string {
  switch (refusal.kind) {
    case 'context-read-only':
      return `Nothing is written to context ${refusal.context}: it is set to read-only on this machine.`;
    case 'context-not-confirmed':
      return refusal.typed === undefined
        ? `Nothing was written: context ${refusal.context} is protected, so its name must be typed first.`
        : `Nothing was written: the context is ${refusal.context}, but ${refusal.typed} was typed.`;
    default:
      return assertNever(refusal);
  }
}
