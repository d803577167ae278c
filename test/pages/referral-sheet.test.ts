/** The page of an offer, and the sealed page after the yes, as they come out of a printer: one sheet of paper. */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Case } from '../../shared/core/case/case.ts';
import { type OpenBrowser, openBrowser } from '../browser.ts';
import { aChild } from '../builders.ts';
import { type Served, serve } from './serve.ts';
import { Site } from './site.ts';

const KENT = 'E10000016';
const screenshots = path.resolve(import.meta.dirname, '../../.cache/sheets');
const WORDS = 'Has lived with asthma since childhood, and carries an inhaler. '.repeat(4);

let site: Site;
let browser: OpenBrowser;
let served: Served;
let page: Page;
let asked: Case;

beforeAll(async () => {
  site = await Site.seeded();
  asked = await site.referred({
    areasToAvoid: ['E09000009'],
    trafficking: 'nrm-referred',
    children: [aChild({ needs: ['medical-care', 'trained-carers'], interpreter: true })],
  });
  await site.sealed.sealFirst(asked.referralId, KENT, [
    {
      number: 1,
      name: 'Synthetic Child',
      dateOfBirth: '2010-05-20',
      nationality: 'ERI',
      homeOfficeReference: 'H1234567',
      languages: 'Tigrinya, some Arabic',
      faithAndCulture: WORDS,
      health: WORDS,
      education: WORDS,
      wishes: WORDS,
      bestInterests: WORDS,
      socialWorker: 'S. Worker (invented), 01632 960 003',
    },
  ]);
  mkdirSync(screenshots, { recursive: true });
  served = await serve(site);
  browser = await openBrowser();
  page = await browser.context.newPage();
});

afterAll(async () => {
  await browser?.close();
  await served?.close();
});

/** Sides of paper, and what is read on them. */
async function printed(name: string): Promise<{ readonly sides: number; readonly text: string }> {
  await page.emulateMedia({ media: 'print' });
  await page.setViewportSize({ width: 703, height: 1000 });
  expect(
    await page.evaluate("document.querySelector('h1').getBoundingClientRect().left"),
  ).toBeGreaterThanOrEqual(0);
  await page.screenshot({ path: path.join(screenshots, `${name}.png`), fullPage: true });
  const pdf = await page.pdf({ preferCSSPageSize: true });
  const text = await page.evaluate('document.body.innerText');
  await page.emulateMedia({ media: 'screen' });
  return { sides: pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)?.length ?? 0, text: String(text) };
}

test('an offer prints on one side, with what the council may know and without the form', async () => {
  await page.goto(`${served.url}${await site.offerLink(asked)}`);
  expect(await page.isVisible('form')).toBe(true);
  const { sides, text } = await printed('offer');
  expect(sides).toBe(1);
  for (const words of [
    'Can you take a child?',
    'Who asks',
    'Trafficking',
    'What keeps the child safe',
    'Answer by',
    asked.id,
  ])
    expect(text).toContain(words);
  for (const words of ['Your answer', 'Continue', 'What happens next', 'To have it on paper', 'Synthetic'])
    expect(text).not.toContain(words);
});

test('after the yes the sealed page prints the whole referral on one sheet, and that is an opening', async () => {
  const council = asked.offers[0]?.council ?? '';
  await site.tell(
    asked.id,
    { kind: 'answer', offerId: asked.offers[0]?.id ?? '', answer: 'accept' },
    { kind: 'council', code: council },
  );
  const [, value = ''] = (await site.signedIn(council)).split('=');
  await page.context().addCookies([{ name: 'nts-session', value, url: served.url }]);
  await page.goto(`${served.url}/sealed/${asked.id}`);
  await page.check('input[name=confirm]');
  await page.click('main form button');
  await page.waitForSelector('text=Synthetic Child');
  const { sides, text } = await printed('sealed');
  expect(sides).toBeLessThanOrEqual(2);
  for (const words of [
    'Synthetic Child',
    '20 May 2010',
    'Who asks',
    'Move by',
    'Ealing',
    'Tigrinya',
    'Duty desks',
  ])
    expect(text).toContain(words);
  expect(text).not.toContain('To have it on paper');
  const trail = await site.cases.trail(asked.id);
  expect(trail.filter(({ type }) => type === 'sealed-details-opened.v1')).toHaveLength(1);
});
