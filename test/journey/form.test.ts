/** A council officer who has never seen the service: from the front page, by an e-mailed link, to a referred child and its offer. */
import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Phone } from '../../infra/local/story/coordinators-phone.ts';
import { fillIn } from '../../infra/local/story/form-client.ts';
import { deskAddress } from '../../infra/local/story/seed.ts';
import { choose, fillInDate, openBrowser, press, tick, typeAhead } from './a-browser.ts';
import { type Run, startRun } from './a-run.ts';
import { accountOf, nothingWrong } from './accounts.ts';
import { linkTo, mailTo } from './mail.ts';
import { send } from './queues.ts';
import { caseIdOf, liveOffer, referral, theCase } from './referring.ts';

const KENT = 'E10000016';
const NAME = 'Synthetic Marker Child';
const WORKER = 'Synthetic Marker Worker';
/** Four people sign in, one after the other. */
const LONG = 180_000;
let run: Run;
let browser: Browser;
beforeAll(async () => {
  [run, browser] = await Promise.all([startRun(), openBrowser()]);
});
afterAll(async () => {
  await browser?.close();
  await run?.stop();
});

/** Chooses from a long list as somebody does whose browser runs scripts. */
async function chooseByTyping(page: Page, list: string, name: string): Promise<void> {
  // The list itself is there until the script has come, and has the same name.
  await page.getByRole('combobox', { name: list, exact: true }).and(page.locator('input')).fill(name);
  await page.getByRole('option', { name, exact: true }).click();
}

async function signIn(page: Page, desk: string, council: string): Promise<void> {
  await page.goto(run.localRun.endpoints.pages);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await chooseByTyping(page, 'Your council', council);
  await page.getByLabel('Your email address').fill(deskAddress(desk));
  await press(page, 'Send me a link');
  expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe('Check your email');
  await run.localRun.idle();
  const mail = run.localRun.messages.findLast(
    ({ to, subject }) => to.includes(deskAddress(desk)) && subject.endsWith('your link to sign in'),
  );
  await page.goto(/http\S+\/sign-in\/\S+/.exec(mail?.text ?? '')?.[0] ?? '');
  await page.getByLabel('Your name').fill('Jo Smith');
  await page.getByLabel('Your role').fill('duty manager');
  await tick(page, `I work for ${council}`);
  await press(page, 'Sign in');
  expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe(council);
}

/** The phone of a coordinator, once it is set up. */
let robin: Phone | undefined;

/** On the page to sign in, as a coordinator: by the emailed link and a code of the phone, which is set up the first time. */
async function coordinate(page: Page): Promise<void> {
  await chooseByTyping(page, 'Your council', 'Coordinators of the scheme');
  await page.getByLabel('Your email address').fill(deskAddress('coordinators'));
  await press(page, 'Send me a link');
  await run.localRun.idle();
  const link = run.localRun.messages.findLast(({ text }) => /\/coordinators\/\S+/.test(text));
  await page.goto(/http\S+\/coordinators\/\S+/.exec(link?.text ?? '')?.[0] ?? '');
  const isFirst = robin === undefined;
  if (isFirst) await page.getByLabel('Your name').fill('Robin Hale');
  else await choose(page, 'Robin Hale');
  await press(page, 'Continue');
  if (isFirst) {
    const picture = page.getByRole('img', { name: /picture for your app/ });
    expect(await picture.boundingBox()).toMatchObject({ width: 260 });
  }
  robin ??= new Phone(await page.locator('code').innerText());
  await page.getByLabel('Six-digit code').fill(robin.code(run.localRun.clock.now().toISOString()) ?? '');
  await press(page, isFirst ? 'Set up and sign in' : 'Sign in');
}

/** Answers one page and goes on. */
async function answer(page: Page, act: () => Promise<void>): Promise<void> {
  await act();
  await press(page, 'Save and continue');
}

async function refer(page: Page): Promise<string> {
  await page.getByRole('button', { name: 'Refer a child' }).click();
  await press(page, 'Begin a referral');
  const of = (question: string, name: string) =>
    page
      .getByRole('group', { name: question, exact: true })
      .getByRole('radio', { name, exact: true })
      .check();
  const goOn = () => press(page, 'Save and continue');
  await fillInDate(page, 'When did you decide to refer?', '2026-11-23');
  await goOn();
  await page.getByLabel('What is the name of the child?').fill(NAME);
  await page.getByLabel('Home Office reference').fill('HX-900-1');
  await fillInDate(page, 'Date of birth', '2010-05-20');
  await of('What is the sex of the child?', 'Male');
  await of('Is there a brother or sister to stay together with?', 'No');
  await goOn();
  await typeAhead(page, 'What is the nationality of the child?', 'Eritrea');
  await typeAhead(page, 'First language (optional)', 'Tigrinya');
  await page.getByLabel('More about the languages').fill('Marker Tigrinya');
  await of('Does the child need an interpreter?', 'Yes');
  await goOn();
  await of('Where does the age assessment of the child stand?', 'Not required');
  await of('Which placement does the child need?', 'Foster care');
  await tick(page, 'None of these');
  await goOn();
  await page.getByLabel('Health (optional)', { exact: true }).fill('Marker note on health');
  await of('Fit to move (optional)', 'Fit to move');
  await goOn();
  // Nothing else of how the child lives is known yet.
  await of('Has the child gone missing before?', 'No');
  await goOn();
  await page.getByLabel('Solicitor (optional)').fill('Marker Solicitor');
  await goOn();
  await tick(page, 'Was under 18 at the asylum claim');
  await tick(page, 'Claims asylum in their own right');
  await tick(page, 'Is separated from both parents');
  await tick(page, 'Has no adult responsible for them by law or custom');
  await fillInDate(page, 'When did the child claim asylum?', '2026-11-16');
  await goOn();
  await fillInDate(page, 'Day of arrival', '2026-11-15');
  await choose(page, 'At a port or on the coast');
  await of('Has the child been to another council before?', 'No');
  await goOn();
  await of('Do you look after the child now?', 'Yes');
  await choose(page, 'Looked after by agreement (section 20)');
  await choose(page, 'The asylum claim is not decided yet');
  await goOn();
  // Whoever has to stop finds everything again.
  await page.goto(`${run.localRun.endpoints.pages}/home`);
  await page.getByRole('button', { name: 'Refer a child' }).click();
  await page.getByRole('link', { name: /Referral begun at/ }).click();
  expect(await page.locator('main').innerText()).toContain('You have completed 3 of 8 parts');
  await page.getByRole('button', { name: 'Go on' }).click();
  await fillInDate(page, 'First day there', '2026-11-16');
  await goOn();
  await of('Does the child have family in the UK?', 'Yes, but they cannot care for the child');
  await of('Does the child have links to a council’s area?', 'Yes');
  await goOn();
  await typeAhead(page, 'Council', 'Surrey');
  await choose(page, 'Family');
  await choose(page, 'No');
  await goOn();
  await of('Are there areas where the child would not be safe?', 'Yes, whole regions');
  await of('Are there signs of trafficking?', 'Referred to the National Referral Mechanism');
  await goOn();
  await tick(page, 'London');
  await choose(page, 'No');
  await goOn();
  await of('Was the child asked about the move?', 'Yes');
  await goOn();
  await page.getByLabel('What does the child say?').fill('Marker wish');
  await goOn();
  await page.getByLabel('Contact at your council').fill('Marker Officer');
  await goOn();
  expect(await page.locator('main').innerText()).toContain(NAME);
  await tick(page, /^I can act for/);
  await press(page, 'Refer the child');
  const receipt = await page.locator('.govuk-panel').innerText();
  await page.getByText('See a record to print or save').click();
  await page.emulateMedia({ media: 'print' });
  expect(await page.locator('main').innerText()).toContain(NAME);
  expect(await page.getByText('Sign out', { exact: true }).isVisible()).toBe(false);
  await page.emulateMedia({ media: null });
  return /NTS-\w{4}-\w{4}/.exec(receipt)?.[0] ?? '';
}

test('a child who must not live in London is referred by form, offered, accepted, kept from it, and named in no queue or e-mail', {
  timeout: LONG,
}, async () => {
  const page = await browser.newPage();
  page.setDefaultTimeout(120_000);
  await signIn(page, `council:${KENT}`, 'Kent');
  const caseId = await refer(page);
  await run.localRun.idle();
  const found = await run.cases.read(caseId);
  expect(found).toMatchObject({ status: 'offered', facts: { entryAuthority: KENT } });
  expect(await run.sealed.datesOfBirth(found?.referralId ?? '')).toEqual({ 1: '2010-05-20' });

  await page.goto(`${run.localRun.endpoints.pages}/home`);
  expect(await page.locator('main').innerText()).toContain(caseId);
  // A document that is added by mistake is taken away; one stays.
  await page.getByRole('link', { name: new RegExp(`^${caseId}: `) }).click();
  await page.getByRole('link', { name: 'Add documents' }).click();
  for (const name of ['Marker mistake.pdf', 'Marker letter.pdf']) {
    const buffer = Buffer.from(`%PDF-1.7 Marker content of ${name}`);
    await page.getByLabel('Choose a file').setInputFiles({ name, mimeType: 'application/pdf', buffer });
    await press(page, 'Add the document');
    expect(await page.locator('.govuk-notification-banner').innerText()).toContain('The document is added');
  }
  await press(page, 'Remove Marker mistake.pdf');
  await tick(page, 'I want to remove this document');
  await press(page, 'Remove the document');
  expect(await page.locator('main').innerText()).not.toContain('Marker mistake');
  await press(page, 'Sign out');
  await page.goto(`${run.localRun.endpoints.pages}/home`);
  expect(page.url()).toBe(`${run.localRun.endpoints.pages}/sign-in`);

  const offer = found?.offers.find(({ status }) => status === 'live');
  const desk = `council:${offer?.council ?? ''}`;
  expect(linkTo(run, { desk, caseId, link: 'offer' })).toContain('/offers/');
  expect(mailTo(run, desk, caseId).map(({ subject }) => subject)).toHaveLength(1);
  // All of London is to be avoided: who has family there is asked, and reads it before it says yes.
  const receiving = (await run.councils.read(offer?.council ?? ''))?.name ?? '';
  expect(receiving).toBe('Surrey');
  await signIn(page, desk, receiving);
  await page.getByRole('link', { name: 'Answer the offer' }).click();
  const asked = await page.locator('main').innerText();
  for (const words of ['33 areas, not yours', 'Family in Surrey', 'needs a safety plan before the move'])
    expect(asked).toContain(words);
  await choose(page, 'Accept');
  await press(page, 'Continue');
  await tick(page, /^I can answer for/);
  await press(page, 'Send your answer');
  await run.localRun.idle();
  expect((await run.cases.read(caseId))?.status).toBe('accepted');
  await page.goto(`${run.localRun.endpoints.pages}/home`);
  await page.getByRole('link', { name: 'Arrange the move' }).click();
  await choose(page, 'Arrange the move');
  await press(page, 'Continue');
  await page.getByLabel('Social worker’s name').fill(WORKER);
  await page.getByLabel('Social worker’s telephone number').fill('01632 960 001');
  await fillInDate(page, 'Day of the move', '2026-11-25');
  await tick(page, 'A safety plan exists');
  const area = 'Council in whose area the child will live';
  await chooseByTyping(page, area, 'Ealing');
  await press(page, 'Continue');
  expect(await page.locator('.govuk-error-summary').innerText()).toContain(
    'Ealing is an area to avoid: it is not safe there. Find a placement elsewhere',
  );
  await chooseByTyping(page, area, 'Our own area: Surrey');
  await press(page, 'Continue');
  await tick(page, /^I can act for/);
  await press(page, 'Send');
  await run.localRun.idle();

  // Both councils open what is sealed, each from its own list; a back-up council cannot.
  const openSealed = async () => {
    await page.goto(`${run.localRun.endpoints.pages}/home`);
    await page.getByRole('link', { name: `Sealed details of ${caseId}` }).click();
    expect(await page.locator('main').innerText()).not.toContain(NAME);
    await tick(page, 'I need these details for this child’s move or care');
    await press(page, 'Open the sealed details');
    return page.locator('main').innerText();
  };
  const seen = [await openSealed()];
  for (const words of ['Ealing', 'Westminster', 'needs a safety plan before the move'])
    expect(seen[0]).toContain(words);
  const saving = page.waitForEvent('download');
  await press(page, 'Open Marker letter.pdf');
  const saved = await saving;
  expect(saved.suggestedFilename()).toBe('Marker letter.pdf');
  expect(readFileSync(await saved.path(), 'utf8')).toBe('%PDF-1.7 Marker content of Marker letter.pdf');
  await press(page, 'Sign out');
  await signIn(page, `council:${KENT}`, 'Kent');
  seen.push(await openSealed());
  for (const told of [NAME, '20 May 2010', 'Marker wish', 'Marker Officer', WORKER, '01632 960 001'])
    for (const text of seen) expect(text).toContain(told);
  await press(page, 'Sign out');
  const other = found?.offers.find(({ role }) => role === 'back-up');
  const third = (await run.councils.read(other?.council ?? ''))?.name ?? '';
  await signIn(page, `council:${other?.council}`, third);
  await page.goto(`${run.localRun.endpoints.pages}/sealed/${caseId}`);
  expect(await page.locator('main').innerText()).toContain('These details are not open to your council');
  const trail = await run.cases.trail(caseId);
  expect(trail.slice(-5).map(({ type, actor }) => [type, 'code' in actor ? actor.code : ''])).toEqual([
    ['social-worker-named.v1', offer?.council],
    ['transfer-arranged.v1', offer?.council],
    ['sealed-details-opened.v1', offer?.council],
    ['sealed-details-opened.v1', offer?.council],
    ['sealed-details-opened.v1', KENT],
  ]);
  // Its officer sees the session, closes what was mailed to the desk, and signs out: going back shows nothing of it.
  await page.getByRole('link', { name: 'Who is signed in' }).click();
  expect(await page.locator('main').innerText()).toContain('This device');
  await page.getByLabel('Close every link that was emailed to us so far').check();
  await press(page, 'Continue');
  await page.getByLabel('I want to do this').check();
  await press(page, 'Do this now');
  expect(await page.locator('main').innerText()).toContain('All links in earlier emails are closed');
  await press(page, 'Sign out');
  await page.waitForURL(`${run.localRun.endpoints.pages}/`);
  // The browser's own back button, not its debugger's: what signing out clears is cleared while that one looks.
  await page.evaluate('setTimeout(() => history.back())');
  await page.waitForURL(`${run.localRun.endpoints.pages}/sign-in`);
  // A coordinator, called in because the child refuses, sees both openings in the trail.
  await fillIn(linkTo(run, { desk, caseId, link: 'transfer' }), { action: 'refused' });
  await run.localRun.idle();
  await page.goto(linkTo(run, { desk: 'coordinators', caseId, link: 'coordinator' }));
  // The link alone opens nothing: they sign in, with a second step that is set up now, and come back to the case.
  await coordinate(page);
  expect(await page.locator('h3', { hasText: 'opened the sealed details' }).count()).toBe(2);
  expect(await page.locator('h3', { hasText: 'opened a sealed document' }).count()).toBe(1);
  await page.close();

  const told = JSON.stringify([
    run.localRun.messages,
    await run.cases.trail(caseId),
    await run.cases.read(caseId),
  ]);
  expect(told).not.toMatch(/Marker|HX-900-1|01632/);
  expect(run.localRun.denials).toEqual([]);
  expect(await accountOf(run)).toMatchObject({
    ...nothingWrong,
    strayEmails: [
      'Kent: your link to sign in',
      `${receiving}: your link to sign in`,
      'Kent: your link to sign in',
      `${third}: your link to sign in`,
      'The coordinators: your link to sign in',
      'Coordinators: a second step was set up',
    ],
  });
});

test('a mistyped address leads to our own page that says so, not to an error of the gateway', async () => {
  const page = await browser.newPage();
  const lost = await page.goto(`${run.localRun.endpoints.pages}/refre/a-child`);
  expect(lost?.status()).toBe(404);
  expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe('Page not found');
});

test('what is missing is given on the page that the e-mail leads to, and the search begins', async () => {
  const { trafficking: _, children: __, ...facts } = referral(run, 7).data.facts;
  const unknown = {
    number: 1,
    placementKind: 'foster-care',
    needs: [],
    ageAssessment: 'not-required',
  } as const;
  const message = referral(run, 7);
  await send(run, { ...message, data: { ...message.data, facts: { ...facts, children: [unknown] } } });
  await run.localRun.idle();
  const caseId = caseIdOf(7);
  expect((await theCase(run, 7)).status).toBe('incomplete');
  const desk = `council:${KENT}`;
  expect(mailTo(run, desk, caseId).at(-1)?.text).toContain('Give what is missing');

  const page = await browser.newPage();
  page.setDefaultTimeout(120_000);
  await page.goto(linkTo(run, { desk, caseId, link: 'entry' }));
  await choose(page, 'Give what is missing');
  await press(page, 'Continue');
  await answer(page, () => fillInDate(page, 'Date of birth', '2010-05-20'));
  await answer(page, () => choose(page, 'Female'));
  await answer(page, () => choose(page, 'No signs'));
  await page.getByLabel('Your name').fill('Jo Smith');
  await page.getByLabel('Your role').fill('social worker');
  await tick(page, /^I can act for/);
  await press(page, 'Send');
  expect(await page.locator('.govuk-notification-banner').innerText()).toContain('Recorded');
  await page.close();
  await run.localRun.idle();
  const after = await theCase(run, 7);
  expect(after).toMatchObject({ status: 'offered', facts: { trafficking: 'no-indicators' } });
  expect(await run.sealed.datesOfBirth(after.referralId)).toEqual({ 1: '2010-05-20' });
  expect(JSON.stringify([run.localRun.messages, await run.cases.trail(caseId)])).not.toContain('2010-05-20');
  expect(run.localRun.denials).toEqual([]);
});

test('a coordinator decides on a hold with the child’s wishes open, and closes a council that is being asked: the search goes on, and its desk and its lead are told', {
  timeout: LONG,
}, async () => {
  const uncle = referral(run, 9, { familyInUk: 'may-care' });
  await run.sealed.sealFirst(
    uncle.data.referralId,
    KENT,
    [{ number: 1, name: NAME, wishes: 'To live near the uncle' }],
    2_000_000_000,
  );
  await send(run, uncle);
  await send(run, referral(run, 8));
  await run.localRun.idle();
  const { council } = liveOffer(await theCase(run, 8));
  const { name = '', region = '' } = (await run.councils.read(council)) ?? {};
  const page = await browser.newPage();
  page.setDefaultTimeout(120_000);
  await page.goto(`${run.localRun.endpoints.pages}/sign-in`);
  await coordinate(page);

  const held = caseIdOf(9);
  await page.goto(linkTo(run, { desk: 'coordinators', caseId: held, link: 'coordinator' }));
  await page.getByRole('link', { name: 'Open the sealed details' }).click();
  await choose(page, 'To decide what is best for the child');
  await page.getByLabel('Why can you not decide without them?').fill('The uncle has written.');
  await tick(page, 'I need these details for a decision that waits for me');
  await press(page, 'Open the sealed details');
  const opened = await page.locator('main').innerText();
  expect(opened).toContain('To live near the uncle');
  expect(opened).not.toContain(NAME);
  const kent = await (await browser.newContext()).newPage();
  await kent.goto(linkTo(run, { desk: `council:${KENT}`, caseId: held, link: 'entry' }));
  expect(await kent.locator('main').innerText()).toContain('Coordinators have opened sealed details');
  await kent.close();

  await page.goto(`${run.localRun.endpoints.pages}/home`);
  await page.getByRole('link', { name: 'Councils: closing and opening them' }).click();
  await chooseByTyping(page, 'Council', name);
  await press(page, 'Go to this council');
  await choose(page, 'There is an emergency in its area');
  await page.getByLabel('Note').fill('A flood.');
  await fillInDate(page, 'First day on which it is closed', '2026-11-23');
  await press(page, 'Continue');
  await tick(page, 'This is my decision, and I may take it');
  await press(page, 'Close it');
  expect(await page.locator('main').innerText()).toContain('From 23 November 2026 until it is opened again');
  await page.close();

  await run.localRun.advance('6m');
  await run.localRun.idle();
  const after = await theCase(run, 8);
  expect(after.offers.find((offer) => offer.council === council)).toMatchObject({
    status: 'withdrawn',
    withdrawnBecause: 'council-closed',
  });
  expect(liveOffer(after).council).not.toBe(council);
  const closed = `${name}: closed to new children`;
  const about = run.localRun.messages.filter(({ subject }) => subject.endsWith(closed));
  const desk = deskAddress(`council:${council}`);
  expect(Object.fromEntries(about.map(({ subject, to, cc }) => [subject, [...to, ...(cc ?? [])]]))).toEqual({
    [closed]: [desk, desk.replace('duty@', 'manager@')],
    [`Copy: ${closed}`]: [deskAddress(`smp-lead:${region}`)],
  });
  expect(run.localRun.denials).toEqual([]);
});
