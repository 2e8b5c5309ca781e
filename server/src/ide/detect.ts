import { paths } from '../catalog/values-paths.ts';
import { findModeline } from '../chart/modeline.ts';
import { findNode, type Node } from '../syntax/node.ts';
import { parse, type ValuesDocument } from '../syntax/parse.ts';

/** Keys of `inference:` that no other chart of that name is known to have together with it. */
const marks = ['accelerator', 'framework', 'modelServer'];
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

function beginningOfOurs(text: string): ValuesDocument | undefined {
  // Cheap first: this is asked for every YAML file that is opened or found in a folder.
  if (!/inference|modelParameters/.test(text)) return undefined;
  const document = parse(text.slice(0, readLength));
  return isOurs(document, text) ? document : undefined;
}

function isOurs(document: ValuesDocument, text: string): boolean {
  if (findModeline(document) !== undefined) return true;
  const { root } = document;
  if (root?.kind !== 'map' || isTemplate(text) || isSomethingElse(root)) return false;
  const inference = findNode(root, paths.inference);
  if (inference?.kind === 'map')
    return marks.some((mark) => findNode(inference, [mark]) !== undefined);
  return findNode(root, paths.modelParameters)?.kind === 'map';
}

/** A chart's template, not values: an action stands where YAML would have a key or a value. */
function isTemplate(text: string): boolean {
  return /^\s*\{\{/m.test(text);
}

/** Top-level keys by which other kinds of YAML files are known. */
function isSomethingElse(root: Node): boolean {
  const has = (key: string) => findNode(root, [key]) !== undefined;
  const isManifest = has('apiVersion') && has('kind');
  return isManifest || has('services') || has('openapi') || has('swagger') || has('$schema');
}
