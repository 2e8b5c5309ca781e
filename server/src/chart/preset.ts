import { modelPaths, parameterPath, paths } from '../catalog/values-paths.ts';
import { findNode, type Path } from '../syntax/node.ts';
import { parse, type ValuesDocument } from '../syntax/parse.ts';
import type { Generation } from './chart.ts';

/** The ready values files that come with the program. */
export interface PresetLibrary {
  /** In the words of a generation: one that charts of it cannot serve is missing there. */
  list(generation: Generation): readonly Preset[];
}

/** A ready values file: what its first comments say of it, and what it serves. */
export interface Preset {
  /** Whose words it has. */
  readonly generation: Generation;
  /** The file's name without `values-` and its ending; never changes. */
  readonly id: string;
  readonly fileName: string;
  readonly title: string;
  readonly description: string;
  /** The nodes it needs, in words. */
  readonly hardware: string;
  readonly accelerator: string;
  readonly framework: string;
  readonly model: string;
  readonly instanceType: string;
  /** Tokens of its context. Absent: left to the chart or the model. */
  readonly maxModelLen: number | undefined;
  /** Images and versions as the file writes them, by path. */
  readonly versions: ReadonlyMap<string, string>;
  readonly text: string;
}

const versionPaths = [
  paths.imageRepository,
  paths.imageTag,
  paths.vllmVersion,
  paths.pythonVersion,
  paths.rayVersion,
];

/** Total: what the file does not say is empty. */
export function readPreset(fileName: string, text: string, generation: Generation): Preset {
  const document = parse(text);
  const value = (path: Path) => {
    const node = findNode(document.root, path);
    return node?.kind === 'scalar' ? String(node.value ?? '') : '';
  };
  return {
    generation,
    id: fileName.replace(/^values-/, '').replace(/\.ya?ml$/, ''),
    fileName,
    title: said(document, 'title') || fileName,
    description: said(document, 'description'),
    hardware: said(document, 'hardware'),
    accelerator: value(paths.accelerator),
    framework: value(paths.framework),
    model: value(modelPaths[generation]),
    instanceType: value(paths.instanceType),
    versions: new Map(
      versionPaths
        .map((path) => [path.join('.'), findNode(document.root, path)] as const)
        .flatMap(([path, node]) =>
          node?.kind === 'scalar' && node.source !== '' ? [[path, node.source] as const] : [],
        ),
    ),
    maxModelLen: Number(value(parameterPath('maxModelLen'))) || undefined,
    text,
  };
}

/** `# title: …` among the comments. */
function said({ comments }: ValuesDocument, word: string): string {
  const prefix = `${word}:`;
  const comment = comments.find(({ text }) => text.trimStart().startsWith(prefix));
  return comment === undefined ? '' : comment.text.trimStart().slice(prefix.length).trim();
}
