import { locateKey } from '../../ide/locate-keys.ts';
import type { LocatedKey, LocateKeysParams } from '../../protocol.ts';
import { indexLines } from '../../syntax/positions.ts';
import { uriOf } from '../file-uri.ts';
import { rangeOf } from '../range.ts';
import type { Session } from '../session.ts';

/** inference/locateKeys: the lines that decide what a deployment failed of, as the files are now. */
export function locateKeys(
  { snapshots }: Session,
  { uri, keys }: LocateKeysParams,
): readonly LocatedKey[] {
  const snapshot = snapshots.of(uri);
  if (snapshot === undefined) return [];
  return keys.flatMap((key): LocatedKey[] => {
    const place = locateKey(snapshot.analysis, key);
    switch (place?.kind) {
      case undefined:
        return [];
      case 'document': {
        const range = rangeOf(snapshot.lines, place.span);
        return [{ key, place: { uri, range }, where: `line ${range.start.line + 1}` }];
      }
      case 'file': {
        const range = rangeOf(indexLines(place.document.text), place.span);
        const file = snapshot.surrounded.earlier.find((one) => one.file === place.file);
        const where = `line ${range.start.line + 1} of ${place.file}`;
        return [{ key, where, ...(file && { place: { uri: uriOf(file.path), range } }) }];
      }
      case 'chart':
        return [{ key, where: "the chart's default" }];
      case 'nowhere':
        return [{ key, where: 'not set' }];
    }
  });
}
