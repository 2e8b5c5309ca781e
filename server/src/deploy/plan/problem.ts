import type { NeededSecret } from '../preflight/needed-secrets.ts';
import type { ObjectRef } from '../objects/kube-object.ts';
import type { Refusal } from '../cluster/refusal.ts';

/** What stands between a plan and a running service: one member per thing the user would do about it. */
export type Problem =
  | { readonly kind: 'kind-not-served'; readonly refs: readonly ObjectRef[] }
  | { readonly kind: 'namespace-terminating'; readonly namespace: string }
  | {
      readonly kind: 'access-denied';
      readonly namespace: string | undefined;
      readonly resource: string;
      readonly verbs: readonly string[];
    }
  | { readonly kind: 'secret-missing'; readonly secret: NeededSecret }
  | { readonly kind: 'secret-key-missing'; readonly secret: NeededSecret }
  /** The pods start without it. `gatedModel` is the model that Hugging Face gives to token holders only. */
  | {
      readonly kind: 'optional-secret-missing';
      readonly secret: NeededSecret;
      readonly gatedModel?: string;
    }
  | { readonly kind: 'secret-not-readable'; readonly secret: NeededSecret }
  | { readonly kind: 'object-refused'; readonly ref: ObjectRef; readonly refusal: Refusal }
  /** It is in the cluster already, and neither this release nor its last revision made it. */
  | { readonly kind: 'object-not-ours'; readonly ref: ObjectRef; readonly owner?: string }
  | { readonly kind: 'hook-not-run'; readonly ref: ObjectRef; readonly hooks: readonly string[] }
  | { readonly kind: 'release-busy'; readonly revision: number; readonly status: string }
  /** As `release-busy`, where going on is what clears it. `since` is as ISO 8601. */
  | {
      readonly kind: 'release-interrupted';
      readonly revision: number;
      readonly status: string;
      readonly since?: string;
      readonly by?: string;
    }
  | { readonly kind: 'cluster-too-old'; readonly version: string }
  | { readonly kind: 'unverified-server'; readonly server: string }
  | { readonly kind: 'server-warning'; readonly ref: ObjectRef; readonly text: string };

export type Severity = 'block' | 'warning' | 'information';

export function severityOf(problem: Problem): Severity {
  switch (problem.kind) {
    case 'optional-secret-missing':
      return problem.gatedModel === undefined ? 'information' : 'warning';
    case 'unverified-server':
    case 'server-warning':
    case 'release-interrupted':
      return 'warning';
    case 'secret-not-readable':
      return 'information';
    case 'kind-not-served':
    case 'namespace-terminating':
    case 'access-denied':
    case 'secret-missing':
    case 'secret-key-missing':
    case 'object-refused':
    case 'object-not-ours':
    case 'hook-not-run':
    case 'release-busy':
    case 'cluster-too-old':
      return 'block';
  }
}
