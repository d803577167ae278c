/** A council officer who has never seen the service: from the front page, by an e-mailed link, to a referred child and its offer. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { deskAddress } from '../../infra/local/story/seed.ts';
import { choose, fillInDate, openBrowser, press, tick } from './a-browser.ts';
import { type Run, startRun } from './a-run.ts';
import { accountOf, nothingWrong } from './accounts.ts';
import { linkTo, mailTo } from './mail.ts';

const KENT = 'E10000016';
const NAME = 'Synthetic Marker Child';
let run: Run;
let browser: Browser;
beforeAll(async () => {
  [run, browser] = await Promise.all([startRun(), openBrowser()]);
});
afterAll(async () => {
  await browser?.close();
  await run?.stop();
});

async function signIn(page: Page, desk: string, council: string): Promise<void> {
  await page.goto(run.world.endpoints.pages);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByLabel('Your council', { exact: true }).selectOption({ label: council });
  await page.getByLabel('Your council’s registered e-mail address').fill(deskAddress(desk));
  await press(page, 'Send me a link');
  expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe('Check your e-mail');
  await run.world.idle();
  const mail = run.world.messages.findLast(
    ({ to, subject }) => to.includes(deskAddress(desk)) && subject.endsWith('your link to sign in'),
  );
  await page.goto(/http\S+\/sign-in\/\S+/.exec(mail?.text ?? '')?.[0] ?? '');
  await tick(page, `I work for ${council}`);
  await press(page, 'Sign in');
  expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe(council);
}

/** Answers one page and goes on. */
async function answer(page: Page, act: () => Promise<void>): Promise<void> {
  await act();
  await press(page, 'Save and continue');
}

async function refer(page: Page): Promise<string> {
  await page.getByRole('button', { name: 'Refer a child' }).click();
  await press(page, 'Begin a referral');
  const date = (legend: string, day: string) => answer(page, () => fillInDate(page, legend, day));
  const pick = (name: string) => answer(page, () => choose(page, name));
  await date('Day of the decision', '2026-11-23');
  await answer(page, () => page.getByLabel('Full name').fill(NAME));
  await answer(page, () => page.getByLabel('Home Office reference').fill('HX-900-1'));
  await date('Date of birth', '2010-05-20');
  await pick('Male');
  await answer(page, async () => {
    await page.getByLabel('Country').selectOption({ label: 'Eritrea' });
  });
  await answer(page, async () => {
    await page.getByLabel('Languages').fill('Marker Tigrinya');
    await choose(page, 'Yes');
  });
  await pick('Not required');
  await pick('Foster care');
  await answer(page, () => tick(page, 'None of these'));
  await answer(page, () => page.getByLabel('Health').fill('Marker note on health'));
  await pick('No');
  await pick('No');
  await answer(page, async () => {
    await tick(page, 'Was under 18 at the asylum claim');
    await tick(page, 'Claims asylum in their own right');
    await tick(page, 'Is separated from both parents');
    await tick(page, 'Has no adult responsible for them by law or custom');
  });
  await answer(page, async () => {
    await fillInDate(page, 'Day of arrival', '2026-11-15');
    await choose(page, 'A port, or the coast');
  });
  await date('Day of the claim', '2026-11-16');
  await pick('The asylum claim is not decided yet');
  // Whoever has to stop finds everything again.
  await page.goto(`${run.world.endpoints.pages}/home`);
  await page.getByRole('button', { name: 'Refer a child' }).click();
  await page.getByRole('link', { name: /Referral begun on/ }).click();
  await pick('Yes');
  await date('First day there', '2026-11-16');
  await pick('No, none known');
  await pick('No');
  await pick('No');
  await pick('No signs');
  await pick('Yes');
  await answer(page, () => page.getByLabel('In the child’s own words').fill('Marker wish'));
  await press(page, 'Save and continue');
  await answer(page, () => page.getByLabel('Contact at your council').fill('Marker Officer'));
  expect(await page.locator('main').innerText()).toContain(NAME);
  await tick(page, /^I can act for/);
  await press(page, 'Refer the child');
  const receipt = await page.locator('.govuk-panel').innerText();
  return /NTS-\w{4}-\w{4}/.exec(receipt)?.[0] ?? '';
}

test('a child is referred by form, offered by e-mail and accepted from the other council’s list; no queue or e-mail names the child', async () => {
  const page = await browser.newPage();
  page.setDefaultTimeout(10_000);
  await signIn(page, `council:${KENT}`, 'Kent');
  const caseId = await refer(page);
  await run.world.idle();
  const found = await run.cases.read(caseId);
  expect(found).toMatchObject({ status: 'offered', facts: { entryAuthority: KENT } });
  expect(await run.sealed.datesOfBirth(found?.referralId ?? '')).toEqual({ 1: '2010-05-20' });

  await page.goto(`${run.world.endpoints.pages}/home`);
  expect(await page.locator('main').innerText()).toContain(caseId);
  await press(page, 'Sign out');
  await page.goto(`${run.world.endpoints.pages}/home`);
  expect(page.url()).toBe(`${run.world.endpoints.pages}/sign-in`);

  const offer = found?.offers.find(({ status }) => status === 'live');
  const desk = `council:${offer?.council ?? ''}`;
  expect(linkTo(run, { desk, caseId, link: 'offer' })).toContain('/offers/');
  expect(mailTo(run, desk, caseId).map(({ subject }) => subject)).toHaveLength(1);
  const receiving = (await run.councils.read(offer?.region ?? '', offer?.council ?? ''))?.name ?? '';
  await signIn(page, desk, receiving);
  await page.getByRole('link', { name: 'Answer the offer' }).click();
  await choose(page, 'Accept');
  await press(page, 'Continue');
  await tick(page, /^I can answer for/);
  await press(page, 'Send your answer');
  await run.world.idle();
  expect((await run.cases.read(caseId))?.status).toBe('accepted');
  await page.goto(`${run.world.endpoints.pages}/home`);
  expect(await page.locator('main').innerText()).toContain('Arrange the move');
  await page.close();

  expect(JSON.stringify([run.world.messages, await run.cases.trail(caseId)])).not.toMatch(/Marker|HX-900-1/);
  expect(run.world.denials).toEqual([]);
  expect(await accountOf(run)).toMatchObject({
    ...nothingWrong,
    strayEmails: ['Kent: your link to sign in', `${receiving}: your link to sign in`],
  });
});
