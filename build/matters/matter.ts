/** Something that can go wrong, and the one place that answers for it. */
export interface Matter {
  /** Never changed once published; the letter is the group it was first noted in. */
  readonly id: string;
  readonly matter: string;
  readonly answer: Answer;
}

export type Answer =
  | { readonly kind: 'rules'; readonly ids: readonly [string, ...string[]]; readonly note?: string }
  /** Findings of the text or the schema. */
  | { readonly kind: 'schema'; readonly codes: readonly [string, ...string[]] }
  /** Findings of a render. */
  | { readonly kind: 'render'; readonly codes: readonly [string, ...string[]] }
  | { readonly kind: 'memory-fit'; readonly note: string }
  | { readonly kind: 'plan'; readonly note: string }
  | { readonly kind: 'rollout'; readonly note: string }
  /** Hover, completion, the preview and other views. */
  | { readonly kind: 'editor'; readonly note: string }
  | { readonly kind: 'refused'; readonly why: string };

export interface MatterGroup {
  readonly title: string;
  readonly matters: readonly Matter[];
}

type Row = readonly [id: string, matter: string, answer: Answer];

export function group(title: string, rows: readonly Row[]): MatterGroup {
  return { title, matters: rows.map(([id, matter, answer]) => ({ id, matter, answer })) };
}

export const rules = (...ids: readonly [string, ...string[]]): Answer => ({ kind: 'rules', ids });
export const rulesBut = (note: string, ...ids: readonly [string, ...string[]]): Answer => ({
  kind: 'rules',
  ids,
  note,
});
export const schema = (...codes: readonly [string, ...string[]]): Answer => ({
  kind: 'schema',
  codes,
});
export const render = (...codes: readonly [string, ...string[]]): Answer => ({
  kind: 'render',
  codes,
});
export const memoryFit = (note: string): Answer => ({ kind: 'memory-fit', note });
export const plan = (note: string): Answer => ({ kind: 'plan', note });
export const rollout = (note: string): Answer => ({ kind: 'rollout', note });
export const editor = (note: string): Answer => ({ kind: 'editor', note });
export const refused = (why: string): Answer => ({ kind: 'refused', why });
