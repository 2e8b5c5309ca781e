import { isMap, isSame, listAt, mapAt, without, type Json } from '../objects/json.ts';
import { firstDeployed, type ReleaseStatus, type Revision } from './release-record.ts';

/** What is deployed, and where to: all that a plan is made from. */
export interface Release {
  readonly name: string;
  readonly namespace: string;
  readonly chart: ReleaseChart;
  /** The user's values merged, without the chart's defaults: what `helm get values` prints. */
  readonly values: Json;
  /** All objects as Helm prints them, hooks left out. */
  readonly manifest: string;
  /** As a record keeps them (release-hooks). */
  readonly hooks: readonly Json[];
  readonly notes?: string;
}

/** What Helm keeps of the chart; `metadata` and `values` are the parsed Chart.yaml and values.yaml. */
export interface ReleaseChart {
  readonly metadata: Json;
  readonly values: Json;
  readonly templates: readonly { readonly name: string; readonly text: string }[];
  /** Text of values.schema.json. */
  readonly schema?: string;
}

/** The next revision as Helm would write it before it touches the first object. */
export function nextRevision(release: Release, head: Revision | undefined, now: Date): Revision {
  const revision = (head?.revision ?? 0) + 1;
  const status: ReleaseStatus = head === undefined ? 'pending-install' : 'pending-upgrade';
  const { name, namespace, chart, values, manifest, hooks, notes } = release;
  return {
    release: name,
    namespace,
    revision,
    status,
    manifest,
    record: {
      name,
      namespace,
      version: revision,
      info: {
        first_deployed: firstDeployed(head) ?? now.toISOString(),
        last_deployed: now.toISOString(),
        deleted: '',
        description: head === undefined ? 'Initial install underway' : 'Preparing upgrade',
        status,
        ...(notes !== undefined && notes !== '' && { notes }),
      },
      chart: {
        metadata: { apiVersion: 'v2', ...chart.metadata },
        lock: null,
        templates: chart.templates.map(({ name: path, text }) => ({
          name: path,
          data: base64(text),
        })),
        values: chart.values,
        schema: chart.schema === undefined ? null : base64(chart.schema),
        files: [],
      },
      config: values,
      manifest,
      ...(hooks.length > 0 && { hooks }),
      // Absent would mean client-side apply, and Helm would go on that way.
      apply_method: 'ssa',
    },
  };
}

/** The next revision with all that an earlier one had, as Helm writes it before a rollback. */
export function rollbackRevision(to: Revision, head: Revision, now: Date): Revision {
  const { release, namespace, manifest, record } = to;
  const revision = head.revision + 1;
  const status: ReleaseStatus = 'pending-rollback';
  const notes = mapAt(record, 'info')['notes'];
  return {
    ...{ release, namespace, revision, status, manifest },
    record: {
      ...record,
      version: revision,
      info: {
        first_deployed: firstDeployed(head) ?? now.toISOString(),
        last_deployed: now.toISOString(),
        deleted: '',
        description: rollbackDescription(to),
        status,
        rollback_revision: to.revision,
        ...(typeof notes === 'string' && { notes }),
      },
      apply_method: 'ssa',
    },
  };
}

/**
 * A revision that leaves some objects as Helm's client-side apply made them. Helm hands the fields of a
 * release over only when its record says so; applied server-side without, they would be in conflict.
 */
export function leftClientSide(revision: Revision): Revision {
  return { ...revision, record: { ...revision.record, apply_method: 'csa' } };
}

/** As `helm history` prints it. */
export function rollbackDescription({ revision }: Pick<Revision, 'revision'>): string {
  return `Rollback to ${String(revision)}`;
}

/** True when `head` already says everything that a new revision would. */
export function isRecorded(head: Revision, next: Revision): boolean {
  const content = ({ record }: Revision): unknown => [
    mapAt(record, 'config'),
    mapAt(record, 'chart', 'metadata'),
    record['manifest'],
    // When they last ran is no part of what is deployed.
    listAt(record, 'hooks').map((hook) => (isMap(hook) ? without(hook, 'last_run') : hook)),
  ];
  return head.status === 'deployed' && isSame(content(head), content(next));
}

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}
