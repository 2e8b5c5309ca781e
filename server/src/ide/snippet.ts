/** Text that means itself in a snippet. */
export function escapeSnippet(text: string): string {
  return text.replaceAll(/[\\$}]/g, String.raw`\$&`);
}

/** The last tab stop, holding `text` to type over. */
export function placeholder(text: string): string {
  return text === '' ? '$0' : `\${0:${escapeSnippet(text)}}`;
}
