import { failed, ok, type Result } from '../../base/result.ts';
import type { ConnectFailure } from './connect-failure.ts';
import { listAt, textAt } from '../objects/json.ts';
import { withoutSecrets } from '../safety/redact.ts';
import type { ApiAnswer } from './ports.ts';
import { withoutRepetition } from './repetition.ts';

/** Why the API server did not do as asked: one member per thing the user would do about it. */
export type Refusal =
  | { readonly kind: 'unreachable'; readonly reason: string }
  | { readonly kind: 'certificate-refused'; readonly reason: string }
  | { readonly kind: 'timed-out' }
  | { readonly kind: 'no-credentials'; readonly failure: ConnectFailure }
  | { readonly kind: 'unauthorized' }
  | { readonly kind: 'forbidden'; readonly message: string }
  | { readonly kind: 'not-found'; readonly message: string }
  | { readonly kind: 'owned-by-others'; readonly conflicts: readonly FieldConflict[] }
  | { readonly kind: 'changed-underneath'; readonly message: string }
  | { readonly kind: 'invalid'; readonly message: string; readonly causes: readonly FieldCause[] }
  | { readonly kind: 'throttled'; readonly retryAfterSeconds?: number }
  | { readonly kind: 'server-failed'; readonly status: number; readonly message: string }
  | { readonly kind: 'cancelled' };

export interface FieldConflict {
  readonly manager: string;
  readonly field: string;
}

export interface FieldCause {
  /** Absent when the server does not name the field. */
  readonly field?: string;
  readonly message: string;
}

export interface Accepted {
  readonly body: unknown;
  readonly warnings: readonly string[];
}

export function readAnswer(answer: ApiAnswer): Result<Accepted, Refusal> {
  if (answer.kind === 'unreachable') return failed({ kind: 'unreachable', reason: answer.reason });
  if (answer.kind !== 'answered') return failed(answer);
  const { status, body, warnings, retryAfterSeconds } = answer;
  if (status < 300) return ok({ body, warnings: warnings.map(withoutSecrets) });
  return failed(readStatus(status, body, retryAfterSeconds));
}

function readStatus(status: number, body: unknown, retryAfterSeconds?: number): Refusal {
  const message = cleaned(textAt(body, 'message') ?? (typeof body === 'string' ? body.trim() : ''));
  switch (status) {
    case 400:
    case 422:
      return { kind: 'invalid', message, causes: causesIn(body) };
    case 401:
      return { kind: 'unauthorized' };
    case 403:
      return { kind: 'forbidden', message };
    case 404:
      return { kind: 'not-found', message };
    case 409: {
      const conflicts = conflictsIn(body);
      return conflicts.length > 0
        ? { kind: 'owned-by-others', conflicts }
        : { kind: 'changed-underneath', message };
    }
    case 429:
      return { kind: 'throttled', ...(retryAfterSeconds !== undefined && { retryAfterSeconds }) };
    default:
      return readTypedPatchError(message) ?? { kind: 'server-failed', status, message };
  }
}

/**
 * Server-side apply answers 500 without a reason when a field is unknown or of the wrong type:
 * `failed to create typed patch object (ns/name; apps/v1, Kind=Deployment): .spec.x: field not declared in schema`.
 * That is a mistake in the object, not of the server. Observed with Kubernetes 1.35.4.
 */
function readTypedPatchError(message: string): Refusal | undefined {
  const [, rest] = /^failed to create typed patch object \([^)]*\): (.*)$/s.exec(message) ?? [];
  if (rest === undefined) return undefined;
  const [, field, text] = /^(\.\S+): (.*)$/s.exec(rest) ?? [];
  const cause =
    field !== undefined && text !== undefined ? { field, message: text } : { message: rest };
  return { kind: 'invalid', message: rest, causes: [cause] };
}

function cleaned(text: string): string {
  return withoutSecrets(withoutRepetition(text));
}

function causesIn(body: unknown): FieldCause[] {
  return listAt(body, 'details', 'causes').map((cause) => {
    const field = textAt(cause, 'field');
    const message = cleaned(textAt(cause, 'message') ?? '');
    return { message, ...(field !== undefined && field !== '' && { field }) };
  });
}

/** Messages read `conflict with "helm" using apps/v1`; the manager is what stands in quotes first. */
function conflictsIn(body: unknown): FieldConflict[] {
  return listAt(body, 'details', 'causes')
    .filter((cause) => textAt(cause, 'reason') === 'FieldManagerConflict')
    .map((cause) => ({
      manager: /conflict with "([^"]*)"/.exec(textAt(cause, 'message') ?? '')?.[1] ?? '',
      field: textAt(cause, 'field') ?? '',
    }));
}
