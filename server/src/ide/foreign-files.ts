import { knownFlags } from '../catalog/vllm-arguments.ts';
import { findEntry, findNode, type MapNode, type Node, type Path } from '../syntax/node.ts';
import { hasOwnWords } from './own-words.ts';

/** A kind of YAML file that is not ours and that one can tell by its root. */
export interface ForeignKind {
  /** What such a file is or holds, as a sentence goes on after its name. */
  readonly verb: string;
  readonly isOne: (root: MapNode) => boolean;
}

/** The first kind that `root` is evidently of. */
export function foreignKindOf(root: MapNode): string | undefined {
  const verb = kinds.find(({ isOne }) => isOne(root))?.verb;
  const kind = textAt(root, ['kind']);
  return verb === manifest && kind !== undefined ? `${manifest} (kind: ${kind})` : verb;
}

const manifest = 'is a Kubernetes manifest';

/** More special ones first. Keys are those of each format's own reference. */
const kinds: readonly ForeignKind[] = [
  {
    verb: 'is an Argo CD application',
    isOne: (root) =>
      startsWith(root, 'apiVersion', 'argoproj.io/') && startsWith(root, 'kind', 'Application'),
  },
  {
    verb: 'is a kustomization',
    isOne: (root) =>
      startsWith(root, 'apiVersion', 'kustomize.config.k8s.io/') ||
      (!has(root, 'kind') &&
        (isList(root, 'configMapGenerator') ||
          isList(root, 'secretGenerator') ||
          isList(root, 'patchesStrategicMerge') ||
          isListOfText(root, 'resources'))),
  },
  { verb: manifest, isOne: (root) => has(root, 'apiVersion') && has(root, 'kind') },
  {
    verb: 'describes a Helm chart',
    isOne: (root) => has(root, 'apiVersion') && has(root, 'name') && has(root, 'version'),
  },
  {
    verb: 'is the index of a Helm repository',
    isOne: (root) => has(root, 'apiVersion') && isMap(root, 'entries'),
  },
  {
    verb: 'lists dependencies of a Helm chart',
    isOne: (root) => listHas(root, 'dependencies', 'repository'),
  },
  {
    verb: 'is a helmfile',
    isOne: (root) =>
      listHas(root, 'releases', 'chart') ||
      listHas(root, 'repositories', 'url') ||
      isList(root, 'helmfiles'),
  },
  {
    verb: 'holds tests of a Helm chart',
    isOne: (root) => has(root, 'suite') || listHas(root, 'tests', 'asserts'),
  },
  { verb: 'is a Docker Compose file', isOne: (root) => isMap(root, 'services') },
  {
    verb: 'is a GitHub workflow',
    // YAML 1.1, which Helm reads, takes the key `on` for true.
    isOne: (root) => (has(root, 'on') || has(root, 'true')) && isMap(root, 'jobs'),
  },
  { verb: 'is a GitHub action', isOne: (root) => textAt(root, ['runs', 'using']) !== undefined },
  {
    verb: 'is a GitHub issue form',
    isOne: (root) => has(root, 'name') && listHas(root, 'body', 'type'),
  },
  {
    verb: 'is a prompt file',
    isOne: (root) =>
      listHas(root, 'messages', 'role') ||
      (has(root, 'model') && (isList(root, 'testData') || isList(root, 'evaluators'))),
  },
  {
    verb: 'is a Dependabot configuration',
    isOne: (root) => listHas(root, 'updates', 'package-ecosystem'),
  },
  { verb: 'is a pre-commit configuration', isOne: (root) => listHas(root, 'repos', 'repo') },
  {
    verb: 'is a GitLab CI pipeline',
    isOne: (root) =>
      isListOfText(root, 'stages') ||
      root.entries.some(({ value }) => findNode(value, ['script']) !== undefined),
  },
  {
    verb: 'is an Azure pipeline',
    isOne: (root) =>
      ['trigger', 'pool', 'pr'].some((key) => has(root, key)) &&
      ['steps', 'jobs', 'stages'].some((key) => isList(root, key)),
  },
  {
    verb: 'is a CircleCI pipeline',
    isOne: (root) => has(root, 'version') && isMap(root, 'jobs'),
  },
  {
    verb: 'is an AWS CodeBuild specification',
    isOne: (root) => has(root, 'version') && isMap(root, 'phases'),
  },
  {
    verb: 'is a CloudFormation template',
    isOne: (root) => has(root, 'AWSTemplateFormatVersion') || mapHas(root, 'Resources', 'Type'),
  },
  {
    verb: 'describes an API',
    isOne: (root) => ['openapi', 'swagger', 'asyncapi'].some((key) => has(root, key)),
  },
  { verb: 'names a schema of its own ($schema)', isOne: (root) => has(root, '$schema') },
  {
    verb: 'is a Prometheus configuration',
    isOne: (root) =>
      listHas(root, 'groups', 'rules') ||
      isList(root, 'scrape_configs') ||
      (isMap(root, 'route') && isList(root, 'receivers')),
  },
  {
    verb: 'is a Ray Serve configuration',
    isOne: (root) => listHas(root, 'applications', 'import_path'),
  },
  {
    verb: 'is a Ray cluster configuration',
    isOne: (root) => has(root, 'cluster_name') && isMap(root, 'provider'),
  },
  {
    verb: 'is a vLLM configuration',
    isOne: (root) =>
      root.entries.filter(({ key }) => key.includes('-') && knownFlags.has(key)).length > 1 &&
      root.entries.every(({ value }) => value.kind !== 'map'),
  },
  {
    verb: 'is a conda environment',
    isOne: (root) => isListOfText(root, 'channels') && isList(root, 'dependencies'),
  },
  { verb: 'is a Taskfile', isOne: (root) => has(root, 'version') && isMap(root, 'tasks') },
  { verb: 'is a MkDocs configuration', isOne: (root) => has(root, 'site_name') },
  {
    verb: 'holds values of the benchmark chart, which is another chart',
    isOne: (root) =>
      ['target', 'scenario', 'scenarios', 'job'].some(
        (key) => findNode(root, ['benchmark', key]) !== undefined,
      ),
  },
  {
    verb: 'holds values of several charts together, those of the inference chart below a key',
    isOne: (root) =>
      !hasOwnWords(root) &&
      root.entries.some(({ value }) => value.kind === 'map' && hasOwnWords(value)),
  },
];

function has(root: MapNode, key: string): boolean {
  return findEntry(root, key) !== undefined;
}

function isMap(root: MapNode, key: string): boolean {
  return findNode(root, [key])?.kind === 'map';
}

function isList(root: MapNode, key: string): boolean {
  return findNode(root, [key])?.kind === 'sequence';
}

function isListOfText(root: MapNode, key: string): boolean {
  const list = itemsAt(root, key);
  return list.length > 0 && list.every(({ kind }) => kind === 'scalar');
}

/** Some item of the list is a map with this key. */
function listHas(root: MapNode, key: string, inner: string): boolean {
  return itemsAt(root, key).some((item) => findNode(item, [inner]) !== undefined);
}

/** Some value of the map is a map with this key. */
function mapHas(root: MapNode, key: string, inner: string): boolean {
  const map = findNode(root, [key]);
  return (
    map?.kind === 'map' && map.entries.some(({ value }) => findNode(value, [inner]) !== undefined)
  );
}

function itemsAt(root: MapNode, key: string): readonly Node[] {
  const list = findNode(root, [key]);
  return list?.kind === 'sequence' ? list.items : [];
}

function startsWith(root: MapNode, key: string, start: string): boolean {
  return textAt(root, [key])?.startsWith(start) === true;
}

function textAt(root: MapNode, path: Path): string | undefined {
  const node = findNode(root, path);
  return node?.kind === 'scalar' && typeof node.value === 'string' ? node.value : undefined;
}
