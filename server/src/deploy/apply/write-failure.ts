import type { Refusal } from '../cluster/refusal.ts';

export interface WriteFailure {
  readonly refusal: Refusal;
  /** The request may have been carried out all the same, and the cluster cannot be asked. */
  readonly isUncertain: boolean;
  /** Its fields passed from Helm's client-side apply to us, and its content is as it was. */
  readonly isHandedOver?: boolean;
}
