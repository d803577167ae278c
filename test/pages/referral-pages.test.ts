/** The pages around the referral form as they read: beginning one, going through it, checking, sending, and its record. */
import { beforeEach, expect, test } from 'vitest';
import type { Draft } from '../../shared/ports/draft-store.ts';
import { NOW } from '../builders.ts';
import { wholeReferral } from './answered-whole.ts';
import { sessionOf } from './forms.ts';
import { readPage } from './read-page.ts';
import { Site } from './site.ts';

const KENT = 'E10000016';
const id = '11111111-1111-4111-8111-111111111111';
const path = `/refer/${id}`;

let site: Site;
let cookies: string[];
beforeEach(async () => {
  site = await Site.seeded();
  cookies = [await site.signedIn(KENT)];
});
const save = (over: Partial<Draft> = {}) =>
  site.drafts.save({
    id,
    council: KENT,
    version: 1,
    form: wholeReferral(KENT),
    state: 'open',
    at: NOW,
    ...over,
  });
const get = (at: string, query: Record<string, string> = {}) => site.visit({ path: at, query, cookies });
const lines = async (at: string, query: Record<string, string> = {}) =>
  readPage((await get(at, query)).body).map((line) => line.replaceAll(id, '…'));
const session = async () => sessionOf((await get('/home')).body);
const post = async (at: string, form: Record<string, string> = {}) =>
  site.visit({ method: 'POST', path: at, form: { session: await session(), ...form }, cookies });

test('the page to begin lists what was begun, the latest first, and nothing that was sent', async () => {
  const draft = (number: number, over: Partial<Draft> = {}) =>
    save({
      id: `11111111-1111-4111-8111-${String(number).padStart(12, '0')}`,
      form: {},
      at: `2026-11-${String(number).padStart(2, '0')}T09:00:00.000Z`,
      ...over,
    });
  for (const number of [2, 3, 1]) await draft(number);
  await draft(4, { state: 'sent' });
  expect(await lines('/refer')).toEqual([
    'Kent',
    'Refer a child',
    'You refer a child, and brothers or sisters who stay together, in about ten minutes.',
    'Have at hand',
    'the date of birth you work with, and where an age assessment stands',
    'what you know of the child’s country, languages and Home Office or port references',
    'the days of arrival, of the asylum claim and of your decision to refer',
    'what you know of family in the UK, links to areas, areas to avoid, and signs of trafficking',
    'what carers should know, what the child says about the move, and who to ring at your council',
    'Each answer is kept for 28 days. You can stop at any time and come back to this page.',
    '[form post /refer]',
    '[hidden: session …]',
    '[hidden: draft …]',
    '[button]',
    'Begin a referral',
    'Not sent yet',
    '[to /refer/11111111-1111-4111-8111-000000000003/tasks] Referral begun at 9am on Tuesday 3 November 2026, no child yet',
    '[to /refer/11111111-1111-4111-8111-000000000002/tasks] Referral begun at 9am on Monday 2 November 2026, no child yet',
    '[to /refer/11111111-1111-4111-8111-000000000001/tasks] Referral begun at 9am on Sunday 1 November 2026, no child yet',
    'Or refer by email',
    'Fill in a form or a table, and attach it to an email to referrals@nts.example. We answer within minutes.',
    '[to /forms/refer-a-child.docx] Word form',
    ', for one child or for brothers and sisters who stay together',
    '[to /forms/children.csv] Table with one row for each child',
    '(CSV, opens in Excel), for up to 50 children',
  ]);
  for (let number = 5; number <= 28; number += 1) await draft(number);
  const begun = (page: readonly string[]) => page.filter((line) => line.includes('Referral begun at'));
  const [first, second] = [await lines('/refer'), await lines('/refer', { page: '2' })];
  expect([
    begun(first).length,
    ...begun(second).map((line) => line.replace(/.*begun at |, no child yet/g, '')),
  ]).toEqual([25, '9am on Monday 2 November 2026', '9am on Sunday 1 November 2026']);
  expect(second).toContain('Showing 26 to 27 of 27');
  expect((await post('/refer')).headers.location).toBe('/refer');
  expect((await post('/refer', { draft: 'x' })).headers.location).toBe('/refer');
  expect(await site.drafts.list(KENT)).toHaveLength(28);
});

test('a draft is named by the children that are in it, not by what is left of one who was taken out again', async () => {
  let version = 0;
  const names = async (form: Draft['form']) => {
    version += 1;
    await save({ version, form });
    const [line = ''] = (await lines('/refer')).filter((one) => one.includes('Referral begun at'));
    return line.split(', ').at(-1);
  };
  const sex = { 'child1-sex': ['female'], 'child2-sex': ['male'] };
  expect(await names({ 'child1-sex': ['female'] })).toBe('1 child');
  expect(await names({ ...sex, 'child1-another': ['yes'] })).toBe('2 children');
  expect(await names({ ...sex, 'child1-another': ['no'] })).toBe('1 child');
});

/** What has to be said of who a child is. */
const bornAnd = (sex: string) => ({
  'child1-born-day': '14',
  'child1-born-month': '5',
  'child1-born-year': '2010',
  'child1-sex': sex,
  'child1-another': 'no',
});

test('a page asks what belongs together, leads back to the one before, and lets people type where the list is long', async () => {
  await save();
  const first = await get(`${path}/referredOn`);
  expect(readPage(first.body)).toEqual([
    'Refer a child',
    'Your decision to refer',
    '[form post here]',
    '[hidden: step referredOn]',
    '[hidden: session …]',
    '[hidden: asks referredOn ownReference]',
    'When did you decide to refer?',
    'For example, 27 3 2026.',
    'Day',
    '[text: referredOn-day 16]',
    'Month',
    '[text: referredOn-month 11]',
    'Year',
    '[text: referredOn-year 2026]',
    'What is your own reference for this case? (optional)',
    'Your list and your search show it, to your council alone. It is kept sealed, and is in no email.',
    '[text: ownReference Synthetic answer to “What is your own reference for this case? (optional)”]',
    '[button]',
    'Save and continue',
    '[to /refer/11111111-1111-4111-8111-111111111111/tasks] See all parts of the referral',
  ]);
  const backOf = ({ body }: { body: string }) =>
    /govuk-back-link"[^>]*>|href="([^"]+)"[^>]*class="govuk-back-link/.exec(body)?.[0];
  const second = await get(`${path}/child1-who`);
  expect([
    backOf(first)?.includes(`"${path}/tasks"`),
    backOf(second)?.includes(`${path}/referredOn`),
  ]).toEqual([true, true]);
  const well = await lines(`${path}/child1-well`);
  expect(well.slice(0, 2)).toEqual(['Refer a child', 'Is the child well, and fit to move?']);
  const scripts = async (step: string) =>
    (await get(`${path}/${step}`)).headers['content-security-policy']?.includes('script-src');
  expect([await scripts('child1-background'), await scripts('link1'), await scripts('child1-who')]).toEqual([
    true,
    true,
    false,
  ]);
  const who = { step: 'child1-who', ...bornAnd('male') };
  const wrong = await post(`${path}/child1-who`, { ...who, 'child1-sex': 'x' });
  expect([wrong.status, ...readPage(wrong.body).slice(0, 2)]).toEqual([
    422,
    'There is a problem',
    '[to #child1-sex] Select the sex, or that it is not known',
  ]);
  // A page that asks nothing wrong of what stands there says so only where it is the one that is next.
  await save({ version: 2, form: { ...wholeReferral(KENT), 'child1-sex': ['x'] } });
  expect((await get(`${path}/child1-who`)).status).toBe(422);
  expect((await get(`${path}/referredOn`)).status).toBe(200);
  expect((await get(`${path}/check`)).headers.location).toBe(`${path}/child1-who`);
  expect((await get(path)).headers.location).toBe(`${path}/child1-who`);
  expect((await post(`${path}/child1-who`, who)).headers.location).toBe(`${path}/check`);
});

test('the check shows every answer with the way to its question, and asks for a tick', async () => {
  await save();
  const check = await lines(`${path}/check`);
  expect(check).toEqual([
    'Refer a child',
    'Check the answers before you refer the child',
    'Your decision',
    'Day of the decision',
    '16 November 2026',
    '[to /refer/…/referredOn] Change',
    'Day of the decision (Your decision)',
    'Your own reference',
    'Synthetic answer to “What is your own reference for this case? (optional)”',
    '[to /refer/…/referredOn] Change',
    'Your own reference (Your decision)',
    'The child',
    'Full name',
    'Synthetic answer to “What is the name of the child? (optional)”',
    '[to /refer/…/child1-who] Change',
    'Full name (The child)',
    'Home Office reference',
    'Synthetic answer to “Home Office reference (optional)”',
    '[to /refer/…/child1-who] Change',
    'Home Office reference (The child)',
    'Port reference',
    'Synthetic answer to “Port reference (optional)”',
    '[to /refer/…/child1-who] Change',
    'Port reference (The child)',
    'Date of birth',
    '14 May 2010',
    '[to /refer/…/child1-who] Change',
    'Date of birth (The child)',
    'Other dates',
    'None',
    '[to /refer/…/child1-who] Change',
    'Other dates (The child)',
    'Sex',
    'Female',
    '[to /refer/…/child1-who] Change',
    'Sex (The child)',
    'Another child to stay together with',
    'No',
    '[to /refer/…/child1-who] Change',
    'Another child to stay together with (The child)',
    'Nationality',
    'Not known',
    '[to /refer/…/child1-background] Change',
    'Nationality (The child)',
    'First language',
    'A sign language',
    '[to /refer/…/child1-background] Change',
    'First language (The child)',
    'Second language',
    'A sign language',
    '[to /refer/…/child1-background] Change',
    'Second language (The child)',
    'Third language',
    'A sign language',
    '[to /refer/…/child1-background] Change',
    'Third language (The child)',
    'More about the languages',
    'Synthetic answer to “More about the languages (optional)”',
    '[to /refer/…/child1-background] Change',
    'More about the languages (The child)',
    'Interpreter needed',
    'Yes',
    '[to /refer/…/child1-background] Change',
    'Interpreter needed (The child)',
    'Faith',
    'No religion',
    '[to /refer/…/child1-background] Change',
    'Faith (The child)',
    'What the child needs',
    'Age assessment',
    'Not required',
    '[to /refer/…/child1-needed] Change',
    'Age assessment (What the child needs)',
    'Placement',
    'Foster care',
    '[to /refer/…/child1-needed] Change',
    'Placement (What the child needs)',
    'Needs',
    'Carers trained to look after survivors of trafficking',
    '[to /refer/…/child1-needed] Change',
    'Needs (What the child needs)',
    'Health assessment',
    'Done',
    '[to /refer/…/child1-well] Change',
    'Health assessment (What the child needs)',
    'Fit to move',
    'Fit to move',
    '[to /refer/…/child1-well] Change',
    'Fit to move (What the child needs)',
    'Day fitness was found',
    '16 November 2026',
    '[to /refer/…/child1-well] Change',
    'Day fitness was found (What the child needs)',
    'Health needs',
    'A long-term condition',
    '[to /refer/…/child1-well] Change',
    'Health needs (What the child needs)',
    'NHS number',
    '9434765919',
    '[to /refer/…/child1-well] Change',
    'NHS number (What the child needs)',
    'Health',
    'Synthetic answer to “Health (optional)”',
    '[to /refer/…/child1-well] Change',
    'Health (What the child needs)',
    'Disability',
    'Synthetic answer to “Disability (optional)”',
    '[to /refer/…/child1-well] Change',
    'Disability (What the child needs)',
    'Education',
    'Synthetic answer to “Education (optional)”',
    '[to /refer/…/child1-well] Change',
    'Education (What the child needs)',
    'Faith and culture',
    'Synthetic answer to “Faith and culture (optional)”',
    '[to /refer/…/child1-well] Change',
    'Faith and culture (What the child needs)',
    'Missing before',
    'No',
    '[to /refer/…/child1-daily] Change',
    'Missing before (What the child needs)',
    'Food',
    'Halal',
    '[to /refer/…/child1-daily] Change',
    'Food (What the child needs)',
    'School so far',
    'Never been at school',
    '[to /refer/…/child1-daily] Change',
    'School so far (What the child needs)',
    'Can live with other young people',
    'Yes',
    '[to /refer/…/child1-daily] Change',
    'Can live with other young people (What the child needs)',
    'Smokes',
    'Yes',
    '[to /refer/…/child1-daily] Change',
    'Smokes (What the child needs)',
    'Can live where there are pets',
    'Yes',
    '[to /refer/…/child1-daily] Change',
    'Can live where there are pets (What the child needs)',
    'Solicitor',
    'Synthetic answer to “Solicitor (optional)”',
    '[to /refer/…/child1-supporters] Change',
    'Solicitor (What the child needs)',
    'Independent guardian',
    'Synthetic answer to “Independent guardian (optional)”',
    '[to /refer/…/child1-supporters] Change',
    'Independent guardian (What the child needs)',
    'Advocate',
    'Synthetic answer to “Advocate (optional)”',
    '[to /refer/…/child1-supporters] Change',
    'Advocate (What the child needs)',
    'Independent reviewing officer',
    'Synthetic answer to “Independent reviewing officer (optional)”',
    '[to /refer/…/child1-supporters] Change',
    'Independent reviewing officer (What the child needs)',
    'Not there yet',
    'No solicitor yet',
    '[to /refer/…/child1-supporters] Change',
    'Not there yet (What the child needs)',
    'Arrival and care',
    'What is true of the child',
    'Was under 18 at the asylum claim',
    '[to /refer/…/claim] Change',
    'What is true of the child (Arrival and care)',
    'Day of the asylum claim',
    '16 November 2026',
    '[to /refer/…/claim] Change',
    'Day of the asylum claim (Arrival and care)',
    'Day of arrival',
    '16 November 2026',
    '[to /refer/…/arrival] Change',
    'Day of arrival (Arrival and care)',
    'Place of arrival',
    'At a port or on the coast',
    '[to /refer/…/arrival] Change',
    'Place of arrival (Arrival and care)',
    'Port or place',
    'Synthetic answer to “Which one? (optional)”',
    '[to /refer/…/arrival] Change',
    'Port or place (Arrival and care)',
    'Known to another council',
    'Yes',
    '[to /refer/…/arrival] Change',
    'Known to another council (Arrival and care)',
    'Which council',
    'Aberdeen City',
    '[to /refer/…/arrival] Change',
    'Which council (Arrival and care)',
    'In your care',
    'Yes',
    '[to /refer/…/care] Change',
    'In your care (Arrival and care)',
    'Care status',
    'Looked after by agreement (section 20)',
    '[to /refer/…/care] Change',
    'Care status (Arrival and care)',
    'Immigration status',
    'The asylum claim is not decided yet',
    '[to /refer/…/care] Change',
    'Immigration status (Arrival and care)',
    'First day in the placement',
    '16 November 2026',
    '[to /refer/…/settledSince] Change',
    'First day in the placement (Arrival and care)',
    'Reception centre',
    'Yes, one from which children move on',
    '[to /refer/…/settledSince] Change',
    'Reception centre (Arrival and care)',
    'Family, links and safety',
    'Family in the UK',
    'No, none known',
    '[to /refer/…/relatives] Change',
    'Family in the UK (Family, links and safety)',
    'Links',
    'Yes',
    '[to /refer/…/relatives] Change',
    'Links (Family, links and safety)',
    'Council of the link',
    'Aberdeen City',
    '[to /refer/…/link1] Change',
    'Council of the link (Family, links and safety)',
    'Who is there',
    'Family',
    '[to /refer/…/link1] Change',
    'Who is there (Family, links and safety)',
    'Areas to avoid',
    'Yes',
    '[to /refer/…/safety] Change',
    'Areas to avoid (Family, links and safety)',
    'Trafficking',
    'No signs',
    '[to /refer/…/safety] Change',
    'Trafficking (Family, links and safety)',
    'Council to avoid',
    'Hampshire',
    '[to /refer/…/avoid1] Change',
    'Council to avoid (Family, links and safety)',
    'The move',
    'The child’s wishes',
    'Yes',
    '[to /refer/…/move] Change',
    'The child’s wishes (The move)',
    'Why a move is in the child’s best interests',
    'Synthetic answer to “Why a move is in the child’s best interests (optional)”',
    '[to /refer/…/move] Change',
    'Why a move is in the child’s best interests (The move)',
    'Proposed day',
    '30 November 2026',
    '[to /refer/…/move] Change',
    'Proposed day (The move)',
    'What the child says',
    'Synthetic answer to “What the child says (optional)”',
    '[to /refer/…/says] Change',
    'What the child says (The move)',
    'Who to ring',
    'Contact at your council',
    'Synthetic answer to “Contact at your council”',
    '[to /refer/…/people] Change',
    'Contact at your council (Who to ring)',
    'The child’s social worker',
    'Synthetic answer to “The child’s social worker (optional)”',
    '[to /refer/…/people] Change',
    'The child’s social worker (Who to ring)',
    'Duty telephone',
    'Synthetic answer to “Your desk’s phone number (optional)”',
    '[to /refer/…/people] Change',
    'Duty telephone (Who to ring)',
    'Duty hours',
    'Synthetic answer to “Hours in which it is answered (optional)”',
    '[to /refer/…/people] Change',
    'Duty hours (Who to ring)',
    '[form post here]',
    '[hidden: step check]',
    '[hidden: session …]',
    '[hidden: shown 1]',
    'Confirm',
    '[checkbox: confirm yes]',
    'I can act for Kent',
    '[button]',
    'Refer the child',
  ]);
  const missed = await post(`${path}/check`, { step: 'check', shown: '1' });
  expect([missed.status, ...readPage(missed.body).slice(0, 3)]).toEqual([
    422,
    'There is a problem',
    '[to #confirm] Tick the box to say that you can act for Kent',
    'Refer a child',
  ]);
  await site.sealed.sealFirst(id, 'E10000014', [{ number: 1, name: 'Another Child' }]);
  const taken = await post(`${path}/check`, { step: 'check', shown: '1', confirm: 'yes' });
  expect([taken.status, ...readPage(taken.body).slice(0, 3)]).toEqual([
    409,
    'There is a problem',
    '[to #confirm] This was not sent, because something else is kept under its number. Begin a new referral with these answers, or call the National Transfer Scheme team',
    'Refer a child',
  ]);
  expect((await site.drafts.read(KENT, id))?.state).toBe('sending');
});

test('a long referral is checked and recorded page by page, and confirmed on the last', async () => {
  const children = [1, 2].flatMap((number) => [
    [`child${number}-another`, [number < 2 ? 'yes' : 'no']],
    [`child${number}-born-day`, ['14']],
    [`child${number}-born-month`, ['5']],
    [`child${number}-born-year`, ['2010']],
  ]);
  await save({ form: wholeReferral(KENT, Object.fromEntries(children)) });
  const [first, second] = [await lines(`${path}/check`), await lines(`${path}/check`, { page: '2' })];
  const asks = (page: readonly string[]) => page.includes('[checkbox: confirm yes]');
  expect([asks(first), asks(second)]).toEqual([false, true]);
  expect(first.filter((line) => line.startsWith('[to /refer/'))).toHaveLength(75);
  // What is wrong with the form is said where it stands, on whichever page.
  expect(readPage((await post(`${path}/check`, { step: 'check', shown: '1' })).body)).toContain(
    '[checkbox: confirm yes]',
  );
  await save({ version: 2, form: wholeReferral(KENT, Object.fromEntries(children)), state: 'sent' });
  const record = await lines(`${path}/record`);
  expect(record.slice(0, 4)).toEqual([
    'Reference NTS-Y8CT-A9WE',
    'Record of a referral',
    'Print each page of this record or save it as a file, and keep them as safely as the child’s own file.',
    'The referral',
  ]);
  expect(record.some((line) => /Showing 1 to 75/.test(line))).toBe(true);
});

test('what is checked is called otherwise in each place: of each child, and of each council that is named', async () => {
  const answers = wholeReferral(KENT, {
    'child1-another': ['yes'],
    'child2-another': ['no'],
    'child2-born-day': ['14'],
    'child2-born-month': ['5'],
    'child2-born-year': ['2011'],
    wishes: ['yes'],
    'link1-another': ['yes'],
    'link2-another': ['no'],
    'link2-council': ['E10000014'],
    avoid: ['regions'],
    'avoidRegions-another': ['yes'],
    'avoid1-another': ['yes'],
    'avoid2-another': ['no'],
    'avoid2-council': ['E10000011'],
  });
  await save({ form: answers });
  const pages = [];
  for (const page of ['1', '2']) pages.push((await get(`${path}/check`, { page })).body);
  const names = [
    ...pages.join('').matchAll(/>Change<span class="govuk-visually-hidden"> ([^<]+)<\/span>/g),
  ].map(([, name = '']) => name);
  for (const name of [
    'Full name (Child 2)',
    'What child 1 says (The move)',
    'Council of link 2 (Family, links and safety)',
    'Who is at link 2 (Family, links and safety)',
    'Council 2 to avoid (Family, links and safety)',
  ])
    expect(names).toContain(name);
  expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
});

test('what was sent has a receipt and a record, which outlasts the answers', async () => {
  const asked = await site.referred();
  const own = `/refer/${asked.referralId}`;
  await save({ id: asked.referralId, state: 'sent' });
  const steady = (page: readonly string[]) =>
    page.map((line) => line.replaceAll(asked.id, 'NTS-…').replaceAll(asked.referralId, '…'));
  expect(steady(await lines(`${own}/sent`))).toEqual([
    'Referral sent',
    'Your reference is NTS-…',
    'We have emailed nobody a name or a date of birth. Quote the reference when you ask us something.',
    'What happens next',
    'Within minutes we look for a council. If a fact is missing, we email you what it is and by when we need it.',
    'The council that is asked first has 1 working day to answer. Others stand by as back-ups.',
    'The child should move within 10 working days of the referral. When you do not look after the child, it is 5 working days.',
    'You stay responsible for the child until the handover. Tell us at once if the child goes missing: your list has the page for it.',
    '[to /refer/…/record] See a record to print or save',
  ]);
  const record = steady(await lines(`${own}/record`));
  expect(record.slice(0, 20)).toEqual([
    'Reference NTS-…',
    'Record of a referral',
    'Print this page or save it as a file, and keep it as safely as the child’s own file.',
    'The referral',
    'Reference',
    'NTS-…',
    'Referred by',
    'Kent',
    'Sent',
    '9am on Monday 23 November 2026',
    'Move by',
    '7 December 2026',
    'Your decision',
    'Day of the decision',
    '16 November 2026',
    'Your own reference',
    'Synthetic answer to “What is your own reference for this case? (optional)”',
    'The child',
    'Full name',
    'Synthetic answer to “What is the name of the child? (optional)”',
  ]);
  for (const step of ['check', 'referredOn'])
    expect((await get(`${own}/${step}`)).headers.location).toBe(`${own}/sent`);
  for (const step of ['sent', 'record'])
    expect((await post(`${own}/${step}`)).headers.location).toBe(`${own}/sent`);
  site.clock.set('2026-12-22T09:00:00.000Z');
  cookies = [await site.signedIn(KENT)];
  expect(steady(await lines(`${own}/record`))).toEqual([
    'Reference NTS-…',
    'Record of a referral',
    'The answers are no longer kept here. The reference finds the case.',
    'The referral',
    'Reference',
    'NTS-…',
    'Referred by',
    'Kent',
    'Sent',
    '9am on Monday 23 November 2026',
    'Move by',
    '7 December 2026',
    'What happens next',
    'Within minutes we look for a council. If a fact is missing, we email you what it is and by when we need it.',
    'The council that is asked first has 1 working day to answer. Others stand by as back-ups.',
    'The child should move within 10 working days of the referral. When you do not look after the child, it is 5 working days.',
    'You stay responsible for the child until the handover. Tell us at once if the child goes missing: your list has the page for it.',
  ]);
  expect((await get(`${own}/sent`)).status).toBe(404);
  expect((await post(`${own}/record`)).status).toBe(404);
  for (const other of ['/refer/x/record', '/refer/22222222-2222-4222-8222-222222222222/record'])
    expect((await get(other)).status).toBe(404);
  cookies = [await site.signedIn('E10000014')];
  expect((await get(`${own}/record`)).status).toBe(404);
});

test('a draft that is being sent takes no answer, and whoever is no officer is sent elsewhere', async () => {
  await save({ state: 'sending' });
  expect((await get(`${path}/referredOn`)).headers.location).toBe(`${path}/check`);
  expect(await lines(`${path}/check`)).not.toContain(`[to ${path}/referredOn] Change`);
  expect((await get(`${path}/check/more`)).status).toBe(404);
  expect((await site.visit({ method: 'PUT', path: `${path}/check`, cookies })).headers.allow).toBe(
    'GET, HEAD, POST',
  );
  expect((await site.visit({ method: 'HEAD', path: '/refer', cookies })).status).toBe(200);
  expect(
    (await site.visit({ path: '/refer', cookies: [await site.coordinatorSignedIn()] })).headers.location,
  ).toBe('/home');
  const large = await post(`${path}/referredOn`, { more: 'x'.repeat(30_000) });
  expect([large.status, large.headers.location]).toEqual([303, `${path}/check`]);
  expect((await get('/refer/33333333-3333-4333-8333-333333333333')).status).toBe(404);
});

test('an answer is laid over what other windows save, and whoever lost five times is told that it was not kept', async () => {
  await save();
  const real = site.drafts.save.bind(site.drafts);
  let tries = 0;
  site.drafts.save = async () => {
    tries += 1;
    return 'lost-race';
  };
  const answer = () => post(`${path}/child1-who`, { step: 'child1-who', ...bornAnd('female') });
  const late = await answer();
  expect([tries, late.status]).toEqual([5, 409]);
  expect(late.body).toContain('Your answer was not kept');
  site.drafts.save = real;
  expect((await answer()).headers.location).toBe(`${path}/check`);
  expect((await site.drafts.read(KENT, id))?.form['child1-sex']).toEqual(['female']);
});
