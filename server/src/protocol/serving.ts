import type { DocumentEdit } from './document.ts';
import type { ClusterRefused } from './refusal.ts';
import type { ReleaseTarget } from './releases.ts';
import type { Notification, Request } from './request.ts';

/** Which lines decide what went wrong; the keys are those that an answer named. */
export interface LocateKeysParams {
  readonly uri: string;
  readonly keys: readonly string[];
}

export interface LocatedKey {
  readonly key: string;
  /** Of the key, in this document or in one that Helm reads before it; absent when no file says it. */
  readonly place?: { readonly uri: string; readonly range: DocumentEdit['range'] };
  /** `line 12`, `line 3 of values-base.yaml`, `the chart's default`, `not set`. */
  readonly where: string;
}

export const locateKeysRequest: Request<LocateKeysParams, readonly LocatedKey[]> = {
  method: 'inference/locateKeys',
};

/** The pods of a release, followed until the request is cancelled. */
export interface FollowLogsParams extends ReleaseTarget {
  /** Notifications carry it. */
  readonly token: string;
}

export type FollowLogsAnswer =
  | { readonly kind: 'ended' }
  | { readonly kind: 'failed'; readonly message: string }
  | ClusterRefused;

export const followLogsRequest: Request<FollowLogsParams, FollowLogsAnswer> = {
  method: 'inference/followLogs',
};

export interface LogText {
  readonly token: string;
  /** Whole lines, each with its pod and container in front; secrets masked. */
  readonly text: string;
}

export const logText: Notification<LogText> = { method: 'inference/logText' };

export type EndpointAnswer =
  | {
      readonly kind: 'open';
      readonly id: string;
      /** On this machine; stays open until inference/closeEndpoint. */
      readonly url: string;
      readonly service: string;
      /** As the server itself names it; null when it lists none. */
      readonly model: string | null;
      /** One request, ready to paste. */
      readonly curl: string;
    }
  | { readonly kind: 'failed'; readonly message: string }
  | ClusterRefused;

export const openEndpointRequest: Request<ReleaseTarget, EndpointAnswer> = {
  method: 'inference/openEndpoint',
};

export const closeEndpointRequest: Request<{ readonly id: string }, null> = {
  method: 'inference/closeEndpoint',
};
