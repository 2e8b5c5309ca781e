import { EventEmitter, once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { PassThrough, Writable } from 'node:stream';
import { PortForward } from '@kubernetes/client-node';
import { Agent, request as send } from 'undici';
import type { ChoosePod, Forward, HttpAnswer, HttpRequest } from '../../deploy/cluster/forward.ts';
import { toFailure } from '../http/failure.ts';
import { parseBody } from './answer.ts';
import type { CredentialSource } from './credentials.ts';

/** Why the last connection did not come through. */
type Refusal = Exclude<HttpAnswer, { kind: 'answered' | 'timed-out' | 'cancelled' }>;

/** A web socket to the API server for each connection that is accepted, as kubectl has it. */
export async function openForward(
  credentials: () => CredentialSource,
  choose: ChoosePod,
): Promise<Forward> {
  let refusal: Refusal | undefined;
  const lastRefusal = (): Refusal | undefined => refusal;
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    // A peer that leaves early is no fault; what matters of it is seen as the end of the connection.
    socket.on('error', () => undefined);
    void connect(socket, credentials(), choose)
      .catch((error: unknown): Refusal => toRefusal(error))
      .then((refused) => {
        if (refused === undefined) return;
        refusal = refused;
        socket.destroy();
      });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  const agent = new Agent({ bodyTimeout: 0, headersTimeout: 0 });
  return {
    url,
    request: async (request, signal) => {
      refusal = undefined;
      const answer = await exchange(url, request, { agent, ...(signal && { signal }) });
      return answer.kind === 'not-connected' ? (lastRefusal() ?? answer) : answer;
    },
    close: async () => {
      await agent.destroy();
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}

/** Undefined when the connection stands. */
async function connect(
  socket: Socket,
  source: CredentialSource,
  choose: ChoosePod,
): Promise<Refusal | undefined> {
  const place = await choose();
  if (place === undefined)
    return { kind: 'not-connected', reason: 'no pod is ready to take the connection' };
  const admitted = await source.current();
  if (!admitted.ok) return { kind: 'no-credentials', failure: admitted.failure };
  // The library closes the web socket when its input ends, which a destroyed socket does not do.
  const input = new PassThrough();
  socket.pipe(input);
  socket.once('close', () => input.end());
  let complaint = '';
  const errors = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      complaint += chunk.toString();
      done();
    },
  });
  const { namespace, pod, port } = place;
  const forward = new PortForward(source.config);
  const web: unknown = await forward.portForward(namespace, pod, [port], socket, errors, input);
  if (!(web instanceof EventEmitter)) return undefined;
  // Nothing else would tell the local peer that the other end is gone.
  await once(web, 'close');
  socket.destroySoon();
  return complaint === '' ? undefined : { kind: 'not-connected', reason: complaint.trim() };
}

/** The library tells of a refused web socket in the text of an error only. */
function toRefusal(error: unknown): Refusal {
  const message = error instanceof Error ? error.message : messageOf(error);
  return / 40[13]$/.test(message)
    ? { kind: 'forward-denied' }
    : { kind: 'not-connected', reason: message };
}

function messageOf(event: unknown): string {
  const isEvent = typeof event === 'object' && event !== null && 'message' in event;
  return isEvent ? String(event.message) : String(event);
}

interface Way {
  readonly agent: Agent;
  readonly signal?: AbortSignal;
}

async function exchange(
  url: string,
  { method, path, body, timeoutMs }: HttpRequest,
  { agent, signal }: Way,
): Promise<HttpAnswer> {
  const limit = AbortSignal.timeout(timeoutMs);
  try {
    const answer = await send(`${url}${path}`, {
      dispatcher: agent,
      method,
      headers: {
        accept: 'application/json',
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body }),
      signal: signal === undefined ? limit : AbortSignal.any([signal, limit]),
    });
    return {
      kind: 'answered',
      status: answer.statusCode,
      body: parseBody(answer.headers, await answer.body.text()),
    };
  } catch (error) {
    if (signal?.aborted === true) return { kind: 'cancelled' };
    if (limit.aborted) return { kind: 'timed-out' };
    const failure = toFailure(error);
    if (failure === undefined) throw error;
    const reason = failure.kind === 'unreachable' ? failure.reason : 'the connection was closed';
    return { kind: 'not-connected', reason };
  }
}
