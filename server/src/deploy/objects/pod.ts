import { listAt, textAt } from './json.ts';

/** Whether the kubelet says that the pod may be sent requests. */
export function isPodReady(pod: unknown): boolean {
  return listAt(pod, 'status', 'conditions').some(
    (one) => textAt(one, 'type') === 'Ready' && textAt(one, 'status') === 'True',
  );
}
