import { failed, ok, type Result } from '../../base/result.ts';
import type { ApiRequest, Cluster } from '../cluster/ports.ts';
import { protectionOf, type ContextRules, type Protection } from './context-rules.ts';

/** Why nothing may be written to a context: the user said so before, or has not said which one is meant. */
export type WriteRefusal =
  | { readonly kind: 'context-read-only'; readonly context: string }
  /** `typed` is the name that was given in its place; absent when none was. */
  | {
      readonly kind: 'context-not-confirmed';
      readonly context: string;
      readonly typed?: string;
    };

/** The one way to write: whoever would write asks it first, with the name of the context that the user typed. */
export interface WriteGuard {
  readonly protection: Protection;
  /** From then on the guarded connection writes. A name that was typed must be right even where none is asked for. */
  permit(typed?: string): Result<undefined, WriteRefusal>;
}

export interface Guarded {
  readonly cluster: Cluster;
  readonly guard: WriteGuard;
}

/** A connection that only reads until its guard has permitted more. To write before is a fault of ours, and throws. */
export function guardWrites(cluster: Cluster, rules: ContextRules): Guarded {
  const { context } = cluster.target;
  const protection = protectionOf(context, rules);
  let isPermitted = false;
  return {
    guard: {
      protection,
      permit: (typed) => {
        if (protection === 'read-only') return failed({ kind: 'context-read-only', context });
        const isNeeded = protection === 'protected' || typed !== undefined;
        if (isNeeded && typed !== context)
          return failed({
            kind: 'context-not-confirmed',
            context,
            ...(typed !== undefined && { typed }),
          });
        isPermitted = true;
        return ok(undefined);
      },
    },
    cluster: {
      ...cluster,
      request: (request, signal) => {
        if (!isPermitted && isWrite(request))
          throw new Error(`${request.method} ${request.path} before the guard permitted writing`);
        return cluster.request(request, signal);
      },
    },
  };
}

/** Dry runs change nothing, and an access review is a question that happens to be created. */
export function isWrite({ method, path, query }: ApiRequest): boolean {
  const isQuestion = path.startsWith('/apis/authorization.k8s.io/');
  return method !== 'GET' && query?.['dryRun'] !== 'All' && !isQuestion;
}
