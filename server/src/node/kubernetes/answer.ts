import type { ApiAnswer } from '../../deploy/cluster/ports.ts';

type Headers = Readonly<Record<string, string | string[] | undefined>>;

export function toAnswer(status: number, headers: Headers, text: string): ApiAnswer {
  const seconds = Number(headers['retry-after']);
  return {
    kind: 'answered',
    status,
    body: parseBody(headers, text),
    warnings: warningsIn(headers['warning']),
    ...(Number.isInteger(seconds) && seconds > 0 && { retryAfterSeconds: seconds }),
  };
}

/** The JSON value, or the text when it is not JSON. */
export function parseBody(headers: Headers, text: string): unknown {
  const isJson = String(headers['content-type'] ?? '').includes('json');
  return isJson ? parse(text) : text;
}

/** `299 - "text"`, one header each or several in one, quotes and backslashes escaped (RFC 7234, 5.5). */
export function warningsIn(header: string | string[] | undefined): readonly string[] {
  const values = header === undefined ? [] : [header].flat();
  return values.flatMap((value) =>
    [...value.matchAll(/\b299 \S+ "((?:[^"\\]|\\.)*)"/g)].map(([, text = '']) =>
      text.replace(/\\(.)/g, '$1'),
    ),
  );
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
