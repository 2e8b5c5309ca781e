import type { Reference } from './findings.ts';
import { at, isMap, listAt, mapAt, textAt, type Json } from '../objects/json.ts';
import type { Manifest } from '../objects/manifest.ts';
import type { ObjectRef } from '../objects/kube-object.ts';
import type { Problem } from '../plan/problem.ts';
import type { Check } from './check.ts';
import { podSpecsIn } from './needed-secrets.ts';
import { rightsMissing, type GetName, type Look, type World } from './world.ts';

/** Accounts, claims, classes and settings that the pods name, and storage classes that claims name. */
export async function checkReferences(
  world: World,
  manifests: readonly Manifest[],
  namespace: string,
): Promise<Check | undefined> {
  const needed = referencesIn(manifests, namespace);
  const looks = await Promise.all(
    needed.map(async ({ reference, get }) => ({
      reference,
      look: await world.get(get, reference.name, reference.namespace),
    })),
  );
  const storage = await checkStorage(world, manifests);
  if (needed.length === 0 && storage === undefined) return undefined;
  const missing = looks.flatMap(({ reference, look }): Problem[] =>
    look.kind === 'absent' ? [{ kind: 'reference-missing', reference }] : [],
  );
  return {
    preflight: 'references',
    problems: [...missing, ...(storage?.problems ?? [])],
    missing: rightsMissing([
      ...looks.map(({ look }) => look),
      ...(storage === undefined ? [] : [storage.look]),
    ]),
  };
}

interface Needed {
  readonly reference: Reference;
  readonly get: GetName;
}

function referencesIn(manifests: readonly Manifest[], namespace: string): readonly Needed[] {
  const own = new Set(
    manifests.map(({ ref }) => [ref.kind, ref.namespace ?? namespace, ref.name].join('/')),
  );
  const found = new Map<string, Needed>();
  for (const { object, ref } of manifests) {
    const place = ref.namespace ?? namespace;
    for (const spec of podSpecsIn(object))
      for (const use of usesOf(spec)) {
        const { kind, name, get, effect } = use;
        const id = [kind, place, name].join('/');
        const where = clusterWide.has(kind) ? {} : { namespace: place };
        if (!own.has(id))
          found.set(id, { get, reference: { kind, name, effect, neededBy: ref, ...where } });
      }
  }
  return [...found.values()];
}

const clusterWide: ReadonlySet<string> = new Set(['PriorityClass', 'RuntimeClass']);
/** Kubernetes makes these two itself. */
const builtIn = /^system-(cluster|node)-critical$/;

interface Use {
  readonly kind: string;
  readonly name: string;
  readonly get: GetName;
  readonly effect: Reference['effect'];
}

function usesOf(spec: Json): readonly Use[] {
  const use = (
    kind: string,
    get: GetName,
    name: string | undefined,
    effect: Reference['effect'],
  ): Use[] => (name === undefined || name === '' ? [] : [{ kind, get, name, effect }]);
  const account = textAt(spec, 'serviceAccountName') ?? textAt(spec, 'serviceAccount');
  const priority = textAt(spec, 'priorityClassName') ?? '';
  return [
    ...use('ServiceAccount', 'serviceAccount', account === 'default' ? '' : account, 'not-created'),
    ...use('PriorityClass', 'priorityClass', builtIn.test(priority) ? '' : priority, 'not-created'),
    ...use('RuntimeClass', 'runtimeClass', textAt(spec, 'runtimeClassName'), 'not-created'),
    ...listAt(spec, 'imagePullSecrets').flatMap((one) =>
      use('Secret', 'secret', textAt(one, 'name'), 'maybe-not-pulled'),
    ),
    ...listAt(spec, 'volumes').flatMap((volume) => [
      ...use(
        'PersistentVolumeClaim',
        'claim',
        textAt(volume, 'persistentVolumeClaim', 'claimName'),
        'not-started',
      ),
      ...required(mapAt(volume, 'configMap')),
    ]),
    ...[...listAt(spec, 'initContainers'), ...listAt(spec, 'containers')].flatMap((container) => [
      ...listAt(container, 'envFrom').flatMap((source) => required(mapAt(source, 'configMapRef'))),
      ...listAt(container, 'env').flatMap((variable) =>
        required(mapAt(variable, 'valueFrom', 'configMapKeyRef')),
      ),
    ]),
  ];

  function required(source: Json): Use[] {
    const name = source['optional'] === true ? undefined : textAt(source, 'name');
    return use('ConfigMap', 'configMap', name, 'not-started');
  }
}

/** Claims that the plan makes: their storage class, or the default one, must be there to fill them. */
async function checkStorage(
  world: World,
  manifests: readonly Manifest[],
): Promise<{ readonly problems: readonly Problem[]; readonly look: Look<unknown> } | undefined> {
  const claims = manifests.flatMap(({ object, ref }) => claimsIn(object, ref));
  if (claims.length === 0) return undefined;
  const look = await world.list('storageClasses');
  if (look.kind !== 'found') return { problems: [], look };
  const made = manifests.flatMap(({ object, ref }) =>
    ref.kind === 'StorageClass' ? [object] : [],
  );
  const classes = [...look.value, ...made];
  const names = classes.map((one) => textAt(one, 'metadata', 'name') ?? '');
  const hasDefault = classes.some(
    (one) =>
      mapAt(one, 'metadata', 'annotations')['storageclass.kubernetes.io/is-default-class'] ===
      'true',
  );
  const problems = claims.flatMap(({ ref, storageClass }): Problem[] => {
    const isThere = storageClass === undefined ? hasDefault : names.includes(storageClass);
    if (isThere) return [];
    const named = storageClass === undefined ? {} : { storageClass };
    return [{ kind: 'storage-class-missing', claim: ref, ...named, classes: names }];
  });
  return { problems, look };
}

interface Claim {
  readonly ref: ObjectRef;
  /** Absent: the default one. */
  readonly storageClass?: string;
}

/** A claim with an empty class, or one that names its volume, is bound by hand. */
function claimsIn(object: Json, ref: ObjectRef): readonly Claim[] {
  const specs =
    ref.kind === 'PersistentVolumeClaim'
      ? [mapAt(object, 'spec')]
      : ref.kind === 'StatefulSet'
        ? listAt(object, 'spec', 'volumeClaimTemplates').map((one) => mapAt(one, 'spec'))
        : [];
  return specs.flatMap((spec): Claim[] => {
    const storageClass = textAt(spec, 'storageClassName');
    const isByHand =
      storageClass === '' || at(spec, 'volumeName') !== undefined || isMap(spec['selector']);
    if (isByHand) return [];
    return [{ ref, ...(storageClass !== undefined && { storageClass }) }];
  });
}
