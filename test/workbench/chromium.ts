import { existsSync } from 'node:fs';
import { findOnPath, run } from './command.ts';

/**
 * Where Chromium is. The environment variable CHROMIUM names one; else the first one on PATH is
 * taken; else Debian's is installed, which only root may do.
 */
export async function installChromium(say: (line: string) => void = console.log): Promise<string> {
  const named = process.env['CHROMIUM'];
  if (named !== undefined && named !== '') {
    if (existsSync(named)) return named;
    throw new Error(`CHROMIUM names ${named}, and there is no such file.`);
  }
  return findOnPath(browserNames) ?? (await installFromApt(say));
}

const browserNames = [
  'chromium',
  'chromium-browser',
  'google-chrome-stable',
  'google-chrome',
  'chrome',
];

async function installFromApt(say: (line: string) => void): Promise<string> {
  const apt = findOnPath(['apt-get']);
  if (apt === undefined || process.getuid?.() !== 0) throw new Error(adviceToInstall);
  say('Installing Chromium with apt-get: about half a minute, once.');
  const started = Date.now();
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  await run(apt, ['update'], { env });
  await run(apt, ['install', '-y', '--no-install-recommends', 'chromium'], { env });
  const installed = findOnPath(browserNames);
  if (installed === undefined) throw new Error(adviceToInstall);
  say(`Chromium is installed (${Math.round((Date.now() - started) / 1000)} s).`);
  return installed;
}

const adviceToInstall =
  'The tests drive VS Code in Chromium, and none was found on PATH. Install it ' +
  '(Debian: "sudo apt-get install chromium"), or name a Chromium or Chrome in the ' +
  'environment variable CHROMIUM.';
