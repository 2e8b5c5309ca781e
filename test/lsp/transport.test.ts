import { fork } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  createProtocolConnection,
  IPCMessageReader,
  IPCMessageWriter,
} from 'vscode-languageserver-protocol/node';

test('VS Code talks to the server over IPC', async () => {
  const server = fork(join(import.meta.dirname, '../../server/src/main.ts'), ['--node-ipc']);
  const connection = createProtocolConnection(
    new IPCMessageReader(server),
    new IPCMessageWriter(server),
  );
  connection.listen();
  const ended = new Promise((resolve) => server.once('exit', resolve));
  const answer = await connection.sendRequest('initialize', {
    processId: process.pid,
    rootUri: null,
    workspaceFolders: null,
    capabilities: {},
  });
  expect(answer).toMatchObject({
    serverInfo: { name: 'inference-charts' },
    capabilities: { positionEncoding: 'utf-16', hoverProvider: true },
  });
  await connection.sendRequest('shutdown');
  await connection.sendNotification('exit');
  expect(await ended).toBe(0);
  connection.dispose();
});
