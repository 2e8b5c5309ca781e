import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Speaks as much of the OpenAI API as vLLM's server is asked for right after its start. */
export interface FakeModelServer {
  readonly port: number;
  /** Every request, in order: `GET /health`. */
  readonly requests: readonly string[];
  close(): void;
}

export interface ModelReply {
  readonly status: number;
  readonly body: unknown;
}

/** Undefined leaves a request to the ordinary reply; 'silence' never answers it. */
export type Oddity = (request: string, body: unknown) => ModelReply | 'silence' | undefined;

export const servedModel = 'test/served-model';

export async function startFakeModelServer(
  oddity: Oddity = () => undefined,
): Promise<FakeModelServer> {
  const requests: string[] = [];
  const server = createServer((incoming, response) => {
    void readBody(incoming).then((body) => {
      const request = `${incoming.method ?? ''} ${incoming.url ?? ''}`;
      requests.push(request);
      const reply = oddity(request, body) ?? ordinary(request, body);
      if (reply === 'silence') return;
      const isText = typeof reply.body === 'string';
      response
        .writeHead(reply.status, { 'content-type': isText ? 'text/plain' : 'application/json' })
        .end(isText ? reply.body : JSON.stringify(reply.body));
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    requests,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** Errors in the form of vLLM 0.11, vllm/entrypoints/openai/serving_engine.py. */
export function modelError(status: number, message: string): ModelReply {
  return { status, body: { error: { message, type: 'NotFoundError', param: null, code: status } } };
}

function ordinary(request: string, body: unknown): ModelReply {
  switch (request) {
    case 'GET /health':
      return { status: 200, body: '' };
    case 'GET /v1/models':
      return {
        status: 200,
        body: { object: 'list', data: [{ id: servedModel, object: 'model' }] },
      };
    case 'POST /v1/chat/completions':
    case 'POST /v1/completions':
      return (body as { model?: string }).model === servedModel
        ? { status: 200, body: { choices: [{ index: 0 }], usage: { completion_tokens: 32 } } }
        : modelError(
            404,
            `The model \`${String((body as { model?: string }).model)}\` does not exist.`,
          );
    default:
      return { status: 404, body: { detail: 'Not Found' } };
  }
}

async function readBody(request: IncomingMessage): Promise<unknown> {
  let body = '';
  for await (const chunk of request.setEncoding('utf8')) body += chunk as string;
  return body === '' ? undefined : JSON.parse(body);
}
