import { withoutSecrets } from '../../deploy/safety/redact.ts';

/** Why there is no answer, whoever was asked. */
export type HttpFailure =
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'timed-out' }
  | { readonly kind: 'certificate-refused'; readonly reason: string }
  | { readonly kind: 'unreachable'; readonly reason: string; readonly wasSent: boolean };

/** What an error of the HTTP client means; `undefined` for one that is our own bug. */
export function toFailure(error: unknown): HttpFailure | undefined {
  const { name, message } = error as NodeJS.ErrnoException;
  const code = codeOf(error);
  if (isOfProxy(error))
    return { kind: 'unreachable', reason: proxyReasonOf(error), wasSent: false };
  if (name === 'AbortError' || code === 'ABORT_ERR' || code === 'UND_ERR_ABORTED')
    return { kind: 'cancelled' };
  if (timeouts.has(code)) return { kind: 'timed-out' };
  if (isCertificateError(code)) return { kind: 'certificate-refused', reason: message };
  if (neverSent.has(code)) return { kind: 'unreachable', reason: reasonOf(error), wasSent: false };
  if (lost.has(code) || code.startsWith('HPE_'))
    return { kind: 'unreachable', reason: reasonOf(error), wasSent: true };
  return undefined;
}

/** The code of an aborted request is a number: that of its DOMException. */
function codeOf(error: unknown): string {
  const { code } = error as { code?: unknown };
  return typeof code === 'string' ? code : '';
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
]);

function isCertificateError(code: string): boolean {
  return (
    code.startsWith('CERT_') ||
    code.includes('SELF_SIGNED') ||
    code.startsWith('UNABLE_TO_') ||
    code.startsWith('ERR_TLS_CERT')
  );
}

/**
 * A proxy that refuses or hangs up before there is a way through. What SOCKS gives has no code, but
 * says which proxy; a refusal is known by its text alone (undici 8.12.4, lib/dispatcher/proxy-agent.js).
 */
function isOfProxy(error: unknown): boolean {
  const { message } = error as NodeJS.ErrnoException;
  const code = codeOf(error);
  const { options } = error as { options?: unknown };
  const isSocks = typeof options === 'object' && options !== null && 'proxy' in options;
  return (
    isSocks ||
    code === 'UND_ERR_PRX_CONN' ||
    code.startsWith('UND_ERR_SOCKS5') ||
    /^Proxy (?:response \(\d+\)|Authentication Required)/.test(message)
  );
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
