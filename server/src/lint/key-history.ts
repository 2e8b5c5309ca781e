import { isAtLeast, parseVersion } from '../catalog/versions.ts';
import type { Chart } from '../chart/chart.ts';
import { historyOf } from '../chart/known-chart.ts';
import type { Path } from '../syntax/node.ts';

/** " Charts from 0.2.5 on read it.", where other releases than this chart do; else empty. */
export function tellOtherReleases(path: Path, { generation, version }: Chart): string {
  if (generation !== '0.2') return '';
  const { since, until } = historyOf(path);
  const own = parseVersion(version);
  if (own === undefined) return '';
  if (since !== undefined && !isAtLeast(own, since)) return ` Charts from ${since} on read it.`;
  return until === undefined ? '' : ` Charts up to ${until} read it.`;
}
