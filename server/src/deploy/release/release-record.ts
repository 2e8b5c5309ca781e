import { gunzipSync, gzipSync } from 'node:zlib';
import { at, isMap, listAt, mapAt, numberAt, textAt, type Json } from '../objects/json.ts';
import type { KubeObject } from '../objects/kube-object.ts';

/**
 * One revision of a release as Helm 3 and 4 keep it in a Secret.
 * Source: helm.sh/helm/v4 v4.3.1, pkg/storage/driver/secrets.go and pkg/release/v1.
 */
export interface Revision {
  readonly release: string;
  readonly namespace: string;
  readonly revision: number;
  readonly status: ReleaseStatus;
  /** Every object of the chart as one YAML stream, hooks left out. */
  readonly manifest: string;
  /** The whole record as Helm wrote it, so that changing the status loses nothing. */
  readonly record: Json;
  /** The Secret it came from; absent while it has not been written. */
  readonly secret?: KubeObject;
}

export type ReleaseStatus =
  | 'unknown'
  | 'deployed'
  | 'uninstalled'
  | 'superseded'
  | 'failed'
  | 'uninstalling'
  | 'pending-install'
  | 'pending-upgrade'
  | 'pending-rollback';

export const secretType = 'helm.sh/release.v1';

export function secretName({ release, revision }: Pick<Revision, 'release' | 'revision'>): string {
  return `sh.helm.release.v1.${release}.v${String(revision)}`;
}

/** The Secret that holds a revision. `epochSeconds` is what Helm sorts `helm list --date` by. */
export function toSecret(revision: Revision, epochSeconds: number): KubeObject {
  const { release, namespace, status, record } = revision;
  const metadata = mapAt(revision.secret, 'metadata');
  const stamp = revision.secret === undefined ? 'createdAt' : 'modifiedAt';
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: {
      ...metadata,
      name: secretName(revision),
      namespace,
      labels: {
        ...mapAt(metadata, 'labels'),
        [stamp]: String(epochSeconds),
        name: release,
        owner: 'helm',
        status,
        version: String(revision.revision),
      },
    },
    type: secretType,
    data: { release: Buffer.from(encode(record)).toString('base64') },
  };
}

/** Undefined for a Secret that holds no release of Helm's, or one that cannot be read. */
export function fromSecret(secret: unknown): Revision | undefined {
  if (!isMap(secret) || secret['type'] !== secretType) return undefined;
  const data = textAt(secret, 'data', 'release');
  const record = data === undefined ? undefined : decode(Buffer.from(data, 'base64').toString());
  const release = textAt(record, 'name');
  const namespace = textAt(record, 'namespace');
  const revision = numberAt(record, 'version');
  if (!isMap(record) || release === undefined || namespace === undefined || revision === undefined)
    return undefined;
  const status = (textAt(record, 'info', 'status') ?? 'unknown') as ReleaseStatus;
  const manifest = textAt(record, 'manifest') ?? '';
  return { release, namespace, revision, status, manifest, record, secret };
}

export function isPending(status: string): boolean {
  return status.startsWith('pending-') || status === 'uninstalling';
}

/** The same revision with another status, in the record as well as beside it. */
export function withStatus(
  revision: Revision,
  status: ReleaseStatus,
  description: string,
): Revision {
  const info = { ...mapAt(revision.record, 'info'), status, description };
  return { ...revision, status, record: { ...revision.record, info } };
}

/** base64 of gzip of JSON; the Secret adds its own base64 on top. */
export function encode(record: Json): string {
  return gzipSync(JSON.stringify(record), { level: 9 }).toString('base64');
}

/** Old records are JSON without gzip; Helm tells them by the magic number, and so do we. */
export function decode(text: string): unknown {
  try {
    const bytes = Buffer.from(text, 'base64');
    const isZipped = bytes[0] === 0x1f && bytes[1] === 0x8b;
    return JSON.parse(
      (isZipped ? gunzipSync(bytes, { maxOutputLength: limit }) : bytes).toString(),
    );
  } catch {
    return undefined;
  }
}

/** A Secret is at most 1 MiB; a record that unpacks to more than this is no record. */
const limit = 64 * 1024 * 1024;

/** Revisions of one release in a list of Secrets, newest first. */
export function revisionsIn(secretList: unknown): readonly Revision[] {
  return listAt(secretList, 'items')
    .map((secret) => fromSecret(withKind(secret)))
    .filter((revision) => revision !== undefined)
    .toSorted((a, b) => b.revision - a.revision);
}

/** Items of a list come without their kind and version. */
function withKind(secret: unknown): unknown {
  return isMap(secret) ? { apiVersion: 'v1', kind: 'Secret', ...secret } : secret;
}

/** When the first revision was deployed, to be carried on to the next. */
export function firstDeployed(revision: Revision | undefined): string | undefined {
  const time = at(revision?.record, 'info', 'first_deployed');
  return typeof time === 'string' ? time : undefined;
}
