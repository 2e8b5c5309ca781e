/** The cluster that a plan is for, frozen when it is made. Never holds a credential. */
export interface Target {
  /** The kubeconfig files that were read, in order of precedence. */
  readonly kubeconfigs: readonly string[];
  readonly context: string;
  readonly server: string;
  /** Name of the kubeconfig's user entry. */
  readonly user: string;
  /** The context's own namespace, `default` when it names none. */
  readonly namespace: string;
  /** sha256 of what the context resolves to, certificates and credentials included. */
  readonly fingerprint: string;
  /** The kubeconfig turns certificate checks off for this cluster. */
  readonly isUnverified: boolean;
}

export interface TargetChange {
  readonly what: 'context' | 'server' | 'user' | 'namespace' | 'credentials';
  readonly before: string;
  readonly after: string;
}

/** What differs between the target of the plan and what the kubeconfig says now; empty when nothing does. */
export function compareTargets(planned: Target, now: Target): readonly TargetChange[] {
  const changes = (['context', 'server', 'user', 'namespace'] as const)
    .filter((what) => planned[what] !== now[what])
    .map((what): TargetChange => ({ what, before: planned[what], after: now[what] }));
  if (changes.length > 0 || planned.fingerprint === now.fingerprint) return changes;
  return [{ what: 'credentials', before: '', after: '' }];
}
