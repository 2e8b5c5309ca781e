import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
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

/** Another render, kept whole in `golden`, and the names of the two services. */
export interface Likeness {
  readonly golden: string;
  readonly service: string;
  readonly own: string;
}

/**
 * What is kept of a render: all of it, or where it is like another one the lines that differ once both
 * services have one name, for people to read, and the hash of all of it, for the bytes.
 */
export function kept(printed: string, like: Likeness | undefined): string {
  if (like === undefined) return printed;
  const { golden, service, own } = like;
  const other = readFileSync(golden, 'utf8').split('\n');
  const lines = printed.replace(new RegExp(`(?<![\\w/-])${own}(?!\\w)`, 'g'), service).split('\n');
  return [
    `sha256 ${createHash('sha256').update(printed).digest('hex')}`,
    ...without(other, lines).map((line) => `-${line}`),
    ...without(lines, other).map((line) => `+${line}`),
    '',
  ].join('\n');
}

/** The lines of `all` that are not in `taken`; of a line that both have, as many as `all` has more. */
function without(all: readonly string[], taken: readonly string[]): readonly string[] {
  const left = new Map<string, number>();
  for (const line of taken) left.set(line, (left.get(line) ?? 0) + 1);
  return all.filter((line) => {
    const times = left.get(line) ?? 0;
    left.set(line, times - 1);
    return times <= 0;
  });
}
