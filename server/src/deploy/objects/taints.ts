import { listAt, isMap, textAt, type Json } from './json.ts';

/** Taints of the node that keep a pod with these tolerations away. */
export function taintsKeepingAway(node: unknown, tolerations: readonly Json[]): readonly Json[] {
  return listAt(node, 'spec', 'taints')
    .filter(isMap)
    .filter((taint) => textAt(taint, 'effect') !== 'PreferNoSchedule')
    .filter((taint) => !tolerations.some((toleration) => tolerates(toleration, taint)));
}

/** https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/, Kubernetes 1.35. */
export function tolerates(toleration: Json, taint: Json): boolean {
  const effect = textAt(toleration, 'effect') ?? '';
  if (effect !== '' && effect !== textAt(taint, 'effect')) return false;
  const key = textAt(toleration, 'key') ?? '';
  const exists = textAt(toleration, 'operator') === 'Exists';
  if (key === '') return exists;
  if (key !== textAt(taint, 'key')) return false;
  return exists || (textAt(toleration, 'value') ?? '') === (textAt(taint, 'value') ?? '');
}

/** `key=value:effect`. */
export function nameTaint(taint: Json): string {
  const value = textAt(taint, 'value') ?? '';
  const key = textAt(taint, 'key') ?? '';
  return `${key}${value === '' ? '' : `=${value}`}:${textAt(taint, 'effect') ?? ''}`;
}
