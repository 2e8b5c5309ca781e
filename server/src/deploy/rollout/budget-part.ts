/** One of the things that take time until a pod is ready. */
export type BudgetPart =
  /**
   * Nothing in the manifests limits it, and nobody knows it before: `ms` is what we wait for.
   * `loading` is from the start of the containers until they are ready.
   */
  | { readonly kind: 'node' | 'image' | 'preparation' | 'loading'; readonly ms: number }
  /** Kubernetes itself ends the container after this time. */
  | { readonly kind: 'startup-probe'; readonly ms: number; readonly container: string };
