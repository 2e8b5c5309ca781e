import type { ChartInfo, ChartParams, FoundChart } from '../../protocol.ts';
import { placeOf } from '../place-of.ts';
import type { Session } from '../session.ts';
import type { Snapshot } from '../snapshots.ts';

/** inference/chart: which chart the document is judged against and why, and which others there are. */
export function chart(
  session: Session,
  { uri, withAlternatives = false }: ChartParams,
): ChartInfo | null {
  const snapshot = session.snapshots.of(uri);
  if (snapshot === undefined) return null;
  const { chart: judging, explanation } = snapshot.surrounded;
  const { name, version, location } = judging;
  return {
    ...{ name, version, ...location, explanation },
    ...(withAlternatives && { alternatives: alternativesTo(snapshot, session) }),
  };
}

function alternativesTo(
  { uri, document, surrounded }: Snapshot,
  { ports, workspace }: Session,
): readonly FoundChart[] {
  const { location } = surrounded.chart;
  return ports.charts
    .alternatives(document, placeOf(uri, workspace))
    .map(({ name, version, directory, why, setting }) => ({
      ...{ name, version, directory, why, setting },
      isChosen: directory === location.directory,
    }));
}
