/** A coordinator's day in a real browser by keyboard alone: on a phone and on a desk, with scripts and without. */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type OpenBrowser, openBrowser } from '../browser.ts';
import { inFull } from '../how-much.ts';
import { problemsOfTabbing, tabTo } from './keyboard.ts';
import { secretOn } from './second-step.ts';
import { type Served, serve } from './serve.ts';
import { Site } from './site.ts';

const NOTE = 'Looked at with the social worker.';
const screenshots = path.resolve(import.meta.dirname, '../../.cache/screenshots');
let browser: OpenBrowser;

beforeAll(async () => {
  if (inFull) mkdirSync(screenshots, { recursive: true });
  browser = await openBrowser();
});
afterAll(async () => {
  await browser?.close();
});

/** Somebody at one window, with a keyboard. */
class AtKeyboard {
  readonly page: Page;
  readonly #wide: number;
  readonly #scripts: boolean;

  constructor(page: Page, wide: number, scripts: boolean) {
    this.page = page;
    this.#wide = wide;
    this.#scripts = scripts;
  }

  /** What holds of every page: it fits its window, Tab comes to everything, and whoever is signed in has their list and a way out. */
  async looks(step: string, heading: RegExp, signedIn = true): Promise<void> {
    const { page } = this;
    const seen = { step, heading: await page.locator('h1').innerText() };
    expect(seen).toEqual({ step, heading: expect.stringMatching(heading) });
    const width = await page.evaluate('document.documentElement.scrollWidth');
    expect({ step, width }).toEqual({ step, width: this.#wide });
    const waysOut = await page.locator('header a[href="/home"], header .nts-sign-out').count();
    expect({ step, waysOut }).toEqual({ step, waysOut: signedIn ? 2 : 0 });
    if (inFull) {
      const name = `trial-${step}-${this.#wide}-${this.#scripts ? 'scripts' : 'bare'}.png`;
      await page.screenshot({ path: path.join(screenshots, name), fullPage: true });
    }
    // Where no script runs nothing notes what gets the focus; what is used there is come to by Tab all the same.
    if (this.#scripts)
      expect({ step, problems: await problemsOfTabbing(page) }).toEqual({ step, problems: [] });
  }

  async enters(what: string): Promise<void> {
    await tabTo(this.page, what);
    await Promise.all([this.page.waitForEvent('load'), this.page.keyboard.press('Enter')]);
  }

  readonly goesOn = () => this.enters('main form:not([action="/find"]) button:not([name])');

  async types(what: string, text: string): Promise<void> {
    await tabTo(this.page, what);
    await this.page.keyboard.type(text);
  }

  async ticks(what: string): Promise<void> {
    await tabTo(this.page, what);
    await this.page.keyboard.press('Space');
  }

  /** Chooses one of a group of radios: Tab comes to the group, arrows go through it. */
  async chooses(name: string, value: string): Promise<void> {
    await tabTo(this.page, `input[name="${name}"]`);
    for (let at = 0; at < 30; at += 1) {
      if ((await this.page.evaluate('document.activeElement.value')) === value) break;
      await this.page.keyboard.press('ArrowDown');
    }
    await this.page.keyboard.press('Space');
    expect(await this.page.locator(`input[name="${name}"][value="${value}"]`).isChecked()).toBe(true);
  }

  /** Sends a form in which nothing is answered: the list of mistakes has the focus, and leads to the first question. */
  async sendsNothing(): Promise<void> {
    const { page } = this;
    await this.goesOn();
    await page.waitForFunction("document.activeElement.classList.contains('govuk-error-summary')");
    await tabTo(page, '.govuk-error-summary a');
    await page.keyboard.press('Enter');
    await page.waitForFunction("document.activeElement?.matches('input, select, textarea')");
  }

  /** The note of a decision, the tick, and the receipt. */
  async recordsIt(step: string): Promise<void> {
    await this.looks(`${step}-check`, /^Check your decision$/);
    await this.ticks('input[name=confirm]');
    await this.goesOn();
    await this.looks(`${step}-done`, /./);
    expect(await this.page.locator('main').innerText()).toContain('Recorded at');
  }
}

async function declinedIn(site: Site) {
  const { id, offers } = await site.referred();
  const [first] = offers;
  if (first === undefined) throw new Error('Nobody is asked.');
  const said = {
    kind: 'answer',
    offerId: first.id,
    answer: 'decline',
    reason: 'no-safe-placement',
    text: 'Full.',
  };
  await site.tell(id, said as never, { kind: 'council', code: first.council, name: 'Sam Okafor' });
  return { id, offer: first.id };
}

async function signsIn(me: AtKeyboard, site: Site, served: Served): Promise<void> {
  const { page } = me;
  const address = 'desk@coordinators.example';
  await site.sealed.putContacts('coordinators', { dutyDesk: address });
  await page.goto(`${served.url}${await site.askedLink('coordinators', address)}`);
  await me.looks('sign-in', /./, false);
  await me.sendsNothing();
  await me.types('input[name=name]', 'Robin Hale');
  await me.goesOn();
  await me.looks('second-step', /./, false);
  site.phones.take('Robin Hale', secretOn(await page.content()));
  await me.types('input[name=code]', site.phones.code('Robin Hale'));
  await me.goesOn();
}

const everyWay = [320, 1280].flatMap((wide) => [true, false].map((scripts) => ({ wide, scripts })));
/** In a run after each change one way: where least fits, and where what has the focus can be seen. */
const ways = inFull ? everyWay : everyWay.slice(0, 1);

test.each(ways)(
  'a coordinator does a day of work by keyboard at $wide px, scripts: $scripts',
  async ({ wide, scripts }) => {
    const site = await Site.seeded();
    const served = await serve(site);
    const page = scripts ? await browser.context.newPage() : await browser.withoutScripts();
    await page.context().clearCookies();
    await page.setViewportSize({ width: wide, height: 900 });
    const me = new AtKeyboard(page, wide, scripts);
    const kept = await site.referred({ familyInUk: 'may-care' });
    const released = await site.referred({ familyInUk: 'may-care' });
    const [accepted, refused] = [await declinedIn(site), await declinedIn(site)];
    const placed = await site.referred();
    await site.count();
    await signsIn(me, site, served);
    await me.looks('home', /./);

    const finds = async (typed: string, id: string) => {
      if (!page.url().endsWith('/home')) await me.enters('header a[href="/home"]');
      await me.types('main input[name=find]', typed);
      await page.keyboard.press('Enter');
      await page.getByText(`Reference ${id}`).first().waitFor();
    };
    await finds(kept.id.toLowerCase().replaceAll('-', ' '), kept.id);
    await me.looks('held', /./);
    await me.sendsNothing();
    await me.chooses('action', 'keep');
    await me.goesOn();
    await me.looks('keep', /^Why do you keep the hold/);
    await me.sendsNothing();
    await me.types('[name=keepNote]', NOTE);
    await me.goesOn();
    await me.recordsIt('keep');

    await finds(released.id, released.id);
    await me.chooses('action', 'release');
    await me.goesOn();
    await me.types('[name=releaseNote]', NOTE);
    await me.goesOn();
    await me.recordsIt('release');

    for (const [{ id, offer }, outcome] of [
      [accepted, 'accepted'],
      [refused, 'refused'],
    ] as const) {
      await finds(id.replaceAll('-', ''), id);
      await me.chooses('action', `review-${offer}`);
      await me.goesOn();
      await me.looks(`review-${outcome}`, /^Do you accept/);
      await me.chooses(
        String(await page.locator('main input[type=radio]').first().getAttribute('name')),
        outcome,
      );
      await me.types('main textarea', NOTE);
      await me.goesOn();
      if (outcome === 'refused') {
        await me.looks('refuse-why', /^Why do you not accept/);
        await me.ticks('main input[type=radio]');
        await me.goesOn();
      }
      await me.recordsIt(`review-${outcome}`);
    }

    await finds(placed.id, placed.id);
    await me.chooses('action', 'place');
    await me.goesOn();
    await me.looks('place', /^Where do you place/);
    await me.sendsNothing();
    await me.enters('header a[href="/home"]');
    for (const [step, link] of [
      ['moves', '/moves'],
      ['figures', '/figures'],
      ['councils', '/councils'],
      ['readers', '/readers'],
    ] as const) {
      await me.enters(`main a[href="${link}"]`);
      await me.looks(step, /./);
      await me.enters('header a[href="/home"]');
    }
    await me.enters('.nts-sign-out');
    await me.looks('signed-out', /./, false);
    await served.close();
  },
);
