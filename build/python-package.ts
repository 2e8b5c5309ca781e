import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** One release of a package of the Python index. */
export interface PythonPackage {
  readonly name: string;
  readonly version: string;
  /** Wheels hold what is installed, source distributions what it is built from. */
  readonly kind: 'wheel' | 'source';
}

/**
 * Fetches a package with pip, unpacks it into a scratch folder and hands that folder to `read`. The
 * package is not installed. Throws when pip cannot fetch it; needs Python 3 with pip.
 */
export function readPythonPackage<Facts>(
  { name, version, kind }: PythonPackage,
  read: (folder: string) => Facts,
): Facts {
  const scratch = mkdtempSync(join(tmpdir(), 'inference-charts-facts-'));
  const [packed, unpacked] = [join(scratch, 'packed'), join(scratch, 'unpacked')];
  try {
    const form = kind === 'wheel' ? '--only-binary=:all:' : '--no-binary=:all:';
    python(['-m', 'pip', 'download', '--no-deps', form, '--dest', packed, `${name}==${version}`]);
    const [file] = readdirSync(packed);
    if (file === undefined) throw new Error(`pip gave no file for ${name} ${version}.`);
    const unpacker = kind === 'wheel' ? 'zipfile' : 'tarfile';
    python(['-m', unpacker, '-e', join(packed, file), unpacked]);
    return read(unpacked);
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

function python(args: readonly string[]): void {
  try {
    execFileSync('python3', args, { stdio: ['ignore', 'ignore', 'inherit'] });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT')
      throw new Error('Fetching facts needs Python 3 with pip, which is not installed.', {
        cause: error,
      });
    throw error;
  }
}
