import { randomUUID } from 'node:crypto';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { failed, ok, type Result } from '../../base/result.ts';
import type { PullFailure } from '../../chart/pull-failure.ts';
import type { ArchivedFile } from './verify-archive.ts';

/** Writes a file whole or not at all; one that is there is replaced. */
export function placeFile(path: string, bytes: Buffer): Promise<Result<null, PullFailure>> {
  return place(path, async (beside) => {
    await write(beside, bytes);
  });
}

/** Writes a folder whole or not at all; it must not be there. */
export function placeFolder(
  path: string,
  files: readonly ArchivedFile[],
): Promise<Result<null, PullFailure>> {
  return place(path, async (beside) => {
    for (const file of files) {
      const target = join(beside, file.path);
      await mkdir(dirname(target), { recursive: true });
      await write(target, file.bytes);
    }
  });
}

/** Under another name first, in the same folder, so that the last step is one rename. */
async function place(
  path: string,
  writeTo: (beside: string) => Promise<void>,
): Promise<Result<null, PullFailure>> {
  const beside = join(dirname(path), `.${randomUUID()}.part`);
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeTo(beside);
    await rename(beside, path);
    return ok(null);
  } catch (error) {
    // Where nothing could be written, nothing is to be taken away.
    await rm(beside, { recursive: true, force: true }).catch(() => undefined);
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    return failed({ kind: 'not-written', path, reason: reasons.get(code) ?? message });
  }
}

/** As ends of sentences; the others' own words will do. */
const reasons: ReadonlyMap<string, string> = new Map([
  ['EACCES', 'permission denied'],
  ['EPERM', 'permission denied'],
  ['EROFS', 'the file system is read-only'],
  ['ENOSPC', 'the disk is full'],
  ['ENOTDIR', 'its folder is a file'],
  ['EEXIST', 'its folder is a file'],
  ['EISDIR', 'a folder of that name is there'],
]);

async function write(path: string, bytes: Buffer): Promise<void> {
  const file = await open(path, 'wx', 0o644);
  try {
    await file.writeFile(bytes);
    // A rename must not outlive what it names.
    await file.sync();
  } finally {
    await file.close();
  }
}
