import { isMap, listAt, mapAt, textAt, type Json } from '../objects/json.ts';
import type { Manifest } from '../objects/manifest.ts';
import type { ObjectRef } from '../objects/kube-object.ts';

/** A Secret that a container takes values or files from. */
export interface NeededSecret {
  readonly namespace: string;
  readonly name: string;
  /** Absent when the whole Secret is mounted. */
  readonly key?: string;
  /** The environment variable that it fills; absent for files and whole Secrets. */
  readonly variable?: string;
  /** The container starts without it. */
  readonly isOptional: boolean;
  readonly neededBy: ObjectRef;
}

/**
 * Secrets that pod templates in these objects refer to as environment variables or volumes, unless
 * the objects themselves create it. Pod templates are found wherever they stand,
 * so a RayService's head and worker groups count as a Deployment's template does.
 */
export function neededSecrets(
  manifests: readonly Manifest[],
  namespace: string,
): readonly NeededSecret[] {
  const found = new Map<string, NeededSecret>();
  for (const { object, ref } of manifests) {
    const place = ref.namespace ?? namespace;
    for (const { name, key, variable, isOptional } of podSpecsIn(object).flatMap(secretsOf)) {
      const id = [place, name, key ?? ''].join('/');
      const where = {
        namespace: place,
        name,
        ...(key !== undefined && { key }),
        ...(variable !== undefined && { variable }),
      };
      if (found.get(id)?.isOptional !== false)
        found.set(id, { ...where, isOptional, neededBy: ref });
    }
  }
  const own = new Set(
    manifests
      .filter(({ ref }) => ref.kind === 'Secret')
      .map(({ ref }) => `${ref.namespace ?? namespace}/${ref.name}`),
  );
  return [...found.values()].filter((secret) => !own.has(`${secret.namespace}/${secret.name}`));
}

/** Pod specs anywhere below: a map with a list of containers that have names. */
export function podSpecsIn(value: unknown): readonly Json[] {
  if (Array.isArray(value)) return value.flatMap(podSpecsIn);
  if (!isMap(value)) return [];
  const isPodSpec = listAt(value, 'containers').some((item) => textAt(item, 'name') !== undefined);
  return isPodSpec ? [value] : Object.values(value).flatMap(podSpecsIn);
}

interface SecretUse {
  readonly name: string;
  readonly key: string | undefined;
  readonly variable?: string | undefined;
  readonly isOptional: boolean;
}

function secretsOf(podSpec: Json): SecretUse[] {
  const containers = [...listAt(podSpec, 'initContainers'), ...listAt(podSpec, 'containers')];
  const variables = containers
    .flatMap((container) => listAt(container, 'env'))
    .map((item) => {
      const use = mapAt(item, 'valueFrom', 'secretKeyRef');
      const variable = textAt(item, 'name');
      return { use, name: textAt(use, 'name'), key: textAt(use, 'key'), variable };
    });
  const wholes = containers
    .flatMap((container) => listAt(container, 'envFrom'))
    .map((source) => mapAt(source, 'secretRef'))
    .map((use) => ({ use, name: textAt(use, 'name'), key: undefined, variable: undefined }));
  const volumes = listAt(podSpec, 'volumes')
    .map((volume) => mapAt(volume, 'secret'))
    .map((use) => ({ use, name: textAt(use, 'secretName'), key: undefined, variable: undefined }));
  return [...variables, ...wholes, ...volumes].flatMap(({ use, name, key, variable }) =>
    name === undefined ? [] : [{ name, key, variable, isOptional: use['optional'] === true }],
  );
}
