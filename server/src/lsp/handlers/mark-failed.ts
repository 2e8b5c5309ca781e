import { markFailed as mark } from '../../deploy/release/mark-failed.ts';
import { sayMarked, sayMovedOn, sayWriteRefusal } from '../../deploy/sentences.ts';
import type { MarkFailedAnswer, MarkFailedParams } from '../../protocol.ts';
import { openRelease } from '../open-release.ts';
import type { Session } from '../session.ts';
import { notConnected, refused } from '../refused.ts';

/** inference/markFailed: ends an interrupted operation that the user was shown and confirmed. */
export async function markFailed(
  session: Session,
  params: MarkFailedParams,
): Promise<MarkFailedAnswer> {
  const opened = await openRelease(session, params);
  if (!opened.ok) return notConnected(opened.failure);
  const { ports, guard } = opened.value;
  try {
    const permitted = guard.permit(params.confirmedContext);
    if (!permitted.ok)
      return { kind: 'not-permitted', message: sayWriteRefusal(permitted.failure) };
    const marked = await mark(ports, params, params.revision);
    if (marked.ok) return { kind: 'marked', message: sayMarked(marked.value) };
    const { failure } = marked;
    return failure.kind === 'refused'
      ? refused(failure.refusal, ports.cluster.target)
      : { kind: 'stale', message: sayMovedOn(params, failure.head) };
  } finally {
    await ports.cluster.close();
  }
}
