import { once } from 'node:events';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { installCodeServer } from './code-server.ts';
import { run } from './command.ts';
import { requireLinux } from './install.ts';
import { makeSampleWorkspace } from './sample-workspace.ts';
import { startServer } from './server.ts';

/**
 * `npm start`: the packed extension in a VS Code in the browser, with the presets to play with.
 * It runs until Ctrl-C. The environment variable PORT asks for a port of one's own choice.
 */
async function start(): Promise<void> {
  requireLinux();
  console.log('Packing the extension.');
  await run(process.execPath, [join(root, 'build/package.ts')], { cwd: root });
  const codeServer = await installCodeServer();
  console.log('Starting VS Code.');
  const server = await startServer(codeServer, {
    extensions: [join(root, 'out/inference-charts.vsix')],
    env: ownIdentity(),
    port: Number(process.env['PORT'] ?? 0),
  });
  const workspace = makeSampleWorkspace(server.state);
  console.log(`\n  ${server.pageOf(workspace)}\n`);
  console.log('Open this address in a browser. The files are copies of the presets, removed again');
  console.log('when you stop. Deploying uses your kubeconfig, and asks first. Ctrl-C stops.');

  const interrupted = Promise.race(signals.map((signal) => once(process, signal)));
  const isOver = await Promise.race([interrupted, server.ended.then(() => 'by itself' as const)]);
  await server.stop();
  if (isOver === 'by itself') throw new Error('VS Code ended by itself.');
  console.log('\nStopped.');
}

const root = join(import.meta.dirname, '../..');
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Here a person tries the extension, not a test: their kubeconfig, and the home in which its
 * credential commands look for a login. Nothing else of VS Code's state comes from there.
 */
function ownIdentity(): Record<string, string> {
  const kubeconfig = process.env['KUBECONFIG'];
  return { HOME: homedir(), ...(kubeconfig === undefined ? {} : { KUBECONFIG: kubeconfig }) };
}

try {
  await start();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
