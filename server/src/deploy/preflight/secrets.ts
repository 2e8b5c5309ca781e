import { at } from '../objects/json.ts';
import type { NeededSecret } from './needed-secrets.ts';
import type { Cluster } from '../cluster/ports.ts';
import type { Problem } from '../plan/problem.ts';
import { readAnswer } from '../cluster/refusal.ts';

export interface SecretNeeds {
  readonly needed: readonly NeededSecret[];
  /** The model to be served, when it is known to need a token. */
  readonly gatedModel: string | undefined;
}

/** Looks each Secret up and reports those that are missing, lack their key, or may not be read. */
export async function checkSecrets(
  cluster: Cluster,
  { needed, gatedModel }: SecretNeeds,
  signal?: AbortSignal,
): Promise<readonly Problem[]> {
  const problems = await Promise.all(needed.map((secret) => checkSecret(cluster, secret, signal)));
  return problems.flatMap((problem) =>
    problem === undefined ? [] : [soften(problem, gatedModel)],
  );
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

async function checkSecret(
  cluster: Cluster,
  secret: NeededSecret,
  signal?: AbortSignal,
): Promise<Problem | undefined> {
  const { namespace, name, key } = secret;
  const path = `/api/v1/namespaces/${encodeURIComponent(namespace)}/secrets/${encodeURIComponent(name)}`;
  const answer = readAnswer(await cluster.request({ method: 'GET', path }, signal));
  if (!answer.ok) {
    const isMissing = answer.failure.kind === 'not-found';
    return { kind: isMissing ? 'secret-missing' : 'secret-not-readable', secret };
  }
  const isThere = key === undefined || at(answer.value.body, 'data', key) !== undefined;
  return isThere ? undefined : { kind: 'secret-key-missing', secret };
}
