import type { ObjectRef } from '../objects/kube-object.ts';

/** `Deployment llama`: the namespace is said once, for the whole plan. */
export function nameObject({ kind, name }: ObjectRef): string {
  return `${kind} ${name}`;
}

/** `Service a, Deployment b and RayService c`. */
export function nameObjects(refs: readonly ObjectRef[]): string {
  return listInWords(refs.map(nameObject));
}

export function listInWords(words: readonly string[]): string {
  if (words.length < 2) return words.join('');
  return `${words.slice(0, -1).join(', ')} and ${words.at(-1) ?? ''}`;
}

export function count(amount: number, noun: string): string {
  return `${amount} ${noun}${amount === 1 ? '' : 's'}`;
}
