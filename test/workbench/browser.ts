import { chromium, type Browser } from 'playwright-core';

/** Starts a headless Chromium, which ends with this process. */
export async function launchBrowser(executablePath: string): Promise<Browser> {
  return chromium.launch({
    executablePath,
    headless: true,
    args: [
      // It loads nothing but our own server, and root in a container has no sandbox to offer.
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
    ],
  });
}
