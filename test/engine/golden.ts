import type { RenderOutcome } from '../../server/src/chart/renderer.ts';
import type { OracleAnswer } from './helm-oracle.ts';

/** A golden file's text: the manifest as it was printed, or one line that starts a refusal. */
export function goldenOf(answer: OracleAnswer): string {
  return 'manifest' in answer ? answer.manifest : refusal(answer.error);
}

/** The engine's outcome in the same form. */
export function goldenOfOutcome(outcome: RenderOutcome): string {
  if (outcome.kind === 'rendered') return outcome.manifest;
  return refusal('message' in outcome ? outcome.message.trim() : outcome.kind);
}

/** Helm lists the violations of a schema in no order, so that they are put into one. */
function refusal(message: string): string {
  const isSchema = message.startsWith("values don't meet the specifications of the schema");
  const lines = isSchema ? message.split('\n').sort() : [message];
  return `Error: ${lines.join('\n')}\n`;
}
