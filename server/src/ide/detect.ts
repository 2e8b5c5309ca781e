import { findModeline } from '../chart/modeline.ts';
import type { MapNode, Node } from '../syntax/node.ts';
import { parse, type ValuesDocument } from '../syntax/parse.ts';
import { foreignKindOf } from './foreign-files.ts';
import { otherValuesIn, template } from './other-values.ts';
import { hasOwnWords } from './own-words.ts';

/** A values file that says what it is says it early; the rest of a huge file is not read for this. */
const readLength = 200_000;

/**
 * Whether a YAML text is a values file of the inference chart: it says so in its first comments, or
 * it has the keys that only that chart has. Kubernetes manifests, compose files, values of other
 * charts and templates are not.
 */
export function isInferenceValues(text: string): boolean {
  return beginningOfOurs(text) !== undefined;
}

/** The document, where its text is a values file of ours; a text that is not is not read to its end. */
export function parseInferenceValues(text: string): ValuesDocument | undefined {
  const beginning = beginningOfOurs(text);
  return beginning === undefined || text.length <= readLength ? beginning : parse(text);
}

/**
 * What a text evidently is instead, as a sentence goes on after the file's name: "is a Kubernetes
 * manifest". Undefined for ours, and for what could be ours, empty or full of mistakes. `place` says
 * in the same way what files are that lie where this one does, as with values in the folder of
 * somebody else's chart.
 */
export function describeForeign(text: string, place?: string): string | undefined {
  const document = parse(text.slice(0, readLength));
  if (findModeline(document) !== undefined) return undefined;
  if (isTemplate(document)) return template;
  const root = firstRoot(document);
  if (root?.kind === 'sequence') return listOf(root.items);
  if (root?.kind !== 'map') return undefined;
  const kind = foreignKindOf(root);
  return kind !== undefined || hasOwnWords(root) ? kind : otherValuesIn(document, place);
}

function beginningOfOurs(text: string): ValuesDocument | undefined {
  // Cheap first: this is asked for every YAML file that is opened or found in a folder.
  if (!/inference|modelParameters|s3ModelCopy|nimCache|nimService/.test(text)) return undefined;
  const document = parse(text.slice(0, readLength));
  return isOurs(document) ? document : undefined;
}

function isOurs(document: ValuesDocument): boolean {
  if (findModeline(document) !== undefined) return true;
  const { root } = document;
  if (root?.kind !== 'map' || isTemplate(document)) return false;
  return hasOwnWords(root) && foreignKindOf(root) === undefined;
}

/**
 * A chart's template, not values: an action stands where YAML would have a key or a value. In a text
 * of several lines it is a part of that text, as in prompts and chat templates.
 */
function isTemplate({ text, root }: ValuesDocument): boolean {
  return [...text.matchAll(/^\s*\{[{%]/gm)].some(
    ({ index, 0: { length } }) => !isInText(root, index + length),
  );
}

function isInText(node: Node | undefined, offset: number): boolean {
  if (node === undefined || offset < node.span.start || offset > node.span.end) return false;
  switch (node.kind) {
    case 'scalar':
      return node.style !== 'plain';
    case 'sequence':
      return node.items.some((item) => isInText(item, offset));
    case 'map':
      return node.entries.some(({ value }) => isInText(value, offset));
  }
}

/** Of several YAML documents the first that says something: streams of manifests begin with comments. */
function firstRoot(document: ValuesDocument): Node | undefined {
  if (!isBlank(document.root)) return document.root;
  for (const part of document.text.split(/^---(?=\s|$)/m).slice(1)) {
    const { root } = parse(part);
    if (!isBlank(root)) return root;
  }
  return undefined;
}

function isBlank(node: Node | undefined): boolean {
  return node === undefined || (node.kind === 'scalar' && node.value === null);
}

/** Helm takes no list for values, but somebody may have begun ours with a dash. */
function listOf(items: readonly Node[]): string | undefined {
  const isMeant = items.some((item): item is MapNode => item.kind === 'map' && hasOwnWords(item));
  return items.length === 0 || isMeant ? undefined : 'is a list';
}
