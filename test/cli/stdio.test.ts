import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  createProtocolConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver-protocol/node';

test('inference-charts --stdio is the language server', async () => {
  const cli = join(import.meta.dirname, '../../server/src/cli.ts');
  const server = spawn(process.execPath, [cli, '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] });
  const connection = createProtocolConnection(
    new StreamMessageReader(server.stdout),
    new StreamMessageWriter(server.stdin),
  );
  connection.listen();
  const ended = new Promise((resolve) => server.once('exit', resolve));
  const params = { processId: null, rootUri: null, workspaceFolders: null, capabilities: {} };
  expect(await connection.sendRequest('initialize', params)).toMatchObject({
    serverInfo: { name: 'inference-charts' },
  });
  await connection.sendRequest('shutdown');
  await connection.sendNotification('exit');
  expect(await ended).toBe(0);
  connection.dispose();
});
