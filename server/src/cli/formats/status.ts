import type { Target } from '../../deploy/cluster/target.ts';
import { sayDevices } from '../../deploy/sentences.ts';
import type { ReleasesRead } from '../../deploy/status/read-releases.ts';
import type {
  PodSummary,
  ReleaseDetail,
  ReleaseSummary,
  WorkloadSummary,
} from '../../deploy/status/release-summary.ts';

export interface StatusFormat {
  readonly target: Target;
  readonly format: 'text' | 'json';
  /** Milliseconds since the epoch, to count ages from. */
  readonly now: number;
}

export function formatReleases(
  { namespace, releases }: ReleasesRead,
  { target, format, now }: StatusFormat,
): string {
  const { context, server } = target;
  if (format === 'json')
    return `${JSON.stringify({ context, server, namespace: namespace ?? null, releases }, null, 2)}\n`;
  const where = namespace === undefined ? '' : ` in namespace ${namespace}`;
  if (releases.length === 0)
    return `No release of an inference chart${where} of context ${context} (${server}).\n`;
  const head = ['NAMESPACE', 'RELEASE', 'STATE', 'READY', 'DEVICES', 'MODEL', 'REVISION', 'AGE'];
  const rows = releases.map((release) => rowOf(release, now));
  return table([head, ...rows]);
}

function rowOf(release: ReleaseSummary, now: number): readonly string[] {
  const { namespace, state, replicas, devices, model, revision, status, updated } = release;
  return [
    namespace,
    release.release,
    state,
    `${replicas.ready}/${replicas.wanted}`,
    sayDevices(devices) || '-',
    model ?? '-',
    `${revision} ${status}`,
    ageOf(updated, now),
  ];
}

export function formatRelease(
  release: ReleaseDetail,
  { target, format, now }: StatusFormat,
): string {
  const { context, server } = target;
  if (format === 'json') return `${JSON.stringify({ context, server, release }, null, 2)}\n`;
  const { replicas, devices, model, workloads, revisions, events, interrupted } = release;
  const figures = [
    `${replicas.ready} of ${replicas.wanted} replicas ready`,
    sayDevices(devices),
    model ?? '',
    release.chart,
  ].filter((figure) => figure !== '');
  return [
    `Release ${release.release} in namespace ${release.namespace} of context ${context} (${server}): ${release.state}`,
    figures.join(', '),
    ...(interrupted === undefined ? [] : [interrupted]),
    '',
    ...workloads.flatMap(linesOf),
    '',
    ...table(
      revisions.map(({ revision, status, updated, chart, description }) => [
        `revision ${revision}`,
        status,
        ageOf(updated, now),
        chart,
        description,
      ]),
    ).split('\n'),
    ...events.map(({ time, reason, object, message }) => `${time} ${object} ${reason}: ${message}`),
  ]
    .join('\n')
    .replace(/\n*$/, '\n');
}

function linesOf({ kind, name, state, message, pods, causes }: WorkloadSummary): readonly string[] {
  return [
    `${kind} ${name}: ${state}, ${message}`,
    ...pods.map(podLine),
    ...causes.map((cause) => `  ${cause.message}`),
  ];
}

function podLine({ name, status, isReady, restarts, node }: PodSummary): string {
  const ready = isReady ? 'ready' : 'not ready';
  return `  Pod ${name}: ${status}, ${ready}, ${restarts} restarts, ${node === undefined ? 'no node' : `on ${node}`}`;
}

/** As kubectl shows ages: the largest unit that fits. */
function ageOf(updated: string | undefined, now: number): string {
  if (updated === undefined) return '-';
  const seconds = Math.max(0, Math.round((now - Date.parse(updated)) / 1000));
  if (seconds < 120) return `${seconds}s`;
  if (seconds < 120 * 60) return `${Math.floor(seconds / 60)}m`;
  if (seconds < 48 * 3600) return `${Math.floor(seconds / 3600)}h`;
  return `${Math.floor(seconds / 86_400)}d`;
}

function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_cell, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  const lines = rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  return `${lines.join('\n')}\n`;
}
