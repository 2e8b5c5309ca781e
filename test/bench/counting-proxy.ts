import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** Passes bytes on to a server and counts the connections that were opened for it. */
export interface CountingProxy {
  readonly url: string;
  connections(): number;
  close(): void;
}

export async function startCountingProxy(server: string): Promise<CountingProxy> {
  const { hostname, port } = new URL(server);
  const open = new Set<Socket>();
  let connections = 0;
  const proxy = createServer((client) => {
    connections++;
    const upstream = connect(Number(port), hostname);
    client.pipe(upstream).pipe(client);
    for (const socket of [client, upstream]) {
      open.add(socket);
      // Whoever hangs up takes the other side along.
      socket.on('error', () => undefined);
      socket.on('close', () => {
        open.delete(socket);
        for (const other of [client, upstream]) other.destroy();
      });
    }
  }).listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  return {
    url: `https://127.0.0.1:${String((proxy.address() as AddressInfo).port)}`,
    connections: () => connections,
    close: () => {
      proxy.close();
      for (const socket of open) socket.destroy();
    },
  };
}
