/** Whether a chart's path is that of an archive, whose files no editor can open. */
export function isPacked(path: string): boolean {
  return /\.(tgz|tar\.gz)$/i.test(path);
}
