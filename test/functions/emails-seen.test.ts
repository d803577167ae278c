/** E-mails in a real browser, as a phone and a desk show them, by day and by night. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { askAxe, injectAxe } from '../axe.ts';
import { type OpenBrowser, openBrowser } from '../browser.ts';
import { inFull } from '../how-much.ts';
import { courses } from './courses.ts';

let browser: OpenBrowser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser?.close());

test('every kind of e-mail fits, reads as well in the dark, and is accessible', {
  timeout: 240_000,
}, async () => {
  const bodies = new Map<string, string>();
  for (const play of Object.values(courses))
    for (const { subject, html } of (await play()).scheme.mailer.snapshot())
      bodies.set(subject.replaceAll(/NTS-\S+|\d+|[A-Z][a-z]+day|^[^:]+/g, ''), html);
  expect(bodies.size).toBeGreaterThan(20);
  const page = await browser.context.newPage();
  for (const [at, html] of [...bodies.values()].entries()) {
    await page.setContent(html);
    const looksCloser = inFull || at % 3 === 0;
    if (looksCloser) await injectAxe(page);
    for (const [width, colorScheme] of [
      [320, 'dark'],
      [600, 'light'],
    ] as const) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 800 });
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
      // Axe costs as much as all the rest: at every change it looks at each third on a phone, in the dark.
      if (!looksCloser || (!inFull && colorScheme === 'light')) continue;
      // A mail program puts its own landmarks around a message.
      const { violations } = await askAxe(page);
      expect(violations.filter((one) => !one.startsWith('region:'))).toEqual([]);
    }
  }
});
