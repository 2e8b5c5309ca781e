import type { Result } from '../../base/result.ts';
import {
  readManifests,
  type Manifest,
  type ManifestFault,
  type RenderedDocument,
} from '../objects/manifest.ts';
import type { Ports } from '../cluster/ports.ts';
import type { Revision } from './release-record.ts';

/** The documents of a recorded manifest, as they were rendered. */
export function documentsOf({ manifest }: Pick<Revision, 'manifest'>): readonly RenderedDocument[] {
  return manifest
    .split(/^(?=---(?:\s|$))/m)
    .filter((text) => text.trim() !== '')
    .map((text) => ({ source: /^# Source: (.*)$/m.exec(text)?.[1] ?? '', text }));
}

/** The objects of a revision; what its manifest leaves without a namespace is in the release's. */
export function objectsOf(
  revision: Pick<Revision, 'manifest' | 'namespace'>,
  readYaml: Ports['readYaml'],
): Result<readonly Manifest[], ManifestFault> {
  const read = readManifests(documentsOf(revision), readYaml);
  if (!read.ok) return read;
  const value = read.value.map((manifest) => ({
    ...manifest,
    ref: { ...manifest.ref, namespace: manifest.ref.namespace ?? revision.namespace },
  }));
  return { ok: true, value };
}
