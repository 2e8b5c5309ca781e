import type { ConnectFailure } from './connect-failure.ts';

/** A port of a container, by the pod it is in. */
export interface PodPort {
  readonly namespace: string;
  readonly pod: string;
  readonly port: number;
}

/**
 * Asked anew for every connection, so that a forward outlives the pod it began with. Undefined
 * when no pod can take the connection now.
 */
export type ChoosePod = () => Promise<PodPort | undefined>;

/** Loopback only, on a port that the system chose. */
export interface Forward {
  /** As in `http://127.0.0.1:41234`. */
  readonly url: string;
  /** One HTTP request through it. */
  request(request: HttpRequest, signal?: AbortSignal): Promise<HttpAnswer>;
  close(): Promise<void>;
}

export interface HttpRequest {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  /** JSON text. */
  readonly body?: string;
  readonly timeoutMs: number;
}

export type HttpAnswer =
  | {
      readonly kind: 'answered';
      readonly status: number;
      /** The JSON value, or the text when it was not JSON. */
      readonly body: unknown;
    }
  /** The cluster does not let this user forward ports. */
  | { readonly kind: 'forward-denied' }
  | { readonly kind: 'no-credentials'; readonly failure: ConnectFailure }
  /** Nothing came through: no pod, nothing listens in it, or the connection broke. */
  | { readonly kind: 'not-connected'; readonly reason: string }
  | { readonly kind: 'timed-out' }
  | { readonly kind: 'cancelled' };
