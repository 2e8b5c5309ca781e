import { at, type Json } from '../objects/json.ts';
import type { Problem } from '../plan/problem.ts';
import type { Check } from './check.ts';
import type { NeededSecret } from './needed-secrets.ts';
import { rightsMissing, type Look, type World } from './world.ts';

export interface SecretNeeds {
  readonly needed: readonly NeededSecret[];
  /** The model to be served, when it is known to need a token. */
  readonly gatedModel: string | undefined;
}

/** Looks each Secret up and reports those that are missing or lack their key. */
export async function checkSecrets(
  world: World,
  { needed, gatedModel }: SecretNeeds,
): Promise<Check | undefined> {
  if (needed.length === 0) return undefined;
  const looks = await Promise.all(
    needed.map(async (secret) => ({
      secret,
      look: await world.get('secret', secret.name, secret.namespace),
    })),
  );
  const problems = looks.flatMap(({ secret, look }) => {
    const problem = problemOf(secret, look);
    return problem === undefined ? [] : [soften(problem, gatedModel)];
  });
  return { preflight: 'secrets', problems, missing: rightsMissing(looks.map(({ look }) => look)) };
}

/** A container starts without an optional secret; whether the model then loads is another matter. */
function soften(problem: Problem, gatedModel: string | undefined): Problem {
  const isAbsence = problem.kind === 'secret-missing' || problem.kind === 'secret-key-missing';
  if (!isAbsence || !problem.secret.isOptional) return problem;
  const { secret } = problem;
  return {
    kind: 'optional-secret-missing',
    secret,
    ...(gatedModel !== undefined && { gatedModel }),
  };
}

function problemOf(secret: NeededSecret, look: Look<Json>): Problem | undefined {
  if (look.kind === 'absent') return { kind: 'secret-missing', secret };
  if (look.kind !== 'found') return undefined;
  const { key } = secret;
  const isThere = key === undefined || at(look.value, 'data', key) !== undefined;
  return isThere ? undefined : { kind: 'secret-key-missing', secret };
}
