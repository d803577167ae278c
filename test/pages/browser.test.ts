/** The pages in a real browser: accessible, at home on a phone and on a desk, and usable with the keyboard alone. */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type OpenBrowser, openBrowser } from '../browser.ts';
import { type Scene, scenes } from './scenes.ts';
import { type Served, serve } from './serve.ts';
import { urlencoded, type World } from './world.ts';

const screenshots = path.resolve(import.meta.dirname, '../../.cache/screenshots');
const { world, all } = await scenes();
let browser: OpenBrowser;
let served: Served;
let page: Page;
const complaints: string[] = [];

beforeAll(async () => {
  mkdirSync(screenshots, { recursive: true });
  served = await serve(world);
  browser = await openBrowser();
  page = await browser.context.newPage();
  page.on('console', (message) => {
    // That a form with mistakes is answered 422 and a lost page 404 is as it should be.
    if (!/status of (403|404|409|410|422)/.test(message.text())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
});

afterAll(async () => {
  await browser?.close();
  await served?.close();
});

/** Opens a scene; one that begins with a posted form is posted as the page's own form would be. */
async function open({ path: link, query, form, cookie }: Scene): Promise<void> {
  await browser.context.clearCookies();
  // Over plain HTTP the session's cookie has its plain name.
  const [, value] = cookie?.split('=') ?? [];
  if (value !== undefined)
    await browser.context.addCookies([{ name: 'nts-session', value, url: served.url }]);
  const url = `${served.url}${link}${query === undefined ? '' : `?${new URLSearchParams(query)}`}`;
  if (form === undefined) {
    await page.goto(url);
    return;
  }
  const posting = `${served.url}${link}`;
  await page.route(
    posting,
    (route) =>
      route.continue({
        method: 'POST',
        postData: urlencoded(form),
        headers: { ...route.request().headers(), 'content-type': 'application/x-www-form-urlencoded' },
      }),
    { times: 1 },
  );
  await page.goto(posting);
}

describe.each(all.map((scene) => [scene.name, scene] as const))('%s', (name, scene) => {
  test('is accessible, and fits a phone and a desk', async () => {
    complaints.length = 0;
    await open(scene);
    for (const width of [320, 1280]) {
      await page.setViewportSize({ width, height: 900 });
      // All 212 rows are looked at once: on every page and width they would take half of the time of all tests.
      if (name === 'case-offered' && width === 320)
        await page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })");
      const wide = await page.evaluate('document.documentElement.scrollWidth');
      expect(wide).toBe(width);
      const { violations } = await new AxeBuilder({ page }).analyze();
      const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
      expect(found).toEqual([]);
      await page.screenshot({ path: path.join(screenshots, `${name}-${width}.png`), fullPage: true });
    }
    expect(await page.locator('h1').count()).toBe(1);
    expect(await page.title()).toContain('Transfer an unaccompanied child');
    expect(complaints).toEqual([]);
  });
});

/** Presses Tab until what has the focus is what is looked for; fails when it never comes. */
async function tabTo(what: string): Promise<void> {
  for (let presses = 0; presses < 60; presses += 1) {
    await page.keyboard.press('Tab');
    if (await page.evaluate(`document.activeElement?.matches(${JSON.stringify(what)}) ?? false`)) return;
  }
  throw new Error(`Nobody reaches ${what} with the keyboard.`);
}

const referred = async (of: World) => of.offerLink(await of.referred());

describe('with the keyboard alone', () => {
  test('a duty manager declines: mistake, reason, check, receipt', async () => {
    await page.setViewportSize({ width: 1280, height: 900 });
    await page.goto(`${served.url}${await referred(world)}`);
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement?.className')).toContain('govuk-skip-link');

    await tabTo('button');
    await page.keyboard.press('Enter');
    await page.waitForSelector('.govuk-error-summary');
    await tabTo('.govuk-error-summary a');
    await page.keyboard.press('Enter');
    expect(await page.evaluate('document.activeElement?.name ?? location.hash')).toMatch(/answer/);

    await tabTo('input[name=answer]');
    await page.keyboard.press('ArrowDown');
    await tabTo('button');
    await page.keyboard.press('Enter');
    await page.waitForSelector('textarea');
    await tabTo('input[name=reason]');
    await page.keyboard.press('Space');
    await tabTo('textarea');
    await page.keyboard.type('We are full.');
    await tabTo('button');
    await page.keyboard.press('Enter');

    await page.waitForSelector('input[name=confirm]');
    await tabTo('input[name=name]');
    await page.keyboard.type('Sam Okafor');
    await tabTo('input[name=confirm]');
    await page.keyboard.press('Space');
    await tabTo('button');
    await page.keyboard.press('Enter');
    await page.waitForSelector('.govuk-panel');
    expect(await page.locator('h1').innerText()).toBe('You declined the offer');
    expect(await page.locator('main').innerText()).toContain('We are at or over our threshold');
  });

  test('reloading a receipt and going back post nothing again', async () => {
    const link = await referred(world);
    await page.goto(`${served.url}${link}`);
    await page.check('input[value=accept]');
    await page.click('button');
    await page.check('input[name=confirm]');
    await page.click('button:not([name])');
    await page.waitForSelector('.govuk-panel');
    const recorded = JSON.stringify(world.cases.snapshot());
    await page.reload();
    expect(await page.locator('h1').innerText()).toBe('Offer accepted');
    await page.goto(`${served.url}${link}`);
    expect(await page.locator('h1').innerText()).toBe('Offer accepted');
    expect(JSON.stringify(world.cases.snapshot())).toBe(recorded);
  });
});

test('no page carries a script', async () => {
  for (const scene of all) {
    if (scene.form !== undefined) continue;
    await open(scene);
    expect(await page.locator('script').count()).toBe(0);
  }
});
