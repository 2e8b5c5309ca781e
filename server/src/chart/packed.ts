import type { ChartLocation } from './chart.ts';

/** Whether a chart's path is that of an archive, whose files no editor can open. */
export function isPacked(path: string): boolean {
  return /\.(tgz|tar\.gz)$/i.test(path);
}

/** The chart's folder, where an editor can open its files: absent for an archive, and where only facts are known. */
export function openFolder({ directory }: ChartLocation): string | undefined {
  return directory === undefined || isPacked(directory) ? undefined : directory;
}
