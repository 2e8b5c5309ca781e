import type { Rendered, RenderedDocument, RenderOutcome } from '../../chart/renderer.ts';
import { toValue } from '../../syntax/node.ts';
import { parse } from '../../syntax/parse.ts';
import { fileOf, isStillDeployed, type Effect, type Fault } from './fault.ts';

/** What manifests lack so that Kubernetes refuses them, whatever else they say. */
export function manifestGapFaults(outcome: Rendered): readonly Fault[] {
  const unique = new Map(gapsIn(outcome).map((gap) => [idOf(gap), gap]));
  return [...unique.values()].map((gap): Fault => ({
    code: 'manifest-incomplete',
    severity: 'error',
    message: `${gap.message} (${fileOf(gap.source)}).`,
    named: [],
    places: [{ file: fileOf(gap.source) }],
    near: gap.near,
    blame: 'null',
    effectOf: (other) => effectOn(gap, other),
  }));
}

interface Gap {
  /** Helm's name of the template. */
  readonly source: string;
  readonly message: string;
  readonly near: string;
}

function gapsIn({ documents }: Rendered): readonly Gap[] {
  return documents.flatMap((document) => {
    if (document.isCrd || document.hook?.events.includes('test') === true) return [];
    return [...headGaps(document), ...podGaps(document)];
  });
}

type Map = Readonly<Record<string, unknown>>;

function* headGaps({ kind, apiVersion, name, text, source }: RenderedDocument): Generator<Gap> {
  if (kind !== '' && apiVersion !== '' && name !== '') return;
  const head = read(text);
  // Comments alone are not an object, and Helm leaves them out.
  if (head === undefined || Object.keys(head).length === 0) return;
  const near = Object.entries(head).map(([key, value]) => `${key} ${JSON.stringify(value)}`);
  const lacks = [...(kind === '' ? ['kind'] : []), ...(apiVersion === '' ? ['apiVersion'] : [])];
  const gap = { source, near: near.join('\n') };
  if (lacks.length > 0) {
    const object = kind === '' ? 'An object' : `${kind} ${name}`.trim();
    yield {
      ...gap,
      message: `${object} that the chart prints has no ${lacks.join(' and no ')}, so helm install stops with "Object '${lacks[0] === 'kind' ? 'Kind' : 'apiVersion'}' is missing"`,
    };
  } else if (!kind.endsWith('List') && !isNamedByCluster(head))
    yield {
      ...gap,
      near: 'name',
      message: `A ${kind} that the chart prints has no metadata.name, so Kubernetes refuses it`,
    };
}

function isNamedByCluster({ metadata }: Map): boolean {
  return isMap(metadata) && typeof metadata['generateName'] === 'string';
}

/** Kinds whose pods are made as they are written, so that nobody adds a volume to them. */
const makesPods =
  /^(?:apps|batch)\/v1 |^v1 ReplicationController$|^ray\.io\/\S+ |^leaderworkerset\.x-k8s\.io\/\S+ /;

function* podGaps({ kind, apiVersion, name, text, source }: RenderedDocument): Generator<Gap> {
  if (!makesPods.test(`${apiVersion} ${kind}`) || !/\b(?:volumeMounts|image):/.test(text)) return;
  const object = `${kind} ${name}`.trim();
  const manifest = read(text);
  const claims = listOf(
    isMap(manifest?.['spec']) ? manifest['spec']['volumeClaimTemplates'] : undefined,
  );
  const claimed = claims.map(({ metadata }) => (isMap(metadata) ? metadata['name'] : undefined));
  for (const pod of podsIn(manifest)) {
    const volumes = new Set([
      ...listOf(pod['volumes']).map((volume) => volume['name']),
      ...claimed,
    ]);
    for (const container of [...listOf(pod['initContainers']), ...listOf(pod['containers'])]) {
      const called =
        typeof container['name'] === 'string' ? `container ${container['name']}` : 'a container';
      for (const { name: mounted, mountPath } of listOf(container['volumeMounts']))
        if (typeof mounted === 'string' && !volumes.has(mounted))
          yield {
            source,
            near: `${mounted} ${String(mountPath)} volumes`,
            message: `In ${object}, ${called} mounts the volume ${mounted} at ${String(mountPath)}, and the pod has no volume of that name, so Kubernetes refuses it with "volumeMounts: Not found"`,
          };
      const { image } = container;
      if (image === null || (typeof image === 'string' && /^:|:$|^$/.test(image)))
        yield {
          source,
          near: 'image repository tag',
          message: `In ${object}, the image of ${called} is ${JSON.stringify(image)}: its name or tag is missing, so no pod starts`,
        };
    }
  }
}

function* podsIn(value: unknown): Generator<Map> {
  if (Array.isArray(value)) for (const item of value) yield* podsIn(item);
  if (!isMap(value)) return;
  if (Array.isArray(value['containers'])) yield value;
  for (const inner of Object.values(value)) yield* podsIn(inner);
}

function read(text: string): Map | undefined {
  const { root, broken } = parse(text);
  const value = root === undefined || broken.length > 0 ? undefined : toValue(root);
  return isMap(value) ? value : undefined;
}

function listOf(value: unknown): readonly Map[] {
  return Array.isArray(value) ? value.filter(isMap) : [];
}

function isMap(value: unknown): value is Map {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function effectOn(gap: Gap, other: RenderOutcome): Effect {
  if (other.kind !== 'rendered') return 'same';
  if (!isStillDeployed(other, [gap.source])) return 'same';
  return gapsIn(other).some(({ source }) => source === gap.source) ? 'same' : 'gone';
}

function idOf({ source, message }: Gap): string {
  return `${source}\n${message}`;
}
