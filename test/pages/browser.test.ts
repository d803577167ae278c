/**
 * Every page in a real browser, every way: on a phone and on a desk, with and without scripts, through axe and by keyboard.
 * What each looked like is left in .cache/screenshots by the long run (`npm run test:long`), for people to look at.
 */
import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { askAxe, explanations, injectAxe } from '../axe.ts';
import { type OpenBrowser, openBrowser } from '../browser.ts';
import { inFull } from '../how-much.ts';
import { everyPage } from './every-page.ts';
import { problemsOfTabbing } from './keyboard.ts';
import type { Scene } from './scenes.ts';
import { type Served, serve } from './serve.ts';
import { urlencoded } from './site.ts';

const screenshots = path.resolve(import.meta.dirname, '../../.cache/screenshots');
const { site, all } = await everyPage();
let browser: OpenBrowser;
let served: Served;
let page: Page;
let scriptless: Page;
const complaints: string[] = [];
const needed = new Set<string>();

beforeAll(async () => {
  rmSync(screenshots, { recursive: true, force: true });
  mkdirSync(screenshots, { recursive: true });
  served = await serve(site);
  browser = await openBrowser();
  page = await browser.context.newPage();
  scriptless = await browser.withoutScripts();
  // A form is sent from a page of ours.
  for (const tab of [page, scriptless]) await tab.goto(served.url);
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

/** Sends a form from the page that is open, as one that stood on it would be. */
const SUBMIT = `([path, fields]) => {
  const form = Object.assign(document.createElement('form'), { method: 'post', action: path });
  for (const [name, value] of fields)
    form.append(Object.assign(document.createElement('input'), { type: 'hidden', name, value }));
  document.body.append(form);
  form.submit();
}`;

/** Opens a scene; one that begins with a posted form is posted as the page's own form would be. */
async function open(tab: Page, { path: link, query, form, cookie }: Scene): Promise<void> {
  await tab.context().clearCookies();
  // Over plain HTTP the session's cookie has its plain name.
  const [, value] = cookie?.split('=') ?? [];
  if (value !== undefined) await tab.context().addCookies([{ name: 'nts-session', value, url: served.url }]);
  if (form === undefined) {
    await tab.goto(`${served.url}${link}${query === undefined ? '' : `?${new URLSearchParams(query)}`}`);
    return;
  }
  const fields = [...new URLSearchParams(urlencoded(form))];
  await Promise.all([
    tab.waitForEvent('load'),
    tab.evaluate(`(${SUBMIT})(${JSON.stringify([link, fields])})`),
  ]);
}

interface Said {
  readonly headings: readonly string[];
  readonly language: string | null;
  readonly title: string;
  readonly summaries: number;
  readonly messages: number;
  readonly scripts: number;
  readonly handlers: readonly string[] | null;
}

/** What is looked at on every page, asked of the browser once. */
const said = (tab: Page): Promise<Said> =>
  tab.evaluate(`(() => {
    const all = (what) => [...document.querySelectorAll(what)];
    return {
      headings: all('h1').map((one) => one.innerText),
      language: document.documentElement.getAttribute('lang'),
      title: document.title,
      summaries: all('.govuk-error-summary').length,
      messages: all('.govuk-error-message').length,
      scripts: all('script').length,
      handlers: document.documentElement.outerHTML.match(/\\son\\w+="|javascript:/),
    };
  })()`);

const width = (tab: Page): Promise<unknown> => tab.evaluate('document.documentElement.scrollWidth');

/** One page of each address: seen without scripts whether or not it carries one. */
const first = new Set(
  [...Map.groupBy(all, ({ path: link }) => link.split('/')[1]).values()].map(([one]) => one),
);

/** Which pages axe looks at and Tab goes through when not all are tried in full: one of each address, and every sixth. */
const examined = new Set([...first, ...all.filter((_, at) => at % 6 === 0)]);

async function looksWithoutScripts(scene: Scene): Promise<void> {
  await open(scriptless, scene);
  await scriptless.setViewportSize({ width: 320, height: 900 });
  expect(await width(scriptless)).toBe(320);
  const fields = (tab: Page) =>
    tab.evaluate("[...document.querySelectorAll('main form')].map((form) => [...new FormData(form).keys()])");
  expect(await fields(scriptless)).toEqual(await fields(page));
  expect(await scriptless.locator('h1').innerText()).toBe(await page.locator('h1').innerText());
}

describe.each(all.map((scene) => [scene.name, scene] as const))('%s', (name, scene) => {
  test('is accessible, fits a phone and a desk, and needs neither a mouse nor a script', async () => {
    complaints.length = 0;
    await open(page, scene);
    for (const wide of [1280, 320]) {
      await page.setViewportSize({ width: wide, height: 900 });
      // All 212 rows are looked at once: on every page and width they would take half of the time of all tests.
      if (name === 'case-offered' && wide === 320)
        await page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })");
      expect(await width(page)).toBe(wide);
      // Axe costs as much as all the rest, and so does a picture: at every change a portion of the pages is examined, on a phone.
      if (!(inFull || (wide === 320 && examined.has(scene)))) continue;
      await injectAxe(page);
      const { violations, unexplained, needed: explained } = await askAxe(page);
      expect(violations).toEqual([]);
      expect(unexplained).toEqual([]);
      for (const because of explained) needed.add(because);
      // A picture costs as much as axe does: of what a form is answered with, the phone's alone.
      if (inFull && (wide === 320 || scene.form === undefined))
        await page.screenshot({ path: path.join(screenshots, `${name}-${wide}.png`), fullPage: true });
    }
    const { headings, language, title, summaries, messages, scripts, handlers } = await said(page);
    expect(headings).toHaveLength(1);
    expect(language).toBe('en');
    const problem = summaries > 0 ? 'Error: ' : '';
    // A receipt says in its panel what the tab says in its title.
    expect(title).toBe(`${problem}${headings[0]} – Transfer an unaccompanied child`);
    // A page answers what was sent to it: a form, or what was looked for.
    expect(problem !== '').toBe((scene.form ?? scene.query) !== undefined && messages > 0);
    if (inFull || examined.has(scene)) expect(await problemsOfTabbing(page)).toEqual([]);
    expect(complaints).toEqual([]);

    // A page that carries no script may run none: it is the same page without. One that does has everything without it too.
    expect(handlers).toBeNull();
    if (first.has(scene) || scripts > 0) await looksWithoutScripts(scene);
  });
});

test.runIf(inFull)('what axe could not decide is explained, and every explanation is needed', () => {
  expect([...needed].toSorted()).toEqual([...explanations].toSorted());
});
