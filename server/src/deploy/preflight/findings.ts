import type { ObjectRef } from '../objects/kube-object.ts';

/* What preflights find wrong: the facts that the sentences about it need. */

/** Pods of one group that find no place. */
export interface Shortage {
  readonly workload: ObjectRef;
  readonly role?: string;
  /** Of `count` pods, so many find none. */
  readonly pods: number;
  readonly count: number;
  readonly why: NoPlace;
  readonly pools: readonly { readonly name: string; readonly why: PoolRefusal }[];
}

export type NoPlace =
  /** No node has the labels that the pod asks for; `wanted` are those of its nodeSelector. */
  | { readonly kind: 'not-selected'; readonly wanted: readonly string[] }
  | { readonly kind: 'tainted'; readonly taints: readonly string[] }
  | {
      readonly kind: 'full';
      readonly resource: string;
      readonly need: number;
      /** The node with the most of it free. */
      readonly best: string;
      readonly free: number;
      readonly of: number;
      /** Pods on that node that hold some of it, the largest first. */
      readonly holders: readonly { readonly pod: string; readonly amount: number }[];
    }
  /** Each pod alone would find a place; together they do not. */
  | { readonly kind: 'crowded' };

/** A pool makes nodes for pods of this group. */
export interface Coming {
  readonly workload: ObjectRef;
  readonly role?: string;
  readonly pools: readonly string[];
}

/** Why a Karpenter NodePool makes no node for a pod. */
export type PoolRefusal =
  | { readonly kind: 'not-ready' }
  | { readonly kind: 'tainted'; readonly taints: readonly string[] }
  /** Its labels and requirements have no value for this key that the pod accepts. */
  | { readonly kind: 'other-label'; readonly key: string }
  | { readonly kind: 'no-type' }
  | {
      readonly kind: 'limit';
      readonly resource: string;
      readonly limit: number;
      readonly used: number;
    };

/** A quota's limit that the plan would go beyond. Pods over it are never created. */
export interface Excess {
  readonly quota: string;
  /** As the quota names it: `requests.nvidia.com/gpu`. */
  readonly resource: string;
  readonly hard: number;
  readonly used: number;
  /** What the plan adds to what is used. */
  readonly added: number;
}

/** Why a LimitRange keeps the pods from being created. */
export interface OutOfRange {
  readonly range: string;
  readonly workload: ObjectRef;
  /** Absent when it is the pod as a whole. */
  readonly container?: string;
  readonly resource: string;
  readonly what: 'below-min' | 'above-max' | 'above-default-limit';
  readonly asked: number;
  readonly bound: number;
}

/** A rule by which a KubeRay operator of this version refuses what was rendered. */
export type RayRefusal =
  | { readonly kind: 'head-service-name'; readonly name: string }
  | { readonly kind: 'name-too-long'; readonly most: number }
  | { readonly kind: 'name-not-dns' }
  | { readonly kind: 'worker-bounds'; readonly group: string; readonly text: string };

/** Something that pods name and that must be in the cluster. */
export interface Reference {
  readonly kind: string;
  readonly namespace?: string;
  readonly name: string;
  readonly neededBy: ObjectRef;
  /** What becomes of the pods without it. */
  readonly effect: 'not-created' | 'not-started' | 'maybe-not-pulled';
}

/** An update that is stored, while the pods run as before until somebody deletes what makes them. */
export type HeldUpdate =
  | { readonly how: 'on-delete' }
  /** `cluster`: the RayCluster that serves. */
  | { readonly how: 'no-upgrade'; readonly cluster: string };
