import { unescape } from 'node:querystring';
import { Agent, ProxyAgent, request, type Dispatcher } from 'undici';
import { failed, ok, type Result } from '../../base/result.ts';
import { shownAddress } from '../../chart/repository-address.ts';
import { toFailure, type HttpFailure } from './failure.ts';
import { proxyFor } from './proxy.ts';
import { followRedirect } from './redirect.ts';

/** Reads from the web. Lives as long as one matter that a person asked for. */
export interface Web {
  /** Follows redirects; whatever status comes last is an answer. */
  get(address: URL, wanted: WantedBody): Promise<Result<WebAnswer, WebFailure>>;
  close(): Promise<void>;
}

export interface WebOptions {
  /** For the proxies that it names. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly limits: WebLimits;
  readonly userAgent: string;
  readonly signal: AbortSignal;
  /** Called before each request, with an address that may be shown. */
  readonly contacting: (address: string) => void;
}

export interface WebLimits {
  /** For a connection, and between two pieces of an answer. */
  readonly idleMs: number;
  /** For everything that is read until it is closed. */
  readonly overallMs: number;
}

export interface WantedBody {
  readonly maxBytes: number;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface WebAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** Empty when the status tells of an error. */
  readonly body: Buffer;
}

export type WebFailure =
  | (HttpFailure & { readonly address: string })
  | { readonly kind: 'redirect-refused'; readonly address: string; readonly reason: string }
  | { readonly kind: 'too-large'; readonly address: string; readonly maxBytes: number };

const maxRedirects = 10;

export function openWeb({ environment, limits, userAgent, ...asked }: WebOptions): Web {
  const dispatchers = new Map<string, Dispatcher>();
  const deadline = AbortSignal.timeout(limits.overallMs);
  const signal = AbortSignal.any([asked.signal, deadline]);

  async function get(
    address: URL,
    { maxBytes, headers }: WantedBody,
  ): Promise<Result<WebAnswer, WebFailure>> {
    let at = address;
    let sent: Readonly<Record<string, string>> = {
      'user-agent': userAgent,
      ...signIn(address),
      ...headers,
    };
    for (let hops = 0; hops <= maxRedirects; hops += 1) {
      const shown = shownAddress(at);
      asked.contacting(shown);
      const answer = await once(at, { maxBytes, headers: sent });
      if (!answer.ok) return failed({ ...answer.failure, address: shown });
      const next = followRedirect(at, answer.value);
      if (next === undefined) return answer;
      if (!next.ok)
        return failed({ kind: 'redirect-refused', address: shown, reason: next.failure });
      // Credentials are for the server that they were given for.
      if (next.value.origin !== at.origin) sent = withoutSignIn(sent);
      at = next.value;
    }
    const reason = `it does so more than ${maxRedirects} times`;
    return failed({ kind: 'redirect-refused', address: shownAddress(address), reason });
  }

  async function once(
    address: URL,
    { maxBytes, headers }: WantedBody,
  ): Promise<Result<WebAnswer, HttpFailure | { kind: 'too-large'; maxBytes: number }>> {
    try {
      const answer = await request(withoutCredentials(address), {
        dispatcher: dispatcherFor(address),
        headersTimeout: limits.idleMs,
        bodyTimeout: limits.idleMs,
        signal,
        ...(headers && { headers }),
      });
      const { statusCode: status, body } = answer;
      const read = status < 300 ? await readAll(body, maxBytes) : await skip(body);
      return read === undefined
        ? failed({ kind: 'too-large', maxBytes })
        : ok({ status, headers: answer.headers, body: read });
    } catch (error) {
      return failed(failureOf(error));
    }
  }

  function failureOf(error: unknown): HttpFailure {
    if (asked.signal.aborted) return { kind: 'cancelled' };
    if (deadline.aborted) return { kind: 'timed-out' };
    const known = toFailure(error);
    if (known !== undefined) return known;
    const { code, message } = error as NodeJS.ErrnoException;
    // Whatever else the network or its encryption come up with has a code; what has none is our own bug.
    if (code === undefined) throw error;
    return { kind: 'unreachable', reason: message, wasSent: true };
  }

  function dispatcherFor(address: URL): Dispatcher {
    const proxy = proxyFor(address.href, environment);
    const key = proxy ?? '';
    const known = dispatchers.get(key) ?? openDispatcher(proxy, limits);
    dispatchers.set(key, known);
    return known;
  }

  return {
    get,
    async close() {
      await Promise.all([...dispatchers.values()].map((dispatcher) => dispatcher.destroy()));
    },
  };
}

function openDispatcher(proxy: string | undefined, { idleMs }: WebLimits): Dispatcher {
  if (proxy === undefined) return new Agent({ connect: { timeout: idleMs } });
  // This client knows one word for SOCKS 5, and lets the proxy look up names in any case.
  const uri = proxy.replace(/^socks5h:/i, 'socks5:');
  return new ProxyAgent({ uri, connectTimeout: idleMs });
}

/** Undefined when it is more. */
async function readAll(
  body: Dispatcher.ResponseData['body'],
  maxBytes: number,
): Promise<Buffer | undefined> {
  const pieces: Buffer[] = [];
  let length = 0;
  for await (const piece of body as AsyncIterable<Buffer>) {
    length += piece.length;
    // Leaving the loop ends the connection with it.
    if (length > maxBytes) return undefined;
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}

async function skip(body: Dispatcher.ResponseData['body']): Promise<Buffer> {
  await body.dump();
  return Buffer.alloc(0);
}

function withoutCredentials(address: URL): URL {
  const plain = new URL(address);
  plain.username = '';
  plain.password = '';
  return plain;
}

/** A name and password that were written into the address. */
function signIn({ username, password }: URL): Readonly<Record<string, string>> {
  if (username === '' && password === '') return {};
  const pair = `${unescape(username)}:${unescape(password)}`;
  return { authorization: `Basic ${Buffer.from(pair).toString('base64')}` };
}

function withoutSignIn(
  headers: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => name !== 'authorization'));
}
