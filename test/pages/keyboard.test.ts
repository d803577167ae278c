/** Whole forms in a real browser by keyboard alone, and what going back and reloading do. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type OpenBrowser, openBrowser } from '../browser.ts';
import { tabTo } from './keyboard.ts';
import { type Served, serve } from './serve.ts';
import { Site } from './site.ts';

const KENT = 'E10000016';
let site: Site;
let browser: OpenBrowser;
let served: Served;
let page: Page;

beforeAll(async () => {
  site = await Site.seeded();
  served = await serve(site);
  browser = await openBrowser();
  page = await browser.context.newPage();
});

afterAll(async () => {
  await browser?.close();
  await served?.close();
});

const offerOf = async () => site.offerLink(await site.referred());
const title = () => page.locator('h1').innerText();

/**
 * Sends what has the focus, and waits for the page that answers. A browser gives the focus to what
 * asks for it when it first draws the page, which may be after the page has loaded.
 */
async function enter(): Promise<void> {
  await Promise.all([page.waitForEvent('load'), page.keyboard.press('Enter')]);
  await page.waitForFunction(
    "[document.querySelector('[autofocus]') ?? document.activeElement].includes(document.activeElement)",
  );
}

/** Presses a button with the mouse and waits for the page it leads to: going back from one that is still coming is refused. */
async function pressed(button: string): Promise<void> {
  await Promise.all([page.waitForEvent('load'), page.click(button)]);
}

test('a duty manager declines by keyboard: mistake, reason, check, receipt', async () => {
  await page.goto(`${served.url}${await offerOf()}`);
  await page.keyboard.press('Tab');
  expect(await page.evaluate('document.activeElement?.className')).toContain('govuk-skip-link');

  await tabTo(page, 'button');
  await enter();
  // The list of mistakes has the focus at once, without any script.
  expect(await page.evaluate('document.activeElement?.className')).toBe('govuk-error-summary');
  await tabTo(page, '.govuk-error-summary a');
  await page.keyboard.press('Enter');
  await page.waitForFunction("document.activeElement?.name === 'answer'");

  await tabTo(page, 'input[name=answer]');
  await page.keyboard.press('ArrowDown');
  await tabTo(page, 'button');
  await enter();
  await tabTo(page, 'input[name=reason]');
  await page.keyboard.press('Space');
  await tabTo(page, 'textarea');
  await page.keyboard.type('We are full.');
  await tabTo(page, 'button');
  await enter();

  await tabTo(page, 'input[name=name]');
  await page.keyboard.type('Sam Okafor');
  await tabTo(page, 'input[name=role]');
  await page.keyboard.type('Duty manager');
  await tabTo(page, 'input[name=confirm]');
  await page.keyboard.press('Space');
  await tabTo(page, 'button');
  await enter();
  expect(await title()).toBe('You declined the offer');
  expect(await page.locator('main').innerText()).toContain('We are at or over our threshold');
});

async function signedIn(): Promise<void> {
  const cookie = await site.signedIn(KENT);
  await page.context().clearCookies();
  await page
    .context()
    .addCookies([{ name: 'nts-session', value: cookie.split('=')[1] ?? '', url: served.url }]);
}

/** Answers that lead through the form without a detour; of any other choice the first is taken. */
const plain = new Set([
  'no',
  'none',
  'not-required',
  'not-known',
  'foster-care',
  'no-indicators',
  'claim-pending',
]);
const dates: Readonly<Record<string, readonly string[]>> = {
  born: ['20', '5', '2010'],
  referredOn: ['23', '11', '2026'],
};

/** Types an answer to whatever has the focus. Nothing is given where nothing has to be. */
async function answerFocused(): Promise<void> {
  const [tag, type, name, label, values] = (await page.evaluate(`(() => {
    const { tagName, type, name, labels } = document.activeElement;
    const of = [...document.getElementsByName(name)].map((one) => one.value);
    return [tagName, type ?? '', name ?? '', labels?.[0]?.innerText ?? '', of];
  })()`)) as [string, string, string, string, string[]];
  const legend = (await page.evaluate(
    "document.activeElement.closest('fieldset')?.querySelector('legend')?.innerText ?? ''",
  )) as string;
  const optional = /optional/i.test(`${label} ${legend}`);
  const part = ['day', 'month', 'year'].indexOf(name.split('-').at(-1) ?? '');
  if (type === 'radio') {
    // The inCare question is the one whose "no" would only be true of a child at a port.
    const wanted = name === 'inCare' || name === 'wishes' ? 'yes' : values.find((value) => plain.has(value));
    for (let at = 0; at < values.indexOf(wanted ?? ''); at += 1) await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Space');
  } else if (type === 'checkbox') {
    const value = await page.evaluate('document.activeElement.value');
    if (!values.includes('none') || value === 'none') await page.keyboard.press('Space');
  } else if (part >= 0) {
    const question = name.replace(/^child\d+-/, '').replace(/-\w+$/, '');
    if (!optional) await page.keyboard.type((dates[question] ?? ['16', '11', '2026'])[part] ?? '');
  } else if (await page.evaluate("document.activeElement.role === 'combobox'")) {
    if (optional) return;
    await page.keyboard.type((await page.locator('select option').nth(1).innerText()).slice(0, 6));
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
  } else if (tag === 'SELECT' && !optional) {
    await page.keyboard.press('ArrowDown');
  } else if (tag === 'INPUT' || tag === 'TEXTAREA') {
    if (!optional) await page.keyboard.type(`Synthetic ${label}`);
  }
}

test('a council refers a child from the front of the form to the receipt by keyboard', async () => {
  await signedIn();
  await page.goto(`${served.url}/refer`);
  await tabTo(page, 'main button');
  await enter();
  for (let pages = 0; pages < 60 && !page.url().endsWith('/check'); pages += 1) {
    const asked = await title();
    await tabTo(page, 'main form input, main form select, main form textarea');
    for (;;) {
      await answerFocused();
      await page.keyboard.press('Tab');
      if (await page.evaluate("document.activeElement?.matches('main form button') ?? false")) break;
    }
    await enter();
    expect(await page.locator('.govuk-error-summary').count(), `"${asked}" was answered`).toBe(0);
  }
  await tabTo(page, 'input[name=confirm]');
  await page.keyboard.press('Space');
  await tabTo(page, 'main button');
  await enter();
  expect(await title()).toBe('Referral sent');
  expect(site.referrals.snapshot()).toHaveLength(1);
});

test('going back in the form finds what was typed; the page after it is not lost', async () => {
  await signedIn();
  await page.goto(`${served.url}/refer`);
  await pressed('main button');
  for (const [part, value] of Object.entries({ day: '23', month: '11', year: '2026' }))
    await page.fill(`input[name="referredOn-${part}"]`, value);
  await pressed('main button');
  const second = page.url();
  await page.goBack();
  expect(page.url()).toMatch(/referredOn$/);
  expect(await page.inputValue('input[name="referredOn-month"]')).toBe('11');
  await page.goForward();
  expect(page.url()).toBe(second);
});

test('going back, forward and reloading, through mistakes, steps and a receipt, send nothing and lose nothing', async () => {
  // Whoever is signed in for another council would be asked to sign in for the one that the link is for.
  await page.context().clearCookies();
  const link = await offerOf();
  const sent: string[] = [];
  page.on('request', (request) => void (request.method() === 'GET' ? 0 : sent.push(request.method())));
  const mistakes = () => page.locator('.govuk-error-summary').count();
  const shows = async (heading: string, problems: number) => {
    expect([await title(), await mistakes()]).toEqual([heading, problems]);
    await page.reload();
    expect([await title(), await mistakes()]).toEqual([heading, problems]);
  };
  const CHECK = 'Check your answer before you send it';
  await page.goto(`${served.url}${link}`);
  const offer = await title();
  await pressed('main button');
  await shows(offer, 1);
  await page.goBack();
  await shows(offer, 0);
  await page.goForward();
  await shows(offer, 1);
  await page.check('input[value=accept]');
  await pressed('main button');
  await shows(CHECK, 0);
  await page.fill('input[name=name]', 'Sam Okafor');
  await page.fill('input[name=role]', 'duty manager');
  await pressed('main button:not([name])');
  await shows(CHECK, 1);
  expect(await page.inputValue('input[name=name]')).toBe('Sam Okafor');
  await page.check('input[name=confirm]');
  await pressed('main button:not([name])');
  await shows('Offer accepted', 0);
  expect(sent).toEqual(['POST', 'POST', 'POST', 'POST']);
  const recorded = JSON.stringify(site.cases.snapshot());
  for (const [heading, problems] of [
    [CHECK, 1],
    [CHECK, 0],
    [offer, 1],
    // The page of the offer says how things stand now.
    ['Offer accepted', 0],
  ] as const) {
    await page.goBack();
    await shows(heading, problems);
  }
  for (let pages = 0; pages < 4; pages += 1) await page.goForward();
  await shows('Offer accepted', 0);
  expect(sent).toHaveLength(4);
  expect(JSON.stringify(site.cases.snapshot())).toBe(recorded);

  // Whoever goes back and sends once more gets the first outcome.
  await page.goBack();
  await page.check('input[name=confirm]');
  await pressed('main button:not([name])');
  await shows('Offer accepted', 0);
  expect(JSON.stringify(site.cases.snapshot())).toBe(recorded);
});
