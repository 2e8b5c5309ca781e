import { Parser } from 'tar/parse';

export interface PackedEntry {
  /** Below the one folder of the chart's name, with `/`. */
  readonly path: string;
  readonly bytes: Buffer;
}

/**
 * The files of an unpacked archive as Helm names them, up to where it breaks off; undefined when
 * Helm refuses the archive because a file lies outside of the chart's folder.
 * Source: helm.sh/helm/v4 v4.3.1, pkg/chart/loader/archive/archive.go.
 */
export function packedEntries(archive: Buffer): readonly PackedEntry[] | undefined {
  const found: PackedEntry[] = [];
  const outside: string[] = [];
  const parser = new Parser({
    onReadEntry(entry) {
      if (entry.type !== 'File' && entry.type !== 'OldFile') {
        entry.resume();
        return;
      }
      const chunks: Buffer[] = [];
      entry.on('data', (chunk) => chunks.push(chunk));
      entry.on('end', () => {
        const path = innerPath(entry.path);
        if (path === undefined) outside.push(entry.path);
        else found.push({ path, bytes: Buffer.concat(chunks) });
      });
    },
  });
  parser.write(archive);
  return outside.length > 0 ? undefined : found;
}

/** Archives of Windows may have backslashes. */
function innerPath(name: string): string | undefined {
  const [top = '', ...steps] = name.split(name.includes('\\') ? '\\' : '/');
  const kept: string[] = [];
  for (const step of steps) {
    if (step === '..' && kept.pop() === undefined) return undefined;
    if (step !== '..' && step !== '.' && step !== '') kept.push(step);
  }
  const isOutside = steps[0] === '' || kept.length === 0 || top === 'Chart.yaml';
  return isOutside || /^[a-z]:$/i.test(kept[0] ?? '') ? undefined : kept.join('/');
}
