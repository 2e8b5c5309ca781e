import type { CancellationToken } from 'vscode-languageserver/node';
import { sayPullFailure, type PullFailure } from '../../chart/pull-failure.ts';
import {
  applyProgress,
  type ChartPlaces,
  type ChartVersionsAnswer,
  type GetChartAnswer,
  type GetChartParams,
} from '../../protocol.ts';
import { abortSignalOf } from '../abort-signal.ts';
import type { Session } from '../session.ts';

/** inference/chartPlaces: which address would be asked. Touches no network. */
export async function chartPlaces({ ports, workspace }: Session): Promise<ChartPlaces> {
  const { repository, cache } = await ports.chartSource();
  return {
    repository: workspace.machineSettings().chartRepository ?? repository,
    helmCache: cache,
  };
}

/** inference/chartVersions: which versions the repository has. */
export async function chartVersions(
  session: Session,
  { repo }: { readonly repo?: string },
  token: CancellationToken,
): Promise<ChartVersionsAnswer> {
  if (isUntrusted(session)) return untrusted;
  const source = await session.ports.chartSource();
  const { repository } = await chartPlaces(session);
  const found = await source.versions(repo ?? repository, {
    signal: abortSignalOf(token),
    contacting: () => undefined,
  });
  return found.ok ? { kind: 'versions', ...found.value } : notGot(found.failure);
}

/** inference/getChart: fetches a chart; every open document is judged anew with what is there then. */
export async function getChart(
  session: Session,
  { repo, version, destination, token: of }: GetChartParams,
  token: CancellationToken,
): Promise<GetChartAnswer> {
  if (isUntrusted(session)) return untrusted;
  const { connection, ports, arrivals } = session;
  const source = await ports.chartSource();
  const { repository } = await chartPlaces(session);
  const pulled = await source.pull(
    {
      repository: repo ?? repository,
      isUnpacked: false,
      ...(version !== undefined && { version }),
      ...(destination !== 'helm-cache' && { destination: destination.folder }),
    },
    {
      signal: abortSignalOf(token),
      contacting: (address) => {
        void connection.sendNotification(applyProgress.method, { token: of, message: address });
      },
    },
  );
  if (!pulled.ok) return notGot(pulled.failure);
  arrivals.announce(pulled.value.path);
  return { kind: 'got', ...pulled.value };
}

/** Who opened a folder of strangers has not asked for anything to be fetched or written. */
function isUntrusted({ access }: Session): boolean {
  return access.refusal() !== undefined;
}

const untrusted = {
  kind: 'failed',
  message: 'No chart is fetched from an untrusted workspace. Trust the workspace first.',
} as const;

function notGot(failure: PullFailure) {
  return failure.kind === 'cancelled'
    ? { kind: 'cancelled' as const }
    : { kind: 'failed' as const, message: sayPullFailure(failure) };
}
