/**
 * A refusal without what the API server repeats of the object, which may hold a secret in plain sight:
 * the value of a field that is of another type, the whole of what may not be changed, and the difference
 * to what is there. The field and the reason stay. Texts of Kubernetes 1.35.4.
 */
export function withoutRepetition(text: string): string {
  return text
    .replace(/\n@@ -\d[^]*$/, '')
    .replace(/\bgot &[\w.]*\{(?:Value:)?([^]*)\}/g, (_, value: string) => `got ${typeOf(value)}`)
    .replace(/\b(Invalid|Duplicate|Unsupported) value: [\w.*&[\]]*\{[^]*\}(?=: |$)/g, '$1 value');
}

/** As Go prints a decoded JSON value. */
function typeOf(value: string): string {
  if (value.startsWith('map[')) return 'a map';
  if (value.startsWith('[')) return 'a list';
  if (value === 'true' || value === 'false') return 'a boolean';
  return /^-?\d/.test(value) ? 'a number' : 'a text';
}
