import type { Target } from '../deploy/cluster/target.ts';
import { sayWriteRefusal } from '../deploy/sentences.ts';
import type { WriteGuard } from '../deploy/safety/write-guard.ts';
import type { PlanRefusal } from './plan.ts';
import type { Ports } from './ports.ts';

export interface Confirmation {
  /** The user said yes beforehand. */
  readonly isConfirmed: boolean;
  /** The name of the context, typed beforehand. */
  readonly confirmedContext?: string;
}

/** Asks whoever sits there, and then the guard, whether what was shown may be written; undefined when it may. */
export async function confirmWrite(
  guard: WriteGuard,
  { isConfirmed, confirmedContext }: Confirmation,
  { context, output }: Pick<Target, 'context'> & Pick<Ports, 'output'>,
): Promise<PlanRefusal | undefined> {
  let typed = confirmedContext;
  if (!isConfirmed && guard.protection !== 'read-only') {
    const isNameAsked = guard.protection === 'protected' && typed === undefined;
    const question = isNameAsked
      ? `Context ${context} is protected. Apply exactly this? Type its name: `
      : 'Apply exactly this? Type yes: ';
    const answer = (await output.ask(question))?.trim();
    if (answer === undefined) return { message: nobodyThere(guard, context), exitCode: 2 };
    if (isNameAsked ? answer === '' : answer.toLowerCase() !== 'yes')
      return { message: 'Nothing was written.', exitCode: 1 };
    if (isNameAsked) typed = answer;
  }
  const permitted = guard.permit(typed);
  if (permitted.ok) return undefined;
  const { failure } = permitted;
  const cure =
    failure.kind === 'context-not-confirmed' && failure.typed === undefined
      ? ` Give --confirm-context ${context}.`
      : '';
  return { message: `${sayWriteRefusal(failure)}${cure}`, exitCode: 2 };
}

function nobodyThere({ protection }: WriteGuard, context: string): string {
  const flags = protection === 'protected' ? `--yes --confirm-context ${context}` : '--yes';
  return `Nobody is there to confirm; give ${flags} to go on without being asked.`;
}
