import { linesOfEach } from './line-sources.ts';
import type { Session } from './session.ts';
import type { Snapshot } from './snapshots.ts';

/** Long enough that nobody who types is held up. */
const quietMs = 500;
/** A file with more leaves than this is asked about where the cursor stands, and not as a whole. */
const mostLeaves = 300;

/**
 * Works out what every leaf prints while a preview is looked at, so that the cursor has its answer at
 * once. A leaf at a time, so that a render asked for meanwhile waits for one other at most; given up
 * when the document, or what surrounds it, changes.
 */
export function lookAhead({ guard, provenances, snapshots }: Session, snapshot: Snapshot): void {
  const { analysis, uri } = snapshot;
  const isCurrent = () => snapshots.of(uri)?.analysis === analysis;
  const timer = setTimeout(() => {
    guard.task(`lines of the manifests of ${uri}`, async () => {
      if (!isCurrent()) return;
      const provenance = await provenances.of(snapshot);
      if (provenance === undefined || provenance.leaves.length > mostLeaves) return;
      await linesOfEach(provenance.leaves, provenance, isCurrent);
    });
  }, quietMs);
  timer.unref();
}
