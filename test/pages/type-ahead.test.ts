/** A long list, chosen from by typing; and the same list where no script runs. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { askAxe, injectAxe } from '../axe.ts';
import { type OpenBrowser, openBrowser } from '../browser.ts';
import { asItStands } from './forms.ts';
import { type Served, serve } from './serve.ts';
import { Site, type Visit } from './site.ts';

const KENT = 'E10000016';
const STEP = 'child1-background';

let site: Site;
let served: Served;
let browser: OpenBrowser;
let page: Page;
let cookie: string;
let question: string;
const complaints: string[] = [];

beforeAll(async () => {
  site = await Site.seeded();
  cookie = await site.signedIn(KENT);
  served = await serve(site);
  browser = await openBrowser();
  page = await browser.context.newPage();
  page.on('console', (said) => complaints.push(said.text()));
});
afterAll(async () => {
  await browser?.close();
  await served?.close();
});

const signedIn = (tab: Page): Promise<void> =>
  tab.context().addCookies([{ name: 'nts-session', value: cookie.split('=')[1] ?? '', url: served.url }]);

/** A referral that has come to the question where the child is from. */
beforeEach(async () => {
  complaints.length = 0;
  await signedIn(page);
  const post = async (path: string, form: NonNullable<Visit['form']>) => {
    const { body } = await site.visit({ path, cookies: [cookie] });
    await site.visit({
      method: 'POST',
      path,
      form: { session: asItStands(body).session ?? '', ...form },
      cookies: [cookie],
    });
  };
  const date = (name: string, year: string) => ({
    [`${name}-day`]: '20',
    [`${name}-month`]: '5',
    [`${name}-year`]: year,
  });
  const begin = (await site.visit({ path: '/refer', cookies: [cookie] })).body;
  const begun = await site.visit({
    method: 'POST',
    path: '/refer',
    form: {
      session: asItStands(begin).session ?? '',
      draft: /name="draft" value="([^"]+)"/.exec(begin)?.[1] ?? '',
    },
    cookies: [cookie],
  });
  const draft = begun.headers.location?.split('/')[2] ?? '';
  await post(`/refer/${draft}/referredOn`, date('referredOn', '2026'));
  await post(`/refer/${draft}/child1-who`, {
    ...date('child1-born', '2010'),
    'child1-sex': 'male',
    'child1-another': 'no',
  });
  question = `${served.url}/refer/${draft}/${STEP}`;
  await page.goto(question);
  expect(page.url()).toBe(question);
  await page.getByRole('radio', { name: 'No', exact: true }).first().check();
});

const field = () => page.getByRole('combobox', { name: 'What is the nationality of the child?' });
const goOn = () => page.getByRole('button', { name: 'Save and continue' }).click();
const kept = async () => {
  await page.goto(question);
  return page.locator('select').first().inputValue();
};

test('typing finds, the arrow and Enter choose, and what was chosen is kept', async () => {
  await field().pressSequentially('er');
  expect(await page.getByRole('option').first().innerText()).toBe('Eritrea');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  expect(await field().inputValue()).toBe('Eritrea');
  await goOn();
  expect(page.url()).not.toBe(question);
  expect(await kept()).toBe('ERI');
  expect(await field().inputValue()).toBe('Eritrea');
  expect(complaints).toEqual([]);
});

test('the whole name typed counts as chosen', async () => {
  await field().pressSequentially('  eritrea');
  await goOn();
  expect(await kept()).toBe('ERI');
});

test('words that are not on the list are a mistake, and never send what was chosen before', async () => {
  await field().pressSequentially('Eritrea');
  await page.keyboard.press('Enter');
  await field().fill('Atlantis');
  await goOn();
  expect(await page.locator('.govuk-error-summary').innerText()).toContain('Select');
  await page.locator('.govuk-error-summary a').click();
  expect(await page.evaluate('document.activeElement.role')).toBe('combobox');
});

test('the open list is accessible, and says its hint to a screen reader', async () => {
  await injectAxe(page);
  await field().pressSequentially('Er');
  await page.getByRole('option', { name: 'Eritrea' }).waitFor();
  expect(await askAxe(page)).toMatchObject({ violations: [] });
  await field().fill('');
  const described = await field().getAttribute('aria-describedby');
  expect(await page.locator(`#${described}`).textContent()).toContain('Type to see what matches');
});

test('without scripts the plain list is there and works', async () => {
  const bare = await browser.withoutScripts();
  await signedIn(bare);
  await bare.goto(question);
  await bare.getByLabel('What is the nationality of the child?').selectOption({ label: 'Eritrea' });
  await bare.getByRole('radio', { name: 'No', exact: true }).first().check();
  await bare.getByRole('button', { name: 'Save and continue' }).click();
  expect(bare.url()).not.toBe(question);
});

test('who stands in the plain list when the script comes late goes on typing in the box', async () => {
  const late = await browser.context.newPage();
  let come = () => {};
  const coming = new Promise<void>((resolve) => {
    come = resolve;
  });
  await late.route('**/*.js', async (route) => {
    await coming;
    await route.continue();
  });
  await late.goto(question, { waitUntil: 'commit' });
  await late.getByLabel('What is the nationality of the child?').and(late.locator('select')).focus();
  come();
  await late.getByLabel('What is the nationality of the child?').and(late.locator('input')).waitFor();
  await late.keyboard.type('erit');
  await late.getByRole('option', { name: 'Eritrea' }).click();
  await late.close();
});

test('the script runs where it is needed, from our own address', async () => {
  const look = (path: string) => site.visit({ path, cookies: [cookie] });
  const there = await look(new URL(question).pathname);
  expect(there.headers['content-security-policy']).toMatch(/; script-src 'self'$/);
  const source = /<script src="([^"]+)" defer>/.exec(there.body)?.[1] ?? '';
  const script = await look(source);
  expect(script.headers).toMatchObject({
    'content-type': 'text/javascript; charset=utf-8',
    'cache-control': 'public, max-age=31536000, immutable',
  });
});

test('a council is found by typing its name where somebody signs in', async () => {
  const stranger = await browser.context.browser()?.newPage();
  if (stranger === undefined) throw new Error('There is no browser.');
  await stranger.goto(`${served.url}/sign-in`);
  const council = stranger.getByRole('combobox', { name: 'Your council' });
  await council.pressSequentially('ken');
  await stranger.getByRole('option', { name: 'Kent', exact: true }).click();
  await stranger.getByLabel('Your email address').fill('duty@e10000016.example');
  await stranger.getByRole('button', { name: 'Send me a link' }).click();
  expect(await stranger.locator('h1').innerText()).toBe('Check your email');
  await stranger.close();
});
