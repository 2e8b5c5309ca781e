import { defaultContextRules, type ContextRules } from '../deploy/safety/context-rules.ts';
import type { Ports } from './ports.ts';

export const protectedVariable = 'INFERENCE_CHARTS_PROTECTED_CONTEXTS';
export const readOnlyVariable = 'INFERENCE_CHARTS_READ_ONLY_CONTEXTS';

/**
 * The environment belongs to the machine or to the CI job, and nothing in a repository can change it:
 * that is why the rules stand there. Globs with commas between them; empty for none.
 */
export function contextRulesIn(environment: Ports['environment']): ContextRules {
  return {
    protectedContexts:
      globsIn(environment[protectedVariable]) ?? defaultContextRules.protectedContexts,
    readOnlyContexts:
      globsIn(environment[readOnlyVariable]) ?? defaultContextRules.readOnlyContexts,
  };
}

function globsIn(text: string | undefined): readonly string[] | undefined {
  return text
    ?.split(',')
    .map((glob) => glob.trim())
    .filter((glob) => glob !== '');
}
