import type { Problem } from '../plan/problem.ts';

/** Where the pods take the Hugging Face token from. Never holds the token. */
export interface TokenSecret {
  readonly namespace: string;
  readonly name: string;
  readonly key: string;
}

/** The names under which the Hugging Face libraries and vLLM read a token from the environment. */
const tokenVariable = /^(HF_TOKEN|HUGGING_FACE_HUB_TOKEN|HUGGINGFACE_HUB_TOKEN)$/;

/** The token that the pods of a plan ask for and do not find; absent when they find it, or ask for none. */
export function missingToken(problems: readonly Problem[]): TokenSecret | undefined {
  for (const problem of problems) {
    const isAbsence =
      problem.kind === 'secret-missing' ||
      problem.kind === 'secret-key-missing' ||
      problem.kind === 'optional-secret-missing';
    if (!isAbsence) continue;
    const { namespace, name, key, variable = '' } = problem.secret;
    if (key !== undefined && tokenVariable.test(variable)) return { namespace, name, key };
  }
  return undefined;
}
