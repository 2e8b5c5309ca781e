import picomatch from 'picomatch';

/** What the user of this machine has decided about contexts. No file of a project may say otherwise. */
export interface ContextRules {
  /** Globs of the contexts whose name must be typed before anything is written to them. */
  readonly protectedContexts: readonly string[];
  /** Globs of the contexts that are only ever read. */
  readonly readOnlyContexts: readonly string[];
}

/** Where nobody has decided anything. */
export const defaultContextRules: ContextRules = {
  protectedContexts: ['*prod*'],
  readOnlyContexts: [],
};

export type Protection = 'open' | 'protected' | 'read-only';

export function protectionOf(
  context: string,
  { protectedContexts, readOnlyContexts }: ContextRules,
): Protection {
  if (isMatch(context, readOnlyContexts)) return 'read-only';
  return isMatch(context, protectedContexts) ? 'protected' : 'open';
}

/**
 * A star also stands for slashes, which the names of EKS clusters have
 * (`arn:aws:eks:eu-west-1:1:cluster/prod`), and case does not count: to protect one too many is cheap.
 */
function isMatch(context: string, globs: readonly string[]): boolean {
  return globs.some((glob) =>
    picomatch.isMatch(context, glob, { bash: true, dot: true, nocase: true }),
  );
}
