/** Words that YAML 1.1 reads as something else than text. */
const reserved = /^(y|n|yes|no|on|off|true|false|null|nan|inf)$/i;

/** A scalar as it is best written in a values file: quoted only where YAML needs it. */
export function writeScalar(value: string | number | boolean): string {
  if (typeof value !== 'string') return String(value);
  const isPlain = /^[A-Za-z][A-Za-z0-9._/-]*$/.test(value) && !reserved.test(value);
  return isPlain ? value : JSON.stringify(value);
}
