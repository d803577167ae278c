/**
 * What programs that look through mail do to a link, beyond what every page withstands (every-page.test.ts): choose at random,
 * post noise, send again what a person confirmed. Nothing changes that a person has not confirmed, and that only once.
 */

import { randomUUID } from 'node:crypto';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type OpenBrowser, openBrowser } from '../browser.ts';
import { SOCIAL_WORKER } from '../builders.ts';
import { portion } from '../how-much.ts';
import { asItStands, offeredBy } from './forms.ts';
import { type Served, serve } from './serve.ts';
import { Site } from './site.ts';
import { whatIsWritten } from './what-is-written.ts';

let site: Site;
let links: Readonly<Record<string, string>>;
let served: Served;
let browser: OpenBrowser;
const everything = () => JSON.stringify([site.cases.snapshot(), site.councils.snapshot()]);

beforeAll(async () => {
  site = await Site.seeded();
  const offered = await site.referred();
  const held = await site.referred({ familyInUk: 'may-care' });
  const accepted = await site.referred();
  const [offer] = accepted.offers;
  if (offer === undefined) throw new Error('A council has to be asked.');
  const placed = await site.tell(
    accepted.id,
    { kind: 'answer', offerId: offer.id, answer: 'accept' },
    { kind: 'council', code: offer.council },
  );
  const arranged = await site.tell(
    placed.id,
    { kind: 'arrange-transfer', moveOn: '2026-11-23', socialWorker: SOCIAL_WORKER },
    { kind: 'council', code: offer.council },
  );
  links = {
    offer: await site.offerLink(offered),
    backUp: await site.offerLink(offered, 1),
    coordinator: await site.caseLink(held),
    transfer: await site.transferLink(arranged),
    entry: await site.entryLink(offered),
    capacity: await site.link({ for: 'capacity', council: 'E10000014', region: 'E12000008', version: 0 }),
    signIn: await site.link({ for: 'sign-in', council: 'E10000016', signInId: randomUUID() }),
    coordinatorSignIn: await site.link({ for: 'coordinator-sign-in', signInId: randomUUID() }),
  };
  served = await serve(site);
  browser = await openBrowser();
});
afterAll(async () => {
  await browser?.close();
  await served?.close();
});

/** Every link of our own on the page that leads to a page: a table to take out is saved by a browser, and nothing of it can be pressed. */
const linksOn = async (page: Page): Promise<readonly string[]> => {
  const hrefs: readonly string[] = await page.evaluate(
    '[...document.links].map((one) => one.href).filter((href) => href.startsWith(location.origin))',
  );
  return hrefs.filter((href) => !new URL(href).pathname.endsWith('.csv'));
};
/** Each press of a button has an answer of its own, where the form was. */
const placeOf = (url: string): string => {
  const place = new URL(url);
  place.searchParams.delete('shown');
  return place.href;
};
const submits = (page: Page) =>
  page.locator('main form button:not([type=button]), main form input[type=submit]');

/** Pages that a browser has gone through, from whichever link: nothing changed, so from another they are the same. */
const seen = new Set<string>();

/** One link of each kind of person; a program without a browser tries them all, below. */
const followed = portion(
  ['offer', 'coordinator', 'entry', 'signIn'],
  ['offer', 'backUp', 'coordinator', 'transfer', 'entry', 'capacity', 'signIn', 'coordinatorSignIn'],
);

test.each(followed)(
  'a browser that runs scripts, follows every link from the %s link and presses every button as it stands changes nothing',
  async (name) => {
    await browser.context.clearCookies();
    const before = everything();
    const written = whatIsWritten(site);
    const page = await browser.context.newPage();
    const seenBefore = seen.size;
    const toSee = [`${served.url}${links[name]}`];
    for (let url = toSee.shift(); url !== undefined; url = toSee.shift()) {
      if (seen.has(placeOf(url))) continue;
      seen.add(placeOf(url));
      await page.goto(url);
      toSee.push(...(await linksOn(page)));
      const buttons = await submits(page).count();
      for (let at = 0; at < buttons; at += 1) {
        await page.goto(url);
        // Presses on, wherever that leads: at the most as far as any form goes.
        for (let further = 0; further < 4 && (await submits(page).nth(at).count()) > 0; further += 1) {
          await Promise.all([page.waitForNavigation(), submits(page).nth(at).click()]);
          toSee.push(...(await linksOn(page)));
        }
      }
    }
    await page.close();
    expect(seen.size).toBeGreaterThan(seenBefore);
    expect((await browser.context.cookies()).filter((one) => one.name === 'nts-session')).toEqual([]);
    expect(written).toEqual([]);
    expect(everything()).toBe(before);
  },
);

describe.each(['offer', 'backUp', 'coordinator', 'transfer', 'entry', 'capacity'])(
  'a scanner at the %s link',
  (name) => {
    test('changes nothing even if it chooses at random and posts on from there', async () => {
      const before = everything();
      const path = links[name] ?? '';
      const first = await site.get(path);
      const choices = [...offeredBy(first.body, 'answer'), ...offeredBy(first.body, 'action')];
      for (const choice of choices.length > 0 ? choices : ['']) {
        let page = first;
        for (let times = 0; times < 4; times += 1) {
          const fields = asItStands(page.body);
          const field = name === 'offer' || name === 'backUp' ? 'answer' : 'action';
          const form = times === 0 && choice !== '' ? { ...fields, [field]: choice } : fields;
          const posted = await site.visit({ method: 'POST', path, form });
          expect([200, 422]).toContain(posted.status);
          page = posted;
        }
        expect(asItStands(page.body).confirm).toBeUndefined();
      }
      expect(everything()).toBe(before);
    });
  },
);

test('an empty post and a post of noise change nothing', async () => {
  const before = everything();
  for (const form of [
    {},
    { step: 'confirm' },
    { step: 'nowhere', answer: 'yes' },
    { confirm: 'yes', name: '' },
    { change: 'yes' },
  ])
    for (const [name, path] of Object.entries(links)) {
      const { status } = await site.visit({ method: 'POST', path, form });
      expect(status, name).not.toBe(303);
    }
  expect(everything()).toBe(before);
});

test('what a person confirmed is recorded once, however often it is sent', async () => {
  const path = links.offer ?? '';
  const form = { step: 'confirm', answer: 'accept', confirm: 'yes' };
  const first = await site.visit({ method: 'POST', path, form });
  expect(first.status).toBe(303);
  const after = everything();
  for (let times = 0; times < 3; times += 1) {
    const answer = times === 2 ? 'decline' : 'accept';
    const again = await site.visit({ method: 'POST', path, form: { ...form, answer } });
    // Another answer is told what stands.
    expect(again.status).toBe(times === 2 ? 409 : 303);
  }
  expect(everything()).toBe(after);
  expect((await site.get(path)).body).toContain('Offer accepted');
});
