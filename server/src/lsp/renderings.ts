import type { Analysis } from '../ide/analysis.ts';
import type { RenderOutcome } from '../chart/renderer.ts';
import type { Snapshot } from './snapshots.ts';

/** What the documents render to, remembered for as long as they and what surrounds them stay the same. */
export interface Renderings {
  /** Renders once for each state of a document. */
  of(snapshot: Snapshot): Promise<RenderOutcome>;
  /** Whether a render would have to wait for the engine's start. */
  readonly isWarm: boolean;
  /** The engine has answered. */
  warm(): void;
}

export function keepRenderings(render: (snapshot: Snapshot) => Promise<RenderOutcome>): Renderings {
  const kept = new WeakMap<Analysis, Promise<RenderOutcome>>();
  let isWarm = false;
  return {
    of(snapshot) {
      const { analysis } = snapshot;
      let outcome = kept.get(analysis);
      if (outcome === undefined) kept.set(analysis, (outcome = render(snapshot)));
      return outcome;
    },
    get isWarm() {
      return isWarm;
    },
    warm() {
      isWarm = true;
    },
  };
}
