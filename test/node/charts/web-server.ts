import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

const tls = join(import.meta.dirname, '../../fixtures/tls');
/** Of the secure server, which signed it itself. */
export const certificateFile = join(tls, 'localhost.cert.pem');

export type Answer =
  | Buffer
  | string
  | { readonly status: number; readonly headers?: Readonly<Record<string, string>> }
  | ((request: IncomingMessage, response: ServerResponse) => void);

/** A real server on loopback. What it has no answer for is 404. */
export interface WebServer {
  readonly url: string;
  /** By path; the address that a proxy is asked for counts as its path. */
  readonly answers: Map<string, Answer>;
  /** What was asked for, in order. */
  readonly asked: readonly string[];
  readonly server: Server;
  close(): void;
}

export async function startWebServer({ isSecure = false } = {}): Promise<WebServer> {
  const answers = new Map<string, Answer>();
  const asked: string[] = [];
  const answer = (request: IncomingMessage, response: ServerResponse) => {
    const { pathname } = new URL(request.url ?? '/', 'http://loopback');
    asked.push(request.url ?? '');
    reply(answers.get(pathname) ?? { status: 404 }, request, response);
  };
  const server = isSecure
    ? createSecureServer(
        {
          key: readFileSync(join(tls, 'localhost.key.pem')),
          cert: readFileSync(certificateFile),
        },
        answer,
      )
    : createServer(answer);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `${isSecure ? 'https' : 'http'}://127.0.0.1:${String(port)}`,
    answers,
    asked,
    server,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

function reply(answer: Answer, request: IncomingMessage, response: ServerResponse): void {
  if (typeof answer === 'function') answer(request, response);
  else if (typeof answer === 'string' || Buffer.isBuffer(answer)) response.end(answer);
  else response.writeHead(answer.status, answer.headers).end();
}
