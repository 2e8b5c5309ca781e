export interface PreviewState {
  /** The last manifests that rendered; kept while the file is being broken and mended. */
  readonly good: string;
  /** Why the newest text did not render; empty when `good` is its manifests. */
  readonly problem: string;
  /** Version of the values file that `good` is made of. */
  readonly version?: number;
}

/** Exactly Helm's bytes while they are current; a banner above them says when they are not. */
export function previewText({ good, problem }: PreviewState): string {
  if (problem === '') return good;
  const lines = problem
    .trimEnd()
    .split('\n')
    .flatMap((line) => wrap(line, bannerWidth))
    .map((line) => `#   ${line}`);
  const rest =
    good === ''
      ? []
      : ['#', '# Below is the last state that rendered, which is out of date.', good];
  return ['# Helm cannot render this file:', ...lines, ...rest].join('\n');
}

/** What half a window shows without scrolling sideways. */
const bannerWidth = 72;

/** Breaks a line between words; a word that is longer has a line of its own. */
function wrap(line: string, width: number): readonly string[] {
  const lines: string[] = [];
  let current = '';
  for (const word of line.split(' ')) {
    if (current !== '' && current.length + 1 + word.length > width) {
      lines.push(current);
      current = word;
    } else current = current === '' ? word : `${current} ${word}`;
  }
  return [...lines, current];
}
