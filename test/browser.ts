/** A real browser for tests: the one on this machine, in a profile of its own that goes when the test ends. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type BrowserContext, chromium, type Page } from 'playwright-core';
import { installedBrowser } from './install-browser.ts';

export interface OpenBrowser {
  readonly context: BrowserContext;
  /** A page of the same browser in which no script runs; it goes when the browser is closed. */
  readonly withoutScripts: () => Promise<Page>;
  readonly close: () => Promise<void>;
}

/** @throws Error that says what to install when there is no browser */
export async function openBrowser(): Promise<OpenBrowser> {
  const executablePath = installedBrowser();
  if (executablePath === undefined)
    throw new Error(
      'This test needs Chromium or Chrome. "npm test" installs it on Debian; elsewhere install it, or set CHROMIUM_PATH to one.',
    );
  const profile = mkdtempSync(path.join(tmpdir(), 'nts-browser-'));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath,
    headless: true,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
  // What hangs ends; what is slow does not.
  context.setDefaultTimeout(120_000);
  return {
    context,
    withoutScripts: async () => {
      const bare = await context.browser()?.newContext({ javaScriptEnabled: false });
      if (bare === undefined) throw new Error('The browser has been closed.');
      bare.setDefaultTimeout(120_000);
      return bare.newPage();
    },
    close: async () => {
      // The profile's context alone would leave the others, and the browser, behind.
      await context.browser()?.close();
      await context.close();
      rmSync(profile, { recursive: true, force: true });
    },
  };
}
