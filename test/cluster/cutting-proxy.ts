import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** Passes connections to the API server through, and resets one when told to. */
export interface CuttingProxy {
  readonly url: string;
  /** The next bytes of the client's do not arrive: the server never hears of the request. */
  cutNextRequest(): void;
  /** The next bytes of the server's do not arrive: it has done what it was asked, and nobody is told. */
  cutNextAnswer(): void;
  close(): void;
}

export async function startCuttingProxy(server: string): Promise<CuttingProxy> {
  const { hostname, port } = new URL(server);
  let armed: 'none' | 'request' | 'answer' = 'none';
  const open = new Set<Socket>();
  const proxy = createServer((client) => {
    const upstream = connect(Number(port), hostname);
    const both = [client, upstream];
    const reset = (): void => {
      armed = 'none';
      for (const socket of both) socket.resetAndDestroy();
    };
    client.on('data', (bytes) => {
      if (armed === 'request') reset();
      else upstream.write(bytes);
    });
    upstream.on('data', (bytes) => {
      if (armed === 'answer') reset();
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
