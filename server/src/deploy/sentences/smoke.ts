import { assertNever } from '../../base/assert-never.ts';
import type { SmokeOutcome } from '../serving/smoke.ts';
import type { Target } from '../cluster/target.ts';
import { sayConnectFailure } from './connect-failure.ts';
import { sayRefusal } from './refusal.ts';

/** Whether the model answers, or what it did instead, and what to do. */
export function saySmoke(outcome: SmokeOutcome, workload: string, target: Target): string {
  switch (outcome.kind) {
    case 'answers': {
      const speed = outcome.tokensPerSecond;
      const rate = speed >= 10 ? speed.toFixed(0) : speed.toFixed(1);
      return `${outcome.model} answers: ${outcome.tokens} tokens at ${rate} tokens per second for one request.`;
    }
    case 'forward-denied':
      return `Whether ${workload} answers was not checked: that needs create on pods/portforward.`;
    case 'no-service':
      return `Whether ${workload} answers was not checked: no Service of the release leads to its pods.`;
    case 'service-not-read':
      return `Whether ${workload} answers was not checked: ${sayRefusal(outcome.refusal, target)}`;
    case 'no-openai-api':
      return `Whether ${workload} answers was not checked further: it takes requests, but has no /v1/models (${outcome.status}), so it does not speak the OpenAI API, or speaks it below another path.`;
    case 'no-credentials':
      return `Whether ${workload} answers was not checked: ${sayConnectFailure(outcome.failure)}`;
    case 'no-model':
      return `${workload} runs, but ${outcome.path} lists no model: it serves none yet, or failed to load it.`;
    case 'model-refused':
      return `${workload} lists the model ${outcome.model} and then does not know it: ${withStop(outcome.message)} Two servers with different names may share the Service.`;
    case 'not-connected':
      return `${workload} is ready, but a request to ${outcome.path} did not come through: ${withStop(outcome.reason)} Check that the port of the Service is the one that the server listens on.`;
    case 'timed-out':
      return `${workload} is ready, but did not answer ${outcome.path} within ${outcome.afterMs / 1000} seconds.`;
    case 'failed':
      return `${workload} is ready, but ${outcome.path} failed with ${outcome.status}: ${withStop(outcome.message || 'it gave no reason')} Its log has more.`;
    case 'cancelled':
      return `Whether ${workload} answers was not checked: cancelled.`;
    default:
      return assertNever(outcome);
  }
}

function withStop(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
