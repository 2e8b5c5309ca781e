import { listAt, textAt } from '../objects/json.ts';
import type { Revision } from '../release/release-record.ts';
import { factsOf } from '../release/revision-facts.ts';
import type { Problem } from './problem.ts';

/** Hooks that Helm would run on these events; they stand in the record, apart from the manifest. */
export function recordedHooks({ record }: Revision, events: readonly string[]): readonly Problem[] {
  return listAt(record, 'hooks').flatMap((hook) => {
    const hooks = listAt(hook, 'events').filter((event): event is string =>
      events.some((wanted) => wanted === event),
    );
    if (hooks.length === 0) return [];
    const ref = {
      apiVersion: '',
      kind: textAt(hook, 'kind') ?? '',
      name: textAt(hook, 'name') ?? '',
    };
    return [{ kind: 'hook-not-run', ref, hooks }];
  });
}

/** An operation that began and has not said how it ended: who began it, and when, as the record has it. */
export function interrupted(head: Revision): Extract<Problem, { kind: 'release-interrupted' }> {
  const { revision, status } = head;
  const { updated: since } = factsOf(head);
  const by = textAt(listAt(head.secret, 'metadata', 'managedFields')[0], 'manager');
  return {
    ...{ kind: 'release-interrupted', revision, status },
    ...(since !== undefined && { since }),
    ...(by !== undefined && { by }),
  };
}
