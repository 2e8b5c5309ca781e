import { mapAt, type Json } from './json.ts';
import { withMetadata, type KubeObject } from './kube-object.ts';

export interface Owner {
  readonly release: string;
  readonly namespace: string;
}

/** Field manager of Helm 4's own command line, so that Helm and we never conflict with each other. */
export const fieldManager = 'helm';

/** Marks an object as Helm does; without the marks a later `helm upgrade` refuses to touch it. */
export function markOwned(object: KubeObject, owner: Owner): KubeObject {
  return withMetadata(object, {
    labels: { ...mapAt(object, 'metadata', 'labels'), 'app.kubernetes.io/managed-by': 'Helm' },
    annotations: { ...mapAt(object, 'metadata', 'annotations'), ...ownerAnnotations(owner) },
  });
}

export function isOwned(live: unknown, owner: Owner): boolean {
  const annotations = mapAt(live, 'metadata', 'annotations');
  return Object.entries(ownerAnnotations(owner)).every(
    ([key, value]) => annotations[key] === value,
  );
}

/** The release that an object says it belongs to, as `namespace/name`. */
export function ownerOf(live: unknown): string | undefined {
  const annotations = mapAt(live, 'metadata', 'annotations');
  const name = annotations['meta.helm.sh/release-name'];
  const namespace = annotations['meta.helm.sh/release-namespace'];
  if (typeof name !== 'string' || typeof namespace !== 'string') return undefined;
  return `${namespace}/${name}`;
}

function ownerAnnotations({ release, namespace }: Owner): Json {
  return {
    'meta.helm.sh/release-name': release,
    'meta.helm.sh/release-namespace': namespace,
  };
}
