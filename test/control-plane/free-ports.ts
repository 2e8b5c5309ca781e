import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';

/** Four ports of loopback that were free a moment ago, as text for command lines. */
export async function freePorts(count: 4): Promise<[string, string, string, string]> {
  const servers = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer().listen(0, '127.0.0.1');
      await once(server, 'listening');
      return server;
    }),
  );
  const ports = servers.map((server) => String((server.address() as AddressInfo).port));
  await Promise.all(
    servers.map(
      (server) =>
        new Promise<void>((closed) => {
          server.close(() => {
            closed();
          });
        }),
    ),
  );
  return ports as [string, string, string, string];
}
