import type { ChartInfo, DocumentParams } from '../../protocol.ts';
import type { Session } from '../session.ts';

/** inference/chart: which chart the document is judged against, and why. */
export function chart({ snapshots }: Session, { uri }: DocumentParams): ChartInfo | null {
  const surrounded = snapshots.of(uri)?.surrounded;
  if (surrounded === undefined) return null;
  const { name, version, location } = surrounded.chart;
  return { name, version, ...location, explanation: surrounded.explanation };
}
