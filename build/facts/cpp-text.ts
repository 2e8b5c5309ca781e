/**
 * Cuts C++ source into the pieces that a table of arguments is read from. It knows strings, characters,
 * comments and brackets, and nothing else of the language.
 */

const opening = '([{';
const closing = ')]}';

/** The source with its comments blanked out, so that offsets stay what they are. */
export function withoutComments(source: string): string {
  return source.replace(token, (text) =>
    text.startsWith('//') || text.startsWith('/*') ? text.replace(/[^\n]/g, ' ') : text,
  );
}

/** What stands between the bracket at `start` and the one that closes it; comments are gone already. */
export function enclosed(source: string, start: number): string {
  let depth = 0;
  for (const { text, at } of tokens(source, start)) {
    if (opening.includes(text)) depth += 1;
    if (closing.includes(text)) depth -= 1;
    if (depth === 0) return source.slice(start + 1, at);
  }
  throw new Error(`The bracket at ${start} is never closed.`);
}

/** The parts between commas that stand in no bracket and no string. */
export function splitArguments(source: string): readonly string[] {
  const parts: string[] = [];
  let depth = 0;
  let from = 0;
  for (const { text, at } of tokens(source, 0)) {
    if (opening.includes(text)) depth += 1;
    if (closing.includes(text)) depth -= 1;
    if (text !== ',' || depth !== 0) continue;
    parts.push(source.slice(from, at).trim());
    from = at + 1;
  }
  return [...parts, source.slice(from).trim()];
}

/** The contents of the string literals in a piece of source, in order. */
export function stringsIn(source: string): readonly string[] {
  return [...tokens(source, 0)]
    .map(({ text }) => text)
    .filter((text) => text.startsWith('"'))
    .map((text) => text.slice(1, -1).replaceAll(/\\(.)/g, '$1'));
}

/** A comment, a string (raw or plain), a character, a bracket or a comma. */
const token =
  /\/\/[^\n]*|\/\*[\s\S]*?\*\/|R"([^(\s]*)\([\s\S]*?\)\1"|"(?:\\[\s\S]|[^"\\\n])*"|'(?:\\.|[^'\\\n])+'|[()[\]{},]/g;

function* tokens(
  source: string,
  start: number,
): Iterable<{ readonly text: string; readonly at: number }> {
  const found = new RegExp(token);
  found.lastIndex = start;
  for (let match = found.exec(source); match !== null; match = found.exec(source))
    yield { text: match[0], at: match.index };
}
