import { closeSync, fstatSync, openSync, readSync, constants } from 'node:fs';
import { failed, ok, type Result } from '../../base/result.ts';

export type ReadFailure =
  | { readonly kind: 'absent' }
  | { readonly kind: 'not-a-file' }
  | { readonly kind: 'too-large'; readonly maxBytes: number }
  | { readonly kind: 'refused'; readonly reason: string };

/** Opening a pipe must not wait for its other end; Windows has no such flag and no such pipes. */
const nonBlocking = process.platform === 'win32' ? 0 : constants.O_NONBLOCK;

/** Reads a regular file as UTF-8, a leading byte order mark dropped. Pipes and devices are refused, not waited for. */
export function readText(path: string, maxBytes: number): Result<string, ReadFailure> {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(path, constants.O_RDONLY | nonBlocking);
    const stat = fstatSync(descriptor);
    if (!stat.isFile()) return failed({ kind: 'not-a-file' });
    if (stat.size > maxBytes) return failed({ kind: 'too-large', maxBytes });
    const buffer = Buffer.alloc(stat.size);
    let length = 0;
    while (length < buffer.length) {
      const read = readSync(descriptor, buffer, length, buffer.length - length, length);
      if (read === 0) break;
      length += read;
    }
    return ok(buffer.toString('utf8', 0, length).replace(/^\uFEFF/, ''));
  } catch (error) {
    return failed(reasonOf(error));
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

/** As the end of "<path> cannot be read: …". */
export function tellReadFailure(failure: ReadFailure): string {
  switch (failure.kind) {
    case 'absent':
      return 'there is no such file';
    case 'not-a-file':
      return 'it is not a file';
    case 'too-large':
      return `it is larger than ${String(failure.maxBytes / 2 ** 20)} MiB`;
    case 'refused':
      return failure.reason;
  }
}

function reasonOf(error: unknown): ReadFailure {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT' || code === 'ENOTDIR') return { kind: 'absent' };
  if (code === 'EISDIR') return { kind: 'not-a-file' };
  if (code === 'EACCES' || code === 'EPERM')
    return { kind: 'refused', reason: 'permission denied' };
  return { kind: 'refused', reason: code ?? String(error) };
}
