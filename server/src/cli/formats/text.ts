import type { CheckedFile } from '../checked-file.ts';

/** One line a finding, as compilers print them, one for each file that is something else, and a summary. Lines count from one. */
export function formatText(files: readonly CheckedFile[]): string {
  const findings = files.flatMap(({ file, diagnostics }) =>
    diagnostics.map(({ range, severity, message, code }) => {
      const place = `${file}:${range.start.line + 1}:${range.start.character + 1}`;
      return `${place}: ${severity}: ${message} [${code}]\n`;
    }),
  );
  const checked = files.filter(({ skipped }) => skipped === undefined);
  const skipped = files.flatMap((file) => (file.skipped === undefined ? [] : `${file.skipped}\n`));
  // Who named nothing else knows all there is to say.
  const isAll = checked.length === 0 && skipped.length > 0;
  return findings.join('') + skipped.join('') + (isAll ? '' : summary(checked));
}

function summary(files: readonly CheckedFile[]): string {
  if (files.length === 0) return 'There is no values file of the inference chart.\n';
  const checked = count(files.length, 'file');
  const all = files.flatMap(({ diagnostics }) => diagnostics);
  if (all.length === 0) return `${checked} checked, nothing found.\n`;
  const tally = (['error', 'warning', 'information', 'hint'] as const)
    .map((severity) => [severity, all.filter((one) => one.severity === severity).length] as const)
    .filter(([, found]) => found > 0)
    .map(([severity, found]) =>
      severity === 'information' ? `${found} for information` : count(found, severity),
    );
  return `${checked} checked: ${tally.join(', ')}.\n`;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
