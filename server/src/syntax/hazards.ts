import type { Span } from './node.ts';
import type { Problem } from './problem.ts';

/** A text made safe to parse: same length, same lines, what no reader accepts blanked out. */
export interface SafeText {
  readonly text: string;
  readonly problems: readonly Problem[];
  /** Where the text cannot be taken at its word. */
  readonly broken: readonly Span[];
}

/** Longer texts are not values files: Helm stores a release in a Secret of at most 1 MiB. */
const maxLength = 8_000_000;
/** One file full of binary needs one message, not thousands. */
const maxControlCharacters = 5;

/** Takes out control characters, half surrogate pairs and conflict markers, and says so. */
export function removeHazards(text: string): SafeText {
  if (text.length > maxLength)
    return {
      text: '',
      problems: [
        {
          code: 'too-large',
          message: `This file has more than ${maxLength / 1_000_000} million characters and is not checked.`,
          span: { start: 0, end: 1 },
        },
      ],
      broken: [{ start: 0, end: text.length }],
    };
  const controls = removeControlCharacters(text);
  const conflicts = removeConflicts(controls.text);
  return {
    text: conflicts.text,
    problems: [...controls.problems, ...conflicts.problems],
    broken: [...controls.broken, ...conflicts.broken],
  };
}

/**
 * What Helm's YAML reader refuses as "control characters are not allowed".
 * Source: go.yaml.in/yaml/v2 v2.4.4 readerc.go; a half surrogate pair has no UTF-8 form at all.
 */
const controlCharacter = new RegExp(
  String.raw`[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]|(?<!^)\ufeff`,
  'g',
);

function removeControlCharacters(text: string): SafeText {
  const problems: Problem[] = [];
  const broken: Span[] = [];
  const clean = text.replace(controlCharacter, (character: string, ...rest: unknown[]) => {
    const start = Number(rest.at(-2));
    if (problems.length < maxControlCharacters) {
      const span = { start, end: start + 1 };
      const number = character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
      problems.push({
        code: 'control-character',
        message: `The invisible character U+${number} stands here; Helm refuses the file. Delete it.`,
        span,
      });
      broken.push(span);
    }
    return ' ';
  });
  return { text: clean, problems, broken };
}

/** Keeps the first side of each conflict, so that the rest of the file is still understood. */
function removeConflicts(text: string): SafeText {
  const problems: Problem[] = [];
  const broken: Span[] = [];
  if (!/<{7}|>{7}/.test(text)) return { text, problems, broken };
  const markers = [...text.matchAll(/^(?:<{7}|\|{7}|={7}|>{7})(?= |\r?$).*$/gm)].map((match) => ({
    kind: match[0][0] ?? '',
    start: match.index,
    end: match.index + match[0].trimEnd().length,
  }));
  let clean = '';
  let copied = 0;
  const blankOut = (start: number, end: number) => {
    clean += text.slice(copied, start) + text.slice(start, end).replaceAll(/[^\r\n]/g, ' ');
    copied = end;
  };
  for (let index = 0; index < markers.length; index += 1) {
    const open = markers[index];
    if (open === undefined || open.kind === '=' || open.kind === '|') continue;
    // A marker without its counterpart is as wrong, but nothing says how far it reaches.
    const following = markers.slice(index + 1, index + 4);
    const length = open.kind === '<' ? following.findIndex(({ kind }) => kind === '>') : -1;
    const isWhole = length > 0 && following.slice(0, length).every(({ kind }) => kind !== '<');
    const close = isWhole ? following[length] : undefined;
    blankOut(open.start, open.end);
    if (close !== undefined) blankOut(following[0]?.start ?? close.start, close.end);
    index += close === undefined ? 0 : length + 1;
    broken.push({ start: open.start, end: close?.end ?? open.end });
    problems.push({
      code: 'merge-conflict',
      message:
        'A merge conflict of Git is left here. Keep one side and delete the lines with <<<<<<<, ======= and >>>>>>>.',
      span: { start: open.start, end: open.end },
    });
  }
  return { text: clean + text.slice(copied), problems, broken };
}
