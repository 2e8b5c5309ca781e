import type { Scalar } from './node.ts';

/**
 * What Helm reads in an unquoted scalar. Dates stay text there, 010 is eight and 1_000 a thousand.
 * Source: go.yaml.in/yaml/v2 v2.4.4 resolve.go, which sigs.k8s.io/yaml v1.6.0 and Helm 4 use.
 */
export function resolvePlain(source: string): Scalar {
  const first = source.charCodeAt(0);
  // Most scalars are words, and no word of these letters is anything else.
  if (first > 0x7e || !firstLetters.has(source[0] ?? '')) return source === '' ? null : source;
  const known = words.get(source);
  if (known !== undefined) return known;
  if (first === dot)
    return /^\.\d+([eE][-+]?\d+)?$/.test(source) ? (finite(source) ?? source) : source;
  if (!/^[-+\d]/.test(source)) return source;
  return resolveNumber(source.replaceAll('_', '')) ?? source;
}

/** Whether `text` needs quotes to stay that text when it is written as a value. */
export function needsQuotes(text: string): boolean {
  return (
    typeof resolvePlain(text) !== 'string' ||
    /^[\s\-?:,[\]{}#&*!|>'"%@`<=]|:(\s|$)|\s#|[\s]$|[^ -~\u00a0-\ud7ff\ue000-\ufffd]/.test(text) ||
    /^(\.\.\.|\d{4}-\d)/.test(text) ||
    text.includes('{{')
  );
}

const dot = 0x2e;
const firstLetters: ReadonlySet<string> = new Set('+-0123456789yYnNtTfFoO~.');

const words: ReadonlyMap<string, Scalar> = new Map([
  ...spelled(['y', 'Y', 'yes', 'Yes', 'YES', 'true', 'True', 'TRUE', 'on', 'On', 'ON'], true),
  ...spelled(['n', 'N', 'no', 'No', 'NO', 'false', 'False', 'FALSE', 'off', 'Off', 'OFF'], false),
  ...spelled(['~', 'null', 'Null', 'NULL'], null),
  ...spelled(['.nan', '.NaN', '.NAN'], Number.NaN),
  ...spelled(['.inf', '.Inf', '.INF', '+.inf', '+.Inf', '+.INF'], Number.POSITIVE_INFINITY),
  ...spelled(['-.inf', '-.Inf', '-.INF'], Number.NEGATIVE_INFINITY),
]);

function spelled(spellings: readonly string[], value: Scalar): [string, Scalar][] {
  return spellings.map((spelling) => [spelling, value]);
}

function resolveNumber(digits: string): number | undefined {
  const radix = /^([-+]?)0([xXbBoO]?)([\da-fA-F]+)$/.exec(digits);
  if (radix !== null) {
    const [, sign = '', letter = '', rest = ''] = radix;
    const value = inRadix(letter.toLowerCase(), rest);
    if (value !== undefined) return sign === '-' ? -value : value;
  }
  return /^[-+]?(\.\d+|\d+(\.\d*)?)([eE][-+]?\d+)?$/.test(digits) ? finite(digits) : undefined;
}

/** Beyond the range of a float it stays text. */
function finite(digits: string): number | undefined {
  const value = Number(digits);
  return Number.isFinite(value) ? value : undefined;
}

function inRadix(letter: string, digits: string): number | undefined {
  if (letter === 'x') return Number.parseInt(digits, 16);
  if (letter === 'b') return /^[01]+$/.test(digits) ? Number.parseInt(digits, 2) : undefined;
  return /^[0-7]+$/.test(digits) ? Number.parseInt(digits, 8) : undefined;
}
