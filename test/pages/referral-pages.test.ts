/** The pages around the referral form as they read: beginning one, going through it, checking, sending, and its record. */
import { beforeEach, expect, test } from 'vitest';
import type { Draft } from '../../shared/ports/draft-store.ts';
import { NOW } from '../builders.ts';
import { answeredWhole } from './answered-whole.ts';
import { readPage } from './read-page.ts';
import { Site } from './site.ts';

const KENT = 'E10000016';
const id = '11111111-1111-4111-8111-111111111111';
const path = `/refer/${id}`;
const whole = (more: Record<string, string[]> = {}) =>
  answeredWhole(KENT, '2026-11-23', {
    'child1-born-day': ['14'],
    'child1-born-month': ['5'],
    'child1-born-year': ['2010'],
    'child1-another': ['no'],
    'proposedMoveOn-day': ['30'],
    'link1-another': ['no'],
    'avoid1-another': ['no'],
    'avoid1-council': ['E10000014'],
    ...more,
  });

let site: Site;
let cookies: string[];
beforeEach(async () => {
  site = await Site.seeded();
  cookies = [await site.signedIn(KENT)];
});
const save = (over: Partial<Draft> = {}) =>
  site.drafts.save({ id, council: KENT, version: 1, form: whole(), state: 'open', at: NOW, ...over });
const get = (at: string, query: Record<string, string> = {}) => site.visit({ path: at, query, cookies });
const lines = async (at: string, query: Record<string, string> = {}) =>
  readPage((await get(at, query)).body).map((line) => line.replaceAll(id, '…'));
const session = async () => /name="session" value="([^"]+)"/.exec((await get('/home')).body)?.[1] ?? '';
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
    '[to /refer/11111111-1111-4111-8111-000000000003] Referral begun on 3 November 2026 at 9am, no child yet',
    '[to /refer/11111111-1111-4111-8111-000000000002] Referral begun on 2 November 2026 at 9am, no child yet',
    '[to /refer/11111111-1111-4111-8111-000000000001] Referral begun on 1 November 2026 at 9am, no child yet',
    'Or refer by email',
    'Fill in a form or a table, and attach it to an email to referrals@nts.example. We answer within minutes.',
    '[to /forms/refer-a-child.docx] Word form',
    ', for one child or for brothers and sisters who stay together',
    '[to /forms/children.csv] Table with one row for each child',
    '(CSV, opens in Excel), for up to 50 children',
  ]);
  for (let number = 5; number <= 28; number += 1) await draft(number);
  const begun = (page: readonly string[]) => page.filter((line) => line.includes('Referral begun on'));
  const [first, second] = [await lines('/refer'), await lines('/refer', { page: '2' })];
  expect([
    begun(first).length,
    ...begun(second).map((line) => line.replace(/.*begun on |, no child yet/g, '')),
  ]).toEqual([25, '2 November 2026 at 9am', '1 November 2026 at 9am']);
  expect(second).toContain('Showing 26 to 27 of 27');
  expect((await post('/refer')).headers.location).toBe('/refer');
  expect((await post('/refer', { draft: 'x' })).headers.location).toBe('/refer');
  expect(await site.drafts.list(KENT)).toHaveLength(28);
});

test('a page asks one thing, leads back to the one before, and lets people type where the list is long', async () => {
  await save();
  const first = await get(`${path}/referredOn`);
  expect(readPage(first.body)).toEqual([
    '[to /refer] Back',
    'Refer a child',
    'When did you decide to refer?',
    '[form post here]',
    '[hidden: step referredOn]',
    '[hidden: session …]',
    'Day of the decision',
    'For example, 27 3 2026.',
    'Day',
    '[text: referredOn-day 16]',
    'Month',
    '[text: referredOn-month 11]',
    'Year',
    '[text: referredOn-year 2026]',
    '[button]',
    'Save and continue',
  ]);
  const backOf = ({ body }: { body: string }) =>
    /govuk-back-link"[^>]*>|href="([^"]+)"[^>]*class="govuk-back-link/.exec(body)?.[0];
  const second = await get(`${path}/child1-name`);
  expect([backOf(first)?.includes('"/refer"'), backOf(second)?.includes(`${path}/referredOn`)]).toEqual([
    true,
    true,
  ]);
  const care = await lines(`${path}/child1-care`);
  expect(care.slice(0, 3)).toEqual([
    '[to /refer/…/child1-needs] Back',
    'Refer a child',
    'What should carers of the child know?',
  ]);
  const scripts = async (step: string) =>
    (await get(`${path}/${step}`)).headers['content-security-policy']?.includes('script-src');
  expect([await scripts('child1-nationality'), await scripts('link1'), await scripts('child1-sex')]).toEqual([
    true,
    true,
    false,
  ]);
  const wrong = await post(`${path}/child1-sex`, { step: 'child1-sex', 'child1-sex': 'x' });
  expect([wrong.status, ...readPage(wrong.body).slice(0, 3)]).toEqual([
    422,
    '[to /refer/11111111-1111-4111-8111-111111111111/child1-born] Back',
    'There is a problem',
    '[to #child1-sex] Select the sex, or that it is not known',
  ]);
  // A page that asks nothing wrong of what stands there says so only where it is the one that is next.
  await save({ version: 2, form: { ...whole(), 'child1-sex': ['x'] } });
  expect((await get(`${path}/child1-sex`)).status).toBe(422);
  expect((await get(`${path}/referredOn`)).status).toBe(200);
  expect((await get(`${path}/check`)).headers.location).toBe(`${path}/child1-sex`);
  expect((await get(path)).headers.location).toBe(`${path}/child1-sex`);
  expect(
    (await post(`${path}/child1-sex`, { step: 'child1-sex', 'child1-sex': 'male' })).headers.location,
  ).toBe(`${path}/check`);
});

test('the check shows every answer with the way to its question, and asks for a tick', async () => {
  await save();
  const check = await lines(`${path}/check`);
  expect(check).toEqual([
    'Refer a child',
    'Check the answers before you refer the child',
    'When did you decide to refer?',
    '16 November 2026',
    '[to /refer/…/referredOn] Change',
    'When did you decide to refer?',
    'What is the name of the child?',
    'Synthetic answer to “Full name (optional)”',
    '[to /refer/…/child1-name] Change',
    'What is the name of the child?',
    'What references does the child have? Home Office reference (optional)',
    'Synthetic answer to “Home Office reference (optional)”',
    '[to /refer/…/child1-references] Change',
    'What references does the child have? Home Office reference (optional)',
    'What references does the child have? Port reference (optional)',
    'Synthetic answer to “Port reference (optional)”',
    '[to /refer/…/child1-references] Change',
    'What references does the child have? Port reference (optional)',
    'When was the child born? Date of birth',
    '14 May 2010',
    '[to /refer/…/child1-born] Change',
    'When was the child born? Date of birth',
    'When was the child born? Other dates (optional)',
    'None',
    '[to /refer/…/child1-born] Change',
    'When was the child born? Other dates (optional)',
    'What is the sex of the child?',
    'Female',
    '[to /refer/…/child1-sex] Change',
    'What is the sex of the child?',
    'What is the nationality of the child?',
    'Not known',
    '[to /refer/…/child1-nationality] Change',
    'What is the nationality of the child?',
    'Which languages does the child speak? First language (optional)',
    'A sign language',
    '[to /refer/…/child1-language] Change',
    'Which languages does the child speak? First language (optional)',
    'Which languages does the child speak? Second language (optional)',
    'A sign language',
    '[to /refer/…/child1-language] Change',
    'Which languages does the child speak? Second language (optional)',
    'Which languages does the child speak? Third language (optional)',
    'A sign language',
    '[to /refer/…/child1-language] Change',
    'Which languages does the child speak? Third language (optional)',
    'Which languages does the child speak? More about the languages (optional)',
    'Synthetic answer to “More about the languages (optional)”',
    '[to /refer/…/child1-language] Change',
    'Which languages does the child speak? More about the languages (optional)',
    'Which languages does the child speak? Does the child need an interpreter?',
    'Yes',
    '[to /refer/…/child1-language] Change',
    'Which languages does the child speak? Does the child need an interpreter?',
    'Where does the age assessment of the child stand?',
    'Not required',
    '[to /refer/…/child1-assessment] Change',
    'Where does the age assessment of the child stand?',
    'Which placement does the child need?',
    'Foster care',
    '[to /refer/…/child1-placement] Change',
    'Which placement does the child need?',
    'What particular needs does the child have?',
    'Carers trained to look after survivors of trafficking',
    '[to /refer/…/child1-needs] Change',
    'What particular needs does the child have?',
    'What should carers of the child know? Health (optional)',
    'Synthetic answer to “Health (optional)”',
    '[to /refer/…/child1-care] Change',
    'What should carers of the child know? Health (optional)',
    'What should carers of the child know? Disability (optional)',
    'Synthetic answer to “Disability (optional)”',
    '[to /refer/…/child1-care] Change',
    'What should carers of the child know? Disability (optional)',
    'What should carers of the child know? Education (optional)',
    'Synthetic answer to “Education (optional)”',
    '[to /refer/…/child1-care] Change',
    'What should carers of the child know? Education (optional)',
    'What should carers of the child know? Faith and culture (optional)',
    'Synthetic answer to “Faith and culture (optional)”',
    '[to /refer/…/child1-care] Change',
    'What should carers of the child know? Faith and culture (optional)',
    'Is the child well, and fit to move? Health assessment',
    'Done',
    '[to /refer/…/child1-fitness] Change',
    'Is the child well, and fit to move? Health assessment',
    'Is the child well, and fit to move? Fit to move',
    'Fit to move',
    '[to /refer/…/child1-fitness] Change',
    'Is the child well, and fit to move? Fit to move',
    'Is the child well, and fit to move? Day on which that was found (optional)',
    '16 November 2026',
    '[to /refer/…/child1-fitness] Change',
    'Is the child well, and fit to move? Day on which that was found (optional)',
    'Is the child well, and fit to move? Health needs',
    'A long-term condition',
    '[to /refer/…/child1-fitness] Change',
    'Is the child well, and fit to move? Health needs',
    'Is the child well, and fit to move? NHS number (optional)',
    '9434765919',
    '[to /refer/…/child1-fitness] Change',
    'Is the child well, and fit to move? NHS number (optional)',
    'How does the child live? Faith',
    'No religion',
    '[to /refer/…/child1-life] Change',
    'How does the child live? Faith',
    'How does the child live? Food',
    'Halal',
    '[to /refer/…/child1-life] Change',
    'How does the child live? Food',
    'How does the child live? School so far',
    'Never been at school',
    '[to /refer/…/child1-life] Change',
    'How does the child live? School so far',
    'How does the child live? Can live with other young people',
    'Yes',
    '[to /refer/…/child1-life] Change',
    'How does the child live? Can live with other young people',
    'How does the child live? Smokes',
    'Yes',
    '[to /refer/…/child1-life] Change',
    'How does the child live? Smokes',
    'How does the child live? Can live where there are pets',
    'Yes',
    '[to /refer/…/child1-life] Change',
    'How does the child live? Can live where there are pets',
    'Has the child gone missing before?',
    'No',
    '[to /refer/…/child1-missing] Change',
    'Has the child gone missing before?',
    'Who speaks for the child? Solicitor (optional)',
    'Synthetic answer to “Solicitor (optional)”',
    '[to /refer/…/child1-supporters] Change',
    'Who speaks for the child? Solicitor (optional)',
    'Who speaks for the child? Independent guardian (optional)',
    'Synthetic answer to “Independent guardian (optional)”',
    '[to /refer/…/child1-supporters] Change',
    'Who speaks for the child? Independent guardian (optional)',
    'Who speaks for the child? Advocate (optional)',
    'Synthetic answer to “Advocate (optional)”',
    '[to /refer/…/child1-supporters] Change',
    'Who speaks for the child? Advocate (optional)',
    'Who speaks for the child? Independent reviewing officer (optional)',
    'Synthetic answer to “Independent reviewing officer (optional)”',
    '[to /refer/…/child1-supporters] Change',
    'Who speaks for the child? Independent reviewing officer (optional)',
    'Who speaks for the child? Who is not there yet? (optional)',
    'No solicitor yet',
    '[to /refer/…/child1-supporters] Change',
    'Who speaks for the child? Who is not there yet? (optional)',
    'Is there a brother or sister to stay together with?',
    'No',
    '[to /refer/…/child1-another] Change',
    'Is there a brother or sister to stay together with?',
    'What is true of the child?',
    'Was under 18 at the asylum claim',
    '[to /refer/…/definition] Change',
    'What is true of the child?',
    'When and where did the child arrive in the UK? Day of arrival',
    '16 November 2026',
    '[to /refer/…/arrivedOn] Change',
    'When and where did the child arrive in the UK? Day of arrival',
    'When and where did the child arrive in the UK? Place of arrival',
    'At a port or on the coast',
    '[to /refer/…/arrivedOn] Change',
    'When and where did the child arrive in the UK? Place of arrival',
    'When and where did the child arrive in the UK? Which one? (optional)',
    'Synthetic answer to “Which one? (optional)”',
    '[to /refer/…/arrivedOn] Change',
    'When and where did the child arrive in the UK? Which one? (optional)',
    'When did the child claim asylum?',
    '16 November 2026',
    '[to /refer/…/asylumClaimOn] Change',
    'When did the child claim asylum?',
    'Has the child been to another council before? Known to another council',
    'Yes',
    '[to /refer/…/presented] Change',
    'Has the child been to another council before? Known to another council',
    'Has the child been to another council before? Which council, if you know (optional)',
    'Aberdeen City',
    '[to /refer/…/presented] Change',
    'Has the child been to another council before? Which council, if you know (optional)',
    'What is the child’s status? Care status',
    'Looked after by agreement (section 20)',
    '[to /refer/…/status] Change',
    'What is the child’s status? Care status',
    'What is the child’s status? Immigration status',
    'The asylum claim is not decided yet',
    '[to /refer/…/status] Change',
    'What is the child’s status? Immigration status',
    'Do you look after the child now?',
    'Yes',
    '[to /refer/…/inCare] Change',
    'Do you look after the child now?',
    'Since when has the child been in the present placement? First day there',
    '16 November 2026',
    '[to /refer/…/settledSince] Change',
    'Since when has the child been in the present placement? First day there',
    'Since when has the child been in the present placement? Is it a reception centre?',
    'Yes, one from which children move on',
    '[to /refer/…/settledSince] Change',
    'Since when has the child been in the present placement? Is it a reception centre?',
    'Does the child have family in the UK?',
    'No, none known',
    '[to /refer/…/family] Change',
    'Does the child have family in the UK?',
    'Does the child have links to a council’s area?',
    'Yes',
    '[to /refer/…/links] Change',
    'Does the child have links to a council’s area?',
    'Where is the link? Council',
    'Aberdeen City',
    '[to /refer/…/link1] Change',
    'Where is the link? Council',
    'Where is the link? Who is there?',
    'Family',
    '[to /refer/…/link1] Change',
    'Where is the link? Who is there?',
    'Where is the link? Add another council?',
    'No',
    '[to /refer/…/link1] Change',
    'Where is the link? Add another council?',
    'Are there areas where the child would not be safe?',
    'Yes',
    '[to /refer/…/avoid] Change',
    'Are there areas where the child would not be safe?',
    'Which area would not be safe? Council',
    'Hampshire',
    '[to /refer/…/avoid1] Change',
    'Which area would not be safe? Council',
    'Which area would not be safe? Add another council?',
    'No',
    '[to /refer/…/avoid1] Change',
    'Which area would not be safe? Add another council?',
    'Are there signs of trafficking?',
    'No signs',
    '[to /refer/…/trafficking] Change',
    'Are there signs of trafficking?',
    'Was the child asked about the move?',
    'Yes',
    '[to /refer/…/wishes] Change',
    'Was the child asked about the move?',
    'What does the child say?',
    'Synthetic answer to “In the child’s own words, if you can (optional)”',
    '[to /refer/…/wishes1] Change',
    'What does the child say?',
    'Why and when should the child move? Why a move is in the child’s best interests (optional)',
    'Synthetic answer to “Why a move is in the child’s best interests (optional)”',
    '[to /refer/…/proposedMoveOn] Change',
    'Why and when should the child move? Why a move is in the child’s best interests (optional)',
    'Why and when should the child move? Proposed day (optional)',
    '30 November 2026',
    '[to /refer/…/proposedMoveOn] Change',
    'Why and when should the child move? Proposed day (optional)',
    'Who can be asked about the child? Contact at your council',
    'Synthetic answer to “Contact at your council”',
    '[to /refer/…/people] Change',
    'Who can be asked about the child? Contact at your council',
    'Who can be asked about the child? The child’s social worker (optional)',
    'Synthetic answer to “The child’s social worker (optional)”',
    '[to /refer/…/people] Change',
    'Who can be asked about the child? The child’s social worker (optional)',
    '[form post here]',
    '[hidden: step check]',
    '[hidden: session …]',
    'Confirm',
    '[checkbox: confirm yes]',
    'I can act for Kent',
    '[button]',
    'Refer the child',
  ]);
  const missed = await post(`${path}/check`, { step: 'check' });
  expect([missed.status, ...readPage(missed.body).slice(0, 3)]).toEqual([
    422,
    'There is a problem',
    '[to #confirm] Tick the box to say that you can act for Kent',
    'Refer a child',
  ]);
  await site.sealed.sealFirst(id, 'E10000014', [{ number: 1, name: 'Another Child' }]);
  const taken = await post(`${path}/check`, { step: 'check', confirm: 'yes' });
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
  await save({ form: whole(Object.fromEntries(children)) });
  const [first, second] = [await lines(`${path}/check`), await lines(`${path}/check`, { page: '2' })];
  const asks = (page: readonly string[]) => page.includes('[checkbox: confirm yes]');
  expect([asks(first), asks(second)]).toEqual([false, true]);
  expect(first.filter((line) => line.startsWith('[to /refer/'))).toHaveLength(75);
  // What is wrong with the form is said where it stands, on whichever page.
  expect(readPage((await post(`${path}/check`, { step: 'check' })).body)).toContain(
    '[checkbox: confirm yes]',
  );
  await save({ version: 2, form: whole(Object.fromEntries(children)), state: 'sent' });
  const record = await lines(`${path}/record`);
  expect(record.slice(0, 4)).toEqual([
    'Reference NTS-Y8CT-A9WE',
    'Record of a referral',
    'Print each page of this record or save it as a file, and keep them as safely as the child’s own file.',
    'The referral',
  ]);
  expect(record.some((line) => /Showing 1 to 75/.test(line))).toBe(true);
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
    'What you told us',
    'When did you decide to refer?',
    '16 November 2026',
    'What is the name of the child?',
    'Synthetic answer to “Full name (optional)”',
    'What references does the child have? Home Office reference (optional)',
    'Synthetic answer to “Home Office reference (optional)”',
    'What references does the child have? Port reference (optional)',
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
  const late = await post(`${path}/child1-sex`, { step: 'child1-sex', 'child1-sex': 'female' });
  expect([tries, late.status]).toEqual([5, 409]);
  expect(late.body).toContain('Your answer was not kept');
  site.drafts.save = real;
  expect(
    (await post(`${path}/child1-sex`, { step: 'child1-sex', 'child1-sex': 'female' })).headers.location,
  ).toBe(`${path}/check`);
  expect((await site.drafts.read(KENT, id))?.form['child1-sex']).toEqual(['female']);
});
