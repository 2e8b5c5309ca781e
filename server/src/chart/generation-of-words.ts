import { findFramework } from '../catalog/frameworks.ts';
import { modelPaths, paths } from '../catalog/values-paths.ts';
import { findNode, type Path } from '../syntax/node.ts';
import type { ValuesDocument } from '../syntax/parse.ts';
import type { Generation } from './chart.ts';
import words from './data/generation-words.json' with { type: 'json' };

/** A key that only one generation has, as `npm run generate` finds it in the schemas. */
export interface GenerationWord {
  readonly generation: Generation;
  readonly path: readonly string[];
  /** The generation has the key as this, the other one as something else. */
  readonly as?: 'list' | 'map' | undefined;
}

const keys = words as readonly GenerationWord[];

/**
 * The generation of the chart whose words a values file has, with the files that Helm reads before
 * it. The name of the framework or accelerator decides, then where the model stands, then most of
 * the other keys; what says both things equally decides nothing. Undefined when nothing decides.
 */
export function generationOfWords(documents: readonly ValuesDocument[]): Generation | undefined {
  for (const votes of [namesIn, modelsIn, keysIn]) {
    const cast = votes(documents);
    const later = cast.filter((generation) => generation === '0.2').length;
    if (later * 2 !== cast.length) return later * 2 > cast.length ? '0.2' : '0.1';
  }
  return undefined;
}

function namesIn(documents: readonly ValuesDocument[]): readonly Generation[] {
  const framework = findFramework(textsAt(documents, paths.framework).at(-1) ?? '');
  const [generation, ...others] = framework?.generations ?? [];
  // Generation 0.1 runs on GPUs and Neuron alone.
  const isGraviton = textsAt(documents, paths.accelerator).at(-1) === 'graviton';
  return [
    ...(generation === undefined || others.length > 0 ? [] : [generation]),
    ...(isGraviton ? ['0.2' as const] : []),
  ];
}

function modelsIn(documents: readonly ValuesDocument[]): readonly Generation[] {
  const isSaid = (path: Path) => textsAt(documents, path).length > 0;
  return [
    ...(isSaid(modelPaths['0.2']) ? ['0.2' as const] : []),
    ...(isSaid(modelPaths['0.1']) ? ['0.1' as const] : []),
  ];
}

function keysIn(documents: readonly ValuesDocument[]): readonly Generation[] {
  return keys
    .filter(({ path, as }) => documents.some((document) => has(document, path, as)))
    .map(({ generation }) => generation);
}

function has({ root }: ValuesDocument, path: Path, as: GenerationWord['as']): boolean {
  const node = findNode(root, path);
  if (as === 'list') return node?.kind === 'sequence' && node.items.length > 0;
  if (as === 'map') return node?.kind === 'map' && node.entries.length > 0;
  return node !== undefined;
}

/** The last file wins. */
function textsAt(documents: readonly ValuesDocument[], path: Path): readonly string[] {
  return documents.flatMap(({ root }) => {
    const node = findNode(root, path);
    return node?.kind === 'scalar' && typeof node.value === 'string' && node.value !== ''
      ? [node.value]
      : [];
  });
}
