/** Finds and starts a headless Chromium for browser tests; where none is installed they are skipped, and say so. */
import { existsSync } from 'node:fs';
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from 'playwright-core';

const PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome-stable',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

const ARGUMENTS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** The executable's path, or undefined: use with `describe.skipIf(findChromium() === undefined)`. */
export function findChromium(): string | undefined {
  return PLACES.find((path) => existsSync(path));
}

/** Starts the browser; throws when none is installed. The caller closes it. */
export async function launchChromium(): Promise<Browser> {
  const executablePath = findChromium();
  if (executablePath === undefined) throw new Error(`no Chromium at ${PLACES.join(', ')}`);
  return chromium.launch({ executablePath, args: ARGUMENTS });
}

export interface OpenedPage {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Uncaught errors, console errors and refused requests so far; a test expects it to stay empty. */
  readonly complaints: readonly string[];
}

/** A fresh Chinese-language page of the given size, with everything it complains about collected. */
export async function openPage(
  browser: Browser,
  size: { width: number; height: number },
  more: BrowserContextOptions = {},
): Promise<OpenedPage> {
  const context = await browser.newContext({
    ...more,
    viewport: size,
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(`${message.text()} ${message.location().url}`);
  });
  return { page, context, complaints };
}
