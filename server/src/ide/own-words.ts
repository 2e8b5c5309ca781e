import { paths } from '../catalog/values-paths.ts';
import { flagName, knownFlags } from '../catalog/vllm-arguments.ts';
import { closest } from '../schema/closest.ts';
import { describeKey } from '../schema/describe-key.ts';
import { findNode, type MapNode, type Node, type Path } from '../syntax/node.ts';

/** Keys of `inference:` that no other chart of that name is known to have together with it. */
const marks = ['accelerator', 'framework', 'modelServer', 'rayOptions'];

/** Keys of the root that other charts rarely have. */
const ownBlocks: ReadonlySet<string> = new Set([
  ...paths.inference,
  ...paths.modelParameters,
  's3ModelCopy',
  'nimCache',
  'nimService',
]);

/** Parameters that requests to a model have too, so that files about prompts carry them. */
const requestWords: ReadonlySet<string> = new Set(['max-tokens', 'seed', 'logprobs']);

/** What a NIMCache or a NIMService is made of; a map with none of it is somebody else's. */
const operatorWords = ['source', 'storage', 'image', 'authSecret', 'replicas', 'enabled'];

/**
 * Whether something stands here that only the inference chart reads: in any company where the words
 * are its own, and among keys of the chart alone where others might use them too.
 */
export function hasOwnWords(root: MapNode): boolean {
  const inference = keysAt(root, paths.inference);
  const parameters = keysAt(root, paths.modelParameters);
  return (
    inference.some((key) => marks.includes(key)) ||
    parameters.some(isOwnParameter) ||
    isMap(root, 's3ModelCopy') ||
    (hasOnlyOwnKeys(root) && hasLikelyWords(root, inference, parameters))
  );
}

/**
 * Whether a key of the root is surely meant for the inference chart: other charts have none of that
 * name, or not with what it holds.
 */
export function isOwnBlock(key: string, value: Node): boolean {
  if (!ownBlocks.has(key)) return false;
  if (value.kind !== 'map' || value.entries.length === 0) return true;
  const known = childrenAt([key]);
  return known.length === 0 || value.entries.some((entry) => closest(entry.key, known).length > 0);
}

/** Keys at the root of the chart's values, in either generation. */
export function rootKeys(): readonly string[] {
  return childrenAt([]);
}

function hasLikelyWords(
  root: MapNode,
  inference: readonly string[],
  parameters: readonly string[],
): boolean {
  const known = childrenAt(paths.inference);
  return (
    (inference.length > 0 && inference.every((key) => known.includes(key))) ||
    parameters.some(isLikelyParameter) ||
    ['nimCache', 'nimService'].some((name) =>
      keysAt(root, [name]).some((key) => operatorWords.includes(key)),
    )
  );
}

/** Of several words, as vLLM's engine arguments are; single ones (`dtype`, `device`) are anybody's. */
function isOwnParameter(key: string): boolean {
  const flag = flagName(key);
  return (
    flag.includes('-') &&
    !requestWords.has(flag) &&
    (knownFlags.has(flag) || childrenAt(paths.modelParameters).includes(key))
  );
}

/** One that the chart or vLLM has, or a slip of the pen away from it. */
function isLikelyParameter(key: string): boolean {
  if (requestWords.has(flagName(key))) return false;
  const known = childrenAt(paths.modelParameters);
  return (
    known.includes(key) ||
    knownFlags.has(flagName(key)) ||
    closest(key, [...known, ...knownFlags]).length > 0
  );
}

function hasOnlyOwnKeys(root: MapNode): boolean {
  const own = rootKeys();
  return root.entries.every(({ key }) => own.includes(key));
}

function childrenAt(path: Path): readonly string[] {
  return (['0.1', '0.2'] as const).flatMap((name) => describeKey(name, path)?.children ?? []);
}

function isMap(root: MapNode, key: string): boolean {
  return findNode(root, [key])?.kind === 'map';
}

function keysAt(root: MapNode, path: Path): readonly string[] {
  const node = findNode(root, path);
  return node?.kind === 'map' ? node.entries.map(({ key }) => key) : [];
}
