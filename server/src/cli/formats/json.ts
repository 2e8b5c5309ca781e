import type { CheckedFile } from '../checked-file.ts';

/** The whole result for other programs; positions are zero-based, as in LSP. */
export function formatJson(files: readonly CheckedFile[]): string {
  return `${JSON.stringify({ files }, null, 2)}\n`;
}
