/**
 * What a text, map or list of modelParameters is meant to be where a shell reads it first, if the
 * shell changes it: takes out quotes or splits at spaces. Undefined for what passes through as it is.
 */
export function meantBehindShell(value: unknown): string | undefined {
  if (typeof value === 'object' && value !== null) return JSON.stringify(value);
  if (typeof value !== 'string' || value.includes("'") || value.includes('{{')) return undefined;
  // Some hand further flags on through the shell, and mean it.
  if (/\s-/.test(value) || value.trim() === '') return undefined;
  if (/^".*"$/.test(value)) return undefined;
  return /["\s;|&<>()`]/.test(value.trim()) ? value : undefined;
}

/** The same in single quotes of its own, which the shell takes away. */
export function quotedForShell(value: string): string {
  const meant = meantBehindShell(value);
  return meant === undefined ? value : `'${meant}'`;
}
