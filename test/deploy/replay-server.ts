import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ApiAnswer } from '../../server/src/deploy/cluster/ports.ts';
import { answersOf, keyOf, type Exchange } from './recording.ts';

/** Answers over real HTTP what the real API server answered when the exchanges were recorded. */
export interface ReplayServer {
  readonly url: string;
  /** Requests that are in no recording: the product asks something new, or asks differently. */
  readonly strangers: readonly string[];
  /** Connections that were opened. */
  connections(): number;
  close(): void;
}

export async function startReplayServer(exchanges: readonly Exchange[]): Promise<ReplayServer> {
  const answers = new Map(exchanges.map((one) => [keyOf(one.request), [...answersOf(one)]]));
  const strangers: string[] = [];
  let connections = 0;
  const server = createServer((incoming, response) => {
    let body = '';
    incoming.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
    incoming.on('end', () => {
      const { pathname, searchParams } = new URL(incoming.url ?? '/', 'http://replay');
      const query = Object.fromEntries(searchParams);
      const key = keyOf({ method: incoming.method as 'GET', path: pathname, query, body });
      const left = answers.get(key);
      const answer = left?.shift();
      if (answer === undefined) strangers.push(key);
      send(answer, (status, headers, text) => response.writeHead(status, headers).end(text));
    });
  });
  server.on('connection', () => connections++);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    strangers,
    connections: () => connections,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

type Send = (status: number, headers: Record<string, string | string[]>, text: string) => void;

function send(answer: ApiAnswer | undefined, reply: Send): void {
  if (answer?.kind !== 'answered') {
    reply(501, { 'content-type': 'text/plain' }, 'not recorded');
    return;
  }
  const { status, body, warnings } = answer;
  const isText = typeof body === 'string';
  const headers = {
    'content-type': isText ? 'text/plain' : 'application/json',
    ...(warnings.length > 0 && {
      warning: warnings.map((text) => `299 - ${JSON.stringify(text)}`),
    }),
  };
  reply(status, headers, isText ? body : JSON.stringify(body));
}
