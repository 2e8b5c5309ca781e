import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** Passes connections to the API server through, and resets one when told to. */
export interface CuttingProxy {
  readonly url: string;
  /** The next bytes of the client's do not arrive: the server never hears of the request. */
  cutNextRequest(): void;
  /** The answer to the client's next request does not arrive: the server has done it, and nobody is told. */
  cutNextAnswer(): void;
  close(): void;
}

export async function startCuttingProxy(server: string): Promise<CuttingProxy> {
  const { hostname, port } = new URL(server);
  let armed: 'none' | 'request' | 'answer' = 'none';
  /** Where the request went whose answer is to be cut. */
  let asked: Socket | undefined;
  const open = new Set<Socket>();
  const proxy = createServer((client) => {
    const upstream = connect(Number(port), hostname);
    const both = [client, upstream];
    const reset = (): void => {
      armed = 'none';
      asked = undefined;
      for (const socket of both) socket.resetAndDestroy();
    };
    client.on('data', (bytes) => {
      if (armed === 'request') {
        reset();
        return;
      }
      if (armed === 'answer' && holdsMessage(bytes)) asked ??= client;
      upstream.write(bytes);
    });
    upstream.on('data', (bytes) => {
      if (asked === client && holdsMessage(bytes)) reset();
      else client.write(bytes);
    });
    for (const socket of both) {
      open.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        open.delete(socket);
        for (const other of both) other.destroy();
      });
    }
  }).listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  return {
    url: `https://127.0.0.1:${String((proxy.address() as AddressInfo).port)}`,
    cutNextRequest: () => {
      armed = 'request';
    },
    cutNextAnswer: () => {
      armed = 'answer';
    },
    close: () => {
      proxy.close();
      for (const socket of open) socket.destroy();
    },
  };
}

const applicationData = 0x17;
const headerBytes = 5;
/** More than the records of application data with which a handshake ends, less than an HTTP message of ours. */
const messageBytes = 400;

/**
 * Whether an HTTP message is among these TLS records. A connection that is opened anew shakes hands
 * first, and to cut that would keep the request from ever being sent.
 */
function holdsMessage(bytes: Buffer): boolean {
  for (let at = 0; at + headerBytes <= bytes.length;) {
    const length = bytes.readUInt16BE(at + 3);
    if (bytes[at] === applicationData && length > messageBytes) return true;
    at += headerBytes + length;
  }
  return false;
}
