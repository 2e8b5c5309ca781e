import type { RenderOutcome } from '../chart/renderer.ts';
import type { Analysis } from '../ide/analysis.ts';
import type { Diagnostic } from '../ide/diagnostic.ts';
import { renderFindings } from '../ide/render-findings.ts';
import type { Snapshot } from './snapshots.ts';

/** What the documents render to, remembered for as long as they and what surrounds them stay the same. */
export interface Renderings {
  /** Renders once for each state of a document. */
  of(snapshot: Snapshot): Promise<RenderOutcome>;
  /** What the render of this state tells; empty until it was learnt. */
  findings(snapshot: Snapshot): readonly Diagnostic[];
  /**
   * Renders, unless that was done; true when there is something to tell that was not known before.
   * The search for its cause ends when nobody wants it any more.
   */
  learn(snapshot: Snapshot, isWanted: () => boolean): Promise<boolean>;
  /** Whether a render would have to wait for the engine's start. */
  readonly isWarm: boolean;
  /** The engine has answered. */
  warm(): void;
}

/** @param render of the document, or of another text in its place. */
export function keepRenderings(
  render: (snapshot: Snapshot, text?: string) => Promise<RenderOutcome>,
): Renderings {
  const kept = new WeakMap<Analysis, Promise<RenderOutcome>>();
  const learnt = new WeakMap<Analysis, readonly Diagnostic[]>();
  let isWarm = false;
  const of = (snapshot: Snapshot) => {
    const { analysis } = snapshot;
    let outcome = kept.get(analysis);
    if (outcome === undefined) kept.set(analysis, (outcome = render(snapshot)));
    return outcome;
  };
  return {
    of,
    findings: ({ analysis }) => learnt.get(analysis) ?? [],
    async learn(snapshot, isWanted) {
      const { analysis, diagnostics } = snapshot;
      if (learnt.has(analysis)) return false;
      const again = (text: string): Promise<RenderOutcome> =>
        isWanted() ? render(snapshot, text) : Promise.resolve({ kind: 'cancelled' });
      const outcome = await of(snapshot);
      const found = await renderFindings(analysis, { outcome, again }, diagnostics);
      learnt.set(analysis, found);
      return found.length > 0;
    },
    get isWarm() {
      return isWarm;
    },
    warm() {
      isWarm = true;
    },
  };
}
