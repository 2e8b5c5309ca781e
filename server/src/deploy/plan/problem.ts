import type {
  Coming,
  Excess,
  HeldUpdate,
  OutOfRange,
  RayRefusal,
  Reference,
  Shortage,
} from '../preflight/findings.ts';
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
  | { readonly kind: 'object-refused'; readonly ref: ObjectRef; readonly refusal: Refusal }
  /** It is in the cluster already, and neither this release nor its last revision made it. */
  | { readonly kind: 'object-not-ours'; readonly ref: ObjectRef; readonly owner?: string }
  | { readonly kind: 'hook-not-run'; readonly ref: ObjectRef; readonly hooks: readonly string[] }
  | {
      readonly kind: 'release-busy';
      readonly release: string;
      readonly namespace: string;
      readonly revision: number;
      readonly status: string;
    }
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
  | { readonly kind: 'server-warning'; readonly ref: ObjectRef; readonly text: string }
  /** Helm's client-side apply owns fields in another API version, so what the manifest drops stays. */
  | { readonly kind: 'fields-left'; readonly ref: ObjectRef }
  | RayProblem
  | PlaceProblem
  | QuotaProblem
  | { readonly kind: 'reference-missing'; readonly reference: Reference }
  /** Without a class: the cluster has no default one. */
  | {
      readonly kind: 'storage-class-missing';
      readonly claim: ObjectRef;
      readonly storageClass?: string;
      readonly classes: readonly string[];
    }
  | {
      readonly kind: 'scheduler-missing';
      readonly scheduler: string;
      readonly workload: ObjectRef;
    }
  | {
      readonly kind: 'scheduler-not-ready';
      readonly scheduler: string;
      readonly workload: ObjectRef;
      readonly deployments: readonly string[];
    }
  /** Seconds. */
  | {
      readonly kind: 'deadline-too-short';
      readonly ref: ObjectRef;
      readonly deadline: number;
      readonly startup: number;
    }
  | { readonly kind: 'update-held'; readonly ref: ObjectRef; readonly held: HeldUpdate }
  /** An autoscaler decides on the replicas, so the plan does not. */
  | { readonly kind: 'replicas-left'; readonly ref: ObjectRef; readonly scaler: string };

type RayProblem =
  | { readonly kind: 'ray-operator-missing' }
  | { readonly kind: 'ray-operator-not-ready'; readonly operators: readonly string[] }
  | {
      readonly kind: 'ray-operator-elsewhere';
      readonly ref: ObjectRef;
      readonly operators: readonly string[];
    }
  | {
      readonly kind: 'ray-operator-refuses';
      readonly ref: ObjectRef;
      readonly version: string;
      readonly refusal: RayRefusal;
    };

type PlaceProblem =
  | {
      readonly kind: 'device-plugin-missing';
      readonly resource: string;
      readonly nodes: readonly string[];
    }
  /** `isScaled`: a cluster autoscaler runs, of which it is not known what it may add. */
  | { readonly kind: 'no-room'; readonly shortage: Shortage; readonly isScaled: boolean }
  /** The new pods find a place only once the old ones are gone, and those wait for the new ones. */
  | {
      readonly kind: 'upgrade-stuck';
      readonly workload: ObjectRef;
      readonly how: 'surge' | 'second-cluster';
      readonly shortage: Shortage;
      readonly isScaled: boolean;
    }
  | ({ readonly kind: 'node-coming' } & Coming);

type QuotaProblem =
  | { readonly kind: 'quota-exceeded'; readonly excess: Excess }
  | {
      readonly kind: 'quota-stops-upgrade';
      readonly workload: ObjectRef;
      readonly how: 'surge' | 'second-cluster';
      readonly excess: Excess;
    }
  | {
      readonly kind: 'quota-needs-amount';
      readonly workload: ObjectRef;
      readonly quota: string;
      readonly resource: string;
    }
  | { readonly kind: 'out-of-range'; readonly found: OutOfRange };

export type Severity = 'block' | 'warning' | 'information';

export function severityOf(problem: Problem): Severity {
  switch (problem.kind) {
    case 'optional-secret-missing':
      return problem.gatedModel === undefined ? 'information' : 'warning';
    case 'unverified-server':
    case 'server-warning':
    case 'fields-left':
    case 'release-interrupted':
      return 'warning';
    case 'node-coming':
    case 'replicas-left':
      return 'information';
    case 'no-room':
    case 'upgrade-stuck':
      // Which nodes the cluster autoscaler may add is not known, so it may well help.
      return problem.isScaled ? 'information' : 'warning';
    case 'reference-missing':
      return problem.reference.effect === 'maybe-not-pulled' ? 'warning' : 'block';
    case 'device-plugin-missing':
    case 'ray-operator-missing':
    case 'ray-operator-not-ready':
    case 'ray-operator-elsewhere':
    case 'scheduler-missing':
    case 'scheduler-not-ready':
    case 'storage-class-missing':
    case 'quota-stops-upgrade':
    case 'deadline-too-short':
    case 'update-held':
      return 'warning';
    case 'ray-operator-refuses':
    case 'quota-exceeded':
    case 'quota-needs-amount':
    case 'out-of-range':
      return 'block';
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
