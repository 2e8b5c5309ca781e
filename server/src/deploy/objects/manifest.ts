import { failed, ok, type Result } from '../../base/result.ts';
import { listAt, mapAt, textAt } from './json.ts';
import { refOf, type KubeObject, type ObjectRef } from './kube-object.ts';

/** One document of what the chart rendered; the Renderer's documents are such. */
export interface RenderedDocument {
  /** The template that printed it, as Helm's `# Source:` line names it. */
  readonly source: string;
  /** From its `---` line on. */
  readonly text: string;
  /** Set for hooks, which are no part of the manifest that a release keeps. */
  readonly hook?: unknown;
  /** Set for what stands in the chart's `crds/`: made once, never changed, and no part of the release. */
  readonly isCrd?: boolean;
}

export interface Manifest {
  readonly object: KubeObject;
  readonly ref: ObjectRef;
  readonly source: string;
  readonly isCrd?: boolean;
}

export interface ManifestFault {
  readonly source: string;
  readonly reason: 'not-yaml' | 'no-name' | 'twice';
  readonly ref?: ObjectRef;
}

/**
 * The objects in the rendered documents, in their order. Lists are taken apart, empty documents left
 * out, and what is a hook of tests alone as well: Helm makes those objects on `helm test` only.
 */
export function readManifests(
  documents: readonly RenderedDocument[],
  readYaml: (text: string) => unknown,
): Result<readonly Manifest[], ManifestFault> {
  const manifests: Manifest[] = [];
  for (const { source, text, isCrd = false } of documents) {
    if (isBlank(text)) continue;
    const value = readYaml(text);
    if (value === undefined) return failed({ source, reason: 'not-yaml' });
    const isList = textAt(value, 'kind') === 'List';
    for (const item of isList ? listAt(value, 'items') : [value]) {
      const ref = refOf(item);
      if (ref === undefined) return failed({ source, reason: 'no-name' });
      const object = item as KubeObject;
      const hooks = hooksOf(object);
      const isTest = hooks.length > 0 && hooks.every((hook) => hook.startsWith('test'));
      if (!isTest) manifests.push({ object, ref, source, isCrd });
    }
  }
  return ok(manifests);
}

/** The release's manifest as Helm keeps it and `helm get manifest` prints it: everything but hooks and `crds/`. */
export function joinManifests(documents: readonly RenderedDocument[]): string {
  return documents
    .filter(({ hook, isCrd }) => hook === undefined && isCrd !== true)
    .map(({ text }) => (text.startsWith('---') ? text : `---\n${text}`))
    .map((text) => (text.endsWith('\n') ? text : `${text}\n`))
    .join('');
}

/** Events on which Helm would run this object as a hook; empty for an ordinary object. */
export function hooksOf(object: unknown): readonly string[] {
  const hooks = mapAt(object, 'metadata', 'annotations')['helm.sh/hook'];
  return typeof hooks === 'string' ? hooks.split(',').map((hook) => hook.trim().toLowerCase()) : [];
}

/** Helm leaves such an object in the cluster when the chart no longer renders it. */
export function isKept(object: unknown): boolean {
  return mapAt(object, 'metadata', 'annotations')['helm.sh/resource-policy'] === 'keep';
}

function isBlank(text: string): boolean {
  return text.split('\n').every((line) => /^\s*(#.*|---.*)?$/.test(line));
}
