import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { constants, gunzipSync } from 'node:zlib';
import type { NamedChart } from '../../chart/chart.ts';
import { metadataOf } from '../../chart/describe-chart.ts';
import { packedEntries } from './packed-entries.ts';

/** `helm package` writes Chart.yaml first, so that the beginning of an archive has it. */
const readBytes = 64 * 2 ** 10;

/** What the Chart.yaml in an archive says, remembered for as long as the file stays as it is. */
export interface PackedNames {
  /** Undefined for what is no chart, or has its Chart.yaml far behind. */
  nameOf(file: string): NamedChart | undefined;
}

export function packedNames(): PackedNames {
  const known = new Map<
    string,
    { readonly stamp: string; readonly name: NamedChart | undefined }
  >();
  return {
    nameOf(file) {
      const stamp = stampOf(file);
      if (stamp === undefined) return undefined;
      const remembered = known.get(file);
      if (remembered?.stamp === stamp) return remembered.name;
      const name = readName(file);
      known.set(file, { stamp, name });
      return name;
    },
  };
}

function stampOf(file: string): string | undefined {
  try {
    const facts = statSync(file);
    // A pipe would be waited for.
    return facts.isFile() ? `${String(facts.mtimeMs)} ${String(facts.size)}` : undefined;
  } catch {
    return undefined;
  }
}

function readName(file: string): NamedChart | undefined {
  try {
    const beginning = gunzipSync(readBeginning(file), {
      finishFlush: constants.Z_SYNC_FLUSH,
      maxOutputLength: 2 ** 24,
    });
    const entry = packedEntries(beginning)?.find(({ path }) => path === 'Chart.yaml');
    return entry === undefined ? undefined : metadataOf(entry.bytes.toString('utf8'));
  } catch {
    return undefined;
  }
}

function readBeginning(file: string): Buffer {
  const descriptor = openSync(file, 'r');
  try {
    const buffer = Buffer.alloc(readBytes);
    return buffer.subarray(0, readSync(descriptor, buffer, 0, readBytes, 0));
  } finally {
    closeSync(descriptor);
  }
}
