import type { Spread } from './statistics.ts';

/** One line of the budget table. */
export interface Row {
  readonly what: string;
  readonly unit: string;
  /** Undefined: not measured, and `note` says why. */
  readonly ours: Spread | number | undefined;
  /** What the p95, or the only figure, must not pass; for `atLeast`, must reach. */
  readonly budget?: number;
  readonly atLeast?: boolean;
  /** The same measured with what people use without us, in this run. */
  readonly peer?: Peer;
  readonly note?: string;
}

export interface Peer {
  readonly name: string;
  readonly measured: Spread | number;
  /** How many times better ours must be. */
  readonly factor?: number;
}

/** The figure that a budget is held against. */
export function decisive(measured: Spread | number): number {
  return typeof measured === 'number' ? measured : measured.p95;
}
