import type { Result } from '../../base/result.ts';
import type { ConnectFailure } from './connect-failure.ts';
import type { ChoosePod, Forward } from './forward.ts';
import type { Target } from './target.ts';

/** What deploying needs of the outside world. */
export interface Ports {
  readonly cluster: Cluster;
  readonly clock: Clock;
  /** Reads one YAML document as Kubernetes does; undefined when it is empty or broken. */
  readonly readYaml: (text: string) => unknown;
}

/** A connection to the one cluster it was made for; it never looks at "the current context" again. */
export interface Cluster {
  readonly target: Target;
  request(request: ApiRequest, signal?: AbortSignal): Promise<ApiAnswer>;
  /**
   * For an answer without an end, such as a log that is followed: hands on its text as it comes. The
   * answer has an empty body once it ended, and the server's own when it refused.
   */
  stream(
    request: ApiRequest,
    onText: (text: string) => void,
    signal?: AbortSignal,
  ): Promise<ApiAnswer>;
  /** Opens a port of this machine's loopback that leads to a port of a pod. */
  forward(choose: ChoosePod): Promise<Forward>;
  /** What the same choice of kubeconfig and context resolves to now. */
  reread(): Promise<Result<Target, ConnectFailure>>;
  close(): Promise<void>;
}

export interface ApiRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Path below the server's address, as `/api/v1/namespaces`. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  /** JSON text, sent as it is. */
  readonly body?: string;
  /** `application/json` when absent. */
  readonly contentType?: string;
}

export type ApiAnswer =
  | {
      readonly kind: 'answered';
      readonly status: number;
      /** The JSON value, or the text when it was not JSON. */
      readonly body: unknown;
      /** Texts of the HTTP Warning headers: deprecated API versions, admission remarks. */
      readonly warnings: readonly string[];
      readonly retryAfterSeconds?: number;
    }
  /** `wasSent` tells whether the server may have acted on the request all the same. */
  | { readonly kind: 'unreachable'; readonly reason: string; readonly wasSent: boolean }
  | { readonly kind: 'certificate-refused'; readonly reason: string }
  | { readonly kind: 'no-credentials'; readonly failure: ConnectFailure }
  | { readonly kind: 'timed-out' }
  | { readonly kind: 'cancelled' };

export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Ends early, without an error, when the signal fires. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}
