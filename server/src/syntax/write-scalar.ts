import type { ScalarNode } from './node.ts';
import { needsQuotes } from './resolve-plain.ts';

/** A value as YAML on one line; in `style` when that was there before and can hold it. */
export function writeValue(
  value: string | number | boolean,
  style: ScalarNode['style'] = 'plain',
): string {
  return typeof value === 'string' ? writeText(value, style) : String(value);
}

/** A key as YAML; quotes only where they are needed or stood before. */
export function writeKey(key: string, style: ScalarNode['style'] = 'plain'): string {
  return writeText(key, style);
}

/** In double quotes, with JSON's escapes, which are YAML's too. */
export function quote(text: string): string {
  return JSON.stringify(text).replaceAll(
    /[^ -~\u00a0-\u2027\u202a-\ud7ff\ud800-\udfff\ue000-\ufefe\uff00-\ufffd]/g,
    (odd) => `\\u${odd.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** Words stay bare; what only looks like one (a version, a quantity, `yes`) is quoted to be sure. */
function writeText(text: string, style: ScalarNode['style']): string {
  if (style === 'single' && /^[ -&(-~]*$/.test(text)) return `'${text}'`;
  const isWord = /^[A-Za-z][\w./-]*$/.test(text) && !needsQuotes(text);
  return isWord && style === 'plain' ? text : quote(text);
}
