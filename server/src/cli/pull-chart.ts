import type { PulledChart } from '../chart/chart-source.ts';
import { sayPullFailure, type PullFailure } from '../chart/pull-failure.ts';
import type { PullChartCommand } from './chart-arguments.ts';
import type { Ports } from './ports.ts';

/** Fetches a chart. 0 it is there · 1 the repository or what it sent is not right · 2 not reached, not written, not asked well. */
export async function pullChart(
  { version, repository, destination, isUnpacked, format }: PullChartCommand,
  { output, chartSource, signal }: Ports,
): Promise<number> {
  const source = await chartSource();
  // As helm pull has it: an unpacked chart is for whoever works here, not for the cache.
  const folder = destination ?? (isUnpacked ? '.' : undefined);
  const pulled = await source.pull(
    {
      repository: repository ?? source.repository,
      isUnpacked,
      ...(version !== undefined && { version }),
      ...(folder !== undefined && { destination: folder }),
    },
    {
      signal,
      contacting: (address) => {
        output.complain(`Asking ${address}\n`);
      },
    },
  );
  if (!pulled.ok) {
    output.complain(`${sayPullFailure(pulled.failure)}\n`);
    return exitCodeOf(pulled.failure);
  }
  if (!pulled.value.isNew)
    output.complain('It was there already, with the same digest; it was not fetched again.\n');
  output.print(format === 'json' ? inJson(pulled.value) : inText(pulled.value));
  return 0;
}

function inText({ name, version, path, digest }: PulledChart): string {
  return `${path}\n${name} ${version}\n${digest}\n`;
}

function inJson({ name, version, path, digest, isNew }: PulledChart): string {
  return `${JSON.stringify({ chart: { name, version }, path, digest, isNew }, null, 2)}\n`;
}

function exitCodeOf({ kind }: PullFailure): 1 | 2 {
  switch (kind) {
    case 'address-unusable':
    case 'version-unreadable':
    case 'unreachable':
    case 'certificate-refused':
    case 'timed-out':
    case 'folder-exists':
    case 'not-written':
    case 'cancelled':
      return 2;
    case 'answered':
    case 'redirect-refused':
    case 'too-large':
    case 'no-repository':
    case 'chart-absent':
    case 'version-absent':
    case 'digest-differs':
    case 'archive-unusable':
      return 1;
  }
}
