import type { ApiAnswer } from '../../deploy/cluster/ports.ts';
import { withoutSecrets } from '../../deploy/safety/redact.ts';

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

/** What an error of the HTTP client means; `undefined` for one that is our own bug. */
export function toFailure(error: unknown): ApiAnswer | undefined {
  const { name, code = '', message } = error as NodeJS.ErrnoException;
  if (name === 'AbortError' || code === 'ABORT_ERR' || code === 'UND_ERR_ABORTED')
    return { kind: 'cancelled' };
  if (timeouts.has(code)) return { kind: 'timed-out' };
  if (isCertificateError(code)) return { kind: 'certificate-refused', reason: message };
  if (isOfProxy(error))
    return { kind: 'unreachable', reason: proxyReasonOf(error), wasSent: false };
  if (neverSent.has(code)) return { kind: 'unreachable', reason: reasonOf(error), wasSent: false };
  if (lost.has(code)) return { kind: 'unreachable', reason: reasonOf(error), wasSent: true };
  return undefined;
}

const timeouts: ReadonlySet<string> = new Set(['UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT']);

const neverSent: ReadonlySet<string> = new Set([
  'EAI_AGAIN',
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EPROTO',
  'ERR_SSL_WRONG_VERSION_NUMBER',
  'ETIMEDOUT',
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_PRX_TLS',
]);

const lost: ReadonlySet<string> = new Set([
  'ECONNABORTED',
  'ECONNRESET',
  'EPIPE',
  'UND_ERR_SOCKET',
  'UND_ERR_DESTROYED',
  'UND_ERR_CLOSED',
  // An answer that was cut off in its middle.
  'UND_ERR_RES_CONTENT_LENGTH_MISMATCH',
  'HPE_INVALID_CONSTANT',
]);

function isCertificateError(code: string): boolean {
  return (
    code.startsWith('CERT_') ||
    code.includes('SELF_SIGNED') ||
    code.startsWith('UNABLE_TO_') ||
    code.startsWith('ERR_TLS_CERT')
  );
}

/** A proxy that refuses or hangs up before there is a way through. What SOCKS gives has no code, but says which proxy. */
function isOfProxy(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  const { options } = error as { options?: unknown };
  const isSocks = typeof options === 'object' && options !== null && 'proxy' in options;
  return isSocks || code === 'UND_ERR_PRX_CONN';
}

function proxyReasonOf(error: unknown): string {
  const { cause } = error as { cause?: unknown };
  const why = reasonOf(cause instanceof Error ? cause : error);
  return `the proxy gave no way through (${why})`;
}

/** Several addresses were tried: the first one's reason stands for all. */
function reasonOf(error: unknown): string {
  const { message, code, errors } = error as NodeJS.ErrnoException & { errors?: Error[] };
  return withoutSecrets(message || errors?.[0]?.message || (code ?? 'no reason given'));
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
