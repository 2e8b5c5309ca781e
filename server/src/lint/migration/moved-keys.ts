import {
  isSamePath,
  parameterPath,
  paths,
  serviceAccountPaths,
  sharedMemoryPaths,
  tokenSecretKeyPaths,
  tokenSecretPaths,
} from '../../catalog/values-paths.ts';
import type { Path } from '../../syntax/node.ts';
import type { ValueEdit } from '../../syntax/edit-values.ts';
import type { Migrating, Step } from './step.ts';

/** Keys that say the same in another place. Generation 0.2 reads them where no Ray runs. */
const pairs = [sharedMemoryPaths, tokenSecretPaths, tokenSecretKeyPaths, serviceAccountPaths];

export const moveKeys: Step = (file) => [
  ...pairs.flatMap((pair) => move(file, pair[file.written], pair[file.wanted])),
  ...labels(file),
];

function move({ config, own, wanted }: Migrating, from: Path, to: Path): readonly ValueEdit[] {
  const fact = own(from);
  if (fact === undefined || typeof fact.value === 'object' || own(to) !== undefined) return [];
  if (wanted === '0.2' && config.isRay) {
    // Its Ray pods have what the chart's defaults say, whatever a file does.
    const isDefault = config.values.at(to)?.value === fact.value;
    return isDefault ? [{ kind: 'remove', path: from }] : [];
  }
  return isSamePath(from.slice(0, -1), to.slice(0, -1))
    ? [{ kind: 'rename', path: from, key: String(to.at(-1)) }]
    : [{ kind: 'move', path: from, to }];
}

/** Labels of the pods become those of all objects; the other way round they would be fewer. */
function labels({ config, own, wanted }: Migrating): readonly ValueEdit[] {
  const { podLabels, extraLabels } = paths;
  if (wanted === '0.1' || config.isRay || own(podLabels) === undefined) return [];
  return config.values.keys(podLabels).flatMap((key): ValueEdit[] => {
    const from = [...podLabels, key];
    const to = [...extraLabels, key];
    const isPlain = own(from) !== undefined && typeof own(from)?.value !== 'object';
    return isPlain && own(to) === undefined ? [{ kind: 'move', path: from, to }] : [];
  });
}

export const dropKeys: Step = (file) =>
  needlessPaths(file)
    .filter((path) => file.own(path) !== undefined)
    .map((path) => ({ kind: 'remove', path }));

/** Where keys of generation 0.1 stand that the templates of 0.2 have no need of. */
export function needlessPaths({ config, isRead, wanted }: Migrating): readonly Path[] {
  if (wanted === '0.1') return [];
  return [
    // Flags there, and none that vLLM has; the pod's resources say how many GPUs it gets.
    parameterPath('numGpus'),
    // vLLM has no pool of tokenizers since 0.10.0; the script of Ray still asks for its size.
    ...(config.isRay ? [] : [parameterPath('tokenizerPoolSize')]),
    // The image brings its own.
    ...(isRead(paths.pythonVersion) === false ? [paths.pythonVersion] : []),
  ];
}
