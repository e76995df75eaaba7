import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';

const CHROMIUM = '/usr/bin/chromium';

/** Why a browser test cannot run here, or null when it can. */
export const browserMissing: string | null = existsSync(CHROMIUM)
  ? null
  : `no browser at ${CHROMIUM}; install it with: apt-get install chromium`;

/** Debian's own Chromium, since playwright-core brings none. */
export function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: CHROMIUM,
    args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'],
  });
}
