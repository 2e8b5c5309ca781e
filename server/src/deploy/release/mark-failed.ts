import { failed, type Result } from '../../base/result.ts';
import type { Ports } from '../cluster/ports.ts';
import type { Refusal } from '../cluster/refusal.ts';
import { isPending, type Revision } from './release-record.ts';
import { changeStatus, listRevisions, type ReleaseName } from './release-store.ts';

export type MarkFailure =
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  /** Somebody went on meanwhile: this is no longer the newest revision, or no longer pending. */
  | { readonly kind: 'moved-on'; readonly head: Revision | undefined };

/**
 * Ends an interrupted operation by hand. Only the very revision that the user was shown: a record that
 * changed since is of an operation that lives.
 */
export async function markFailed(
  ports: Ports,
  name: ReleaseName,
  revision: number,
): Promise<Result<Revision, MarkFailure>> {
  const listed = await listRevisions(ports.cluster, name);
  if (!listed.ok) return failed({ kind: 'refused', refusal: listed.failure });
  const [head] = listed.value;
  if (head?.revision !== revision || !isPending(head.status))
    return failed({ kind: 'moved-on', head });
  const description = `Marked as failed by the user; it was ${head.status}`;
  const marked = await changeStatus(ports, head, 'failed', description);
  return marked.ok ? marked : failed({ kind: 'refused', refusal: marked.failure });
}
