import { installChromium } from './chromium.ts';
import { installCodeServer, type CodeServer } from './code-server.ts';

/** Everything needed to run VS Code without a desktop. */
export interface Workbench extends CodeServer {
  readonly chromium: string;
}

/**
 * Installs what is missing and answers where everything is; within a second when nothing is.
 * Also a command of its own: `node test/workbench/install.ts`.
 */
export async function installWorkbench(): Promise<Workbench> {
  requireLinux();
  const codeServer = await installCodeServer();
  return { ...codeServer, chromium: await installChromium() };
}

/** Throws where the workbench cannot run, with what to do there instead. */
export function requireLinux(): void {
  if (process.platform === 'linux') return;
  throw new Error(
    `VS Code in the browser is set up here for Linux only, and this is ${process.platform}. ` +
      'To try the extension, open this folder in VS Code and press F5. ' +
      'To run the suites that need VS Code: npm run test:desktop',
  );
}

if (import.meta.main) {
  try {
    console.log(await installWorkbench());
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
