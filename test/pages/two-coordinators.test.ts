/** Two coordinators at one case at the same time, each in a browser on a phone without scripts: one decides, the other is told who was first. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type OpenBrowser, openBrowser } from '../browser.ts';
import { type Served, serve } from './serve.ts';
import { Site } from './site.ts';

let site: Site;
let served: Served;
let browser: OpenBrowser;
beforeAll(async () => {
  site = await Site.seeded();
  served = await serve(site);
  browser = await openBrowser();
});
afterAll(async () => {
  await browser?.close();
  await served?.close();
});

/** A coordinator who is signed in, at their list. */
async function atTheirList(name: string): Promise<Page> {
  const page = await browser.withoutScripts();
  page.setDefaultTimeout(60_000);
  await page.setViewportSize({ width: 320, height: 700 });
  const [cookie = '', value = ''] = (await site.coordinatorSignedIn(name)).replace('__Host-', '').split('=');
  await page.context().addCookies([{ name: cookie, value, url: served.url }]);
  await page.goto(`${served.url}/home`);
  return page;
}

/** Follows the line of a case in the list, and chooses to clear it. */
async function begins(page: Page, reference: string): Promise<void> {
  await page.locator('li', { hasText: reference }).getByRole('link').first().click();
  await page.getByRole('radio', { name: /go ahead|clear|release/i }).check();
}

const goOn = (page: Page): Promise<void> =>
  page.getByRole('button', { name: /^(Continue|Record the decision)$/ }).click();

async function upToTheLastButton(page: Page): Promise<void> {
  await goOn(page);
  await page.getByLabel('Note').fill('Looked at with the social worker.');
  await goOn(page);
  await page.getByRole('checkbox', { name: 'This is my decision, and I may take it' }).check();
}

test.for([
  ['as soon as they go on', async () => undefined],
  ['at the last button', upToTheLastButton],
] as const)('of two coordinators at once the second is told who was first, %s', async ([, before]) => {
  const held = await site.referred({ familyInUk: 'may-care' });
  const [first, second] = [await atTheirList('Robin Hale'), await atTheirList('Sam Okoro')];
  await begins(first, held.id);
  await begins(second, held.id);
  await before(second);
  await upToTheLastButton(first);
  await goOn(first);
  await first.getByText('Recorded at').first().waitFor();
  await goOn(second);
  await second.getByRole('heading', { name: 'That could not be done' }).waitFor();
  const said = await second.locator('main').innerText();
  expect(said).toMatch(/Somebody else was first\. Robin Hale, coordinator: “.+”, at /);
  expect(said).toContain('Nothing was changed.');
  expect(await second.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(320);
  await second.getByText('See how things stand now').click();
  await second.getByText(`Reference ${held.id}`).first().waitFor();
  const released = (await site.cases.trail(held.id)).filter(({ type }) => type === 'referral-released.v1');
  expect(released).toHaveLength(1);
});
