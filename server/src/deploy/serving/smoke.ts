import type { Forward, HttpAnswer, HttpRequest } from '../cluster/forward.ts';
import type { ConnectFailure } from '../cluster/connect-failure.ts';
import type { Clock } from '../cluster/ports.ts';
import type { Refusal } from '../cluster/refusal.ts';
import { listAt, mapAt, numberAt, textAt } from '../objects/json.ts';

/** What became of asking the model one question: one member per thing the user would do about it. */
export type SmokeOutcome =
  | Answering
  /** Not known whether it answers, and nothing says that it does not. */
  | { readonly kind: 'forward-denied' }
  | { readonly kind: 'no-service' }
  | { readonly kind: 'service-not-read'; readonly refusal: Refusal }
  | { readonly kind: 'no-openai-api'; readonly status: number }
  | { readonly kind: 'no-credentials'; readonly failure: ConnectFailure }
  /** It does not answer. */
  | { readonly kind: 'no-model'; readonly path: string }
  | { readonly kind: 'model-refused'; readonly model: string; readonly message: string }
  | { readonly kind: 'not-connected'; readonly path: string; readonly reason: string }
  | { readonly kind: 'timed-out'; readonly path: string; readonly afterMs: number }
  | {
      readonly kind: 'failed';
      readonly path: string;
      readonly status: number;
      readonly message: string;
    }
  | { readonly kind: 'cancelled' };

export interface Answering {
  readonly kind: 'answers';
  /** As it must be named in requests. */
  readonly model: string;
  readonly api: 'chat' | 'completions';
  readonly tokens: number;
  readonly tokensPerSecond: number;
}

/** It was asked and does not serve; all other outcomes leave that open, or say that it does. */
export function isFailure({ kind }: SmokeOutcome): boolean {
  return ['no-model', 'model-refused', 'not-connected', 'timed-out', 'failed'].includes(kind);
}

const quickMs = 15_000;
/** The first request compiles kernels; on Neuron and with Ray's cold replicas this takes its time. */
const completionMs = 120_000;
const longestAnswer = 32;

/** Asks for health, for the model's name, and for one short completion. */
export async function smoke(
  forward: Forward,
  clock: Clock,
  signal?: AbortSignal,
): Promise<SmokeOutcome> {
  const ask = (request: HttpRequest): Promise<HttpAnswer> => forward.request(request, signal);
  const health = await ask({ method: 'GET', path: '/health', timeoutMs: quickMs });
  // Not every server has this path; one that has it and is ill says so with a 5xx.
  if (health.kind !== 'answered' || health.status >= 500)
    return refusalOf('/health', health, quickMs);

  const path = '/v1/models';
  const listed = await ask({ method: 'GET', path, timeoutMs: quickMs });
  if (listed.kind === 'answered' && (listed.status === 404 || listed.status === 405))
    return { kind: 'no-openai-api', status: listed.status };
  if (listed.kind !== 'answered' || listed.status >= 300) return refusalOf(path, listed, quickMs);
  const model = textAt(listAt(listed.body, 'data')[0], 'id');
  if (model === undefined) return { kind: 'no-model', path };

  const chat = await complete('chat', { model, ask, clock });
  return hasNoChat(chat) ? complete('completions', { model, ask, clock }) : chat;
}

interface Question {
  readonly model: string;
  readonly ask: (request: HttpRequest) => Promise<HttpAnswer>;
  readonly clock: Clock;
}

const paths = { chat: '/v1/chat/completions', completions: '/v1/completions' } as const;

async function complete(
  api: Answering['api'],
  { model, ask, clock }: Question,
): Promise<SmokeOutcome> {
  const path = paths[api];
  const started = clock.now();
  const answer = await ask({
    method: 'POST',
    path,
    body: JSON.stringify({
      model,
      max_tokens: longestAnswer,
      ...(api === 'chat'
        ? { messages: [{ role: 'user', content: 'Say hello.' }] }
        : { prompt: 'Hello, my name is' }),
    }),
    timeoutMs: completionMs,
  });
  const seconds = Math.max(clock.now() - started, 1) / 1000;
  if (answer.kind !== 'answered' || answer.status >= 300) {
    if (answer.kind === 'answered' && isModelRefused(answer.status, answer.body))
      return { kind: 'model-refused', model, message: errorText(answer.body) };
    return refusalOf(path, answer, completionMs);
  }
  const tokens = numberAt(mapAt(answer.body, 'usage'), 'completion_tokens') ?? 0;
  if (listAt(answer.body, 'choices').length === 0)
    return { kind: 'failed', path, status: answer.status, message: 'the answer holds no choices' };
  return { kind: 'answers', model, api, tokens, tokensPerSecond: tokens / seconds };
}

/**
 * A base model has no chat template, and a server started for completions only has no such path.
 * Source: vLLM 0.11, vllm/entrypoints/openai/serving_engine.py and chat_utils.py.
 */
function hasNoChat(outcome: SmokeOutcome): boolean {
  if (outcome.kind !== 'failed') return false;
  if (outcome.status === 404 || outcome.status === 405 || outcome.status === 501) return true;
  return outcome.status === 400 && /chat[ _-]?template|chat completions api/i.test(outcome.message);
}

/** A path that is not there answers 404 as well, without a word on the model. */
function isModelRefused(status: number, body: unknown): boolean {
  return status === 404 && /model/i.test(errorText(body));
}

function refusalOf(path: string, answer: HttpAnswer, timeoutMs: number): SmokeOutcome {
  switch (answer.kind) {
    case 'answered':
      return { kind: 'failed', path, status: answer.status, message: errorText(answer.body) };
    case 'not-connected':
      return { kind: 'not-connected', path, reason: answer.reason };
    case 'timed-out':
      return { kind: 'timed-out', path, afterMs: timeoutMs };
    case 'forward-denied':
    case 'no-credentials':
    case 'cancelled':
      return answer;
  }
}

/** OpenAI's form, FastAPI's, or the text itself, cut to what a sentence can hold. */
function errorText(body: unknown): string {
  const text =
    textAt(body, 'error', 'message') ??
    textAt(body, 'message') ??
    textAt(body, 'detail') ??
    (typeof body === 'string' ? body : '');
  const [line = ''] = text.trim().split('\n');
  return line.slice(0, 300);
}
