/** The entry authority gives what is missing, or corrects what it said, on the page behind its link. */
import { beforeEach, expect, test } from 'vitest';
import type { Case } from '../../shared/core/case/case.ts';
import { allFingerprints } from '../../shared/core/case/duplicates.ts';
import { fingerprintsOf } from '../../shared/core/referral/fingerprints.ts';
import { aChild } from '../builders.ts';
import { asItStands } from './forms.ts';
import { Site } from './site.ts';

const NAME = 'Synthetic Marker Child';
let site: Site;
beforeEach(async () => {
  site = await Site.seeded();
});

const day = (name: string, iso: string) => {
  const [year = '', month = '', date = ''] = iso.split('-');
  return { [`${name}-day`]: date, [`${name}-month`]: month, [`${name}-year`]: year };
};
const { sex: _sex, turns18Month: _month, ...unknownChild } = aChild();
const incomplete = () => site.referred({ children: [unknownChild], trafficking: undefined } as never);
const amendments = async ({ id }: Case) =>
  (await site.cases.trail(id)).filter(({ type }) => type === 'referral-amended.v2');
const missing = {
  ...day('child1-born', '2010-05-14'),
  'child1-sex': 'female',
  trafficking: 'indicators',
};
const confirmed = { step: 'confirm', confirm: 'yes', name: 'Robin Hale' };

test('asks for what is missing and for nothing else, one page for each', async () => {
  const theCase = await incomplete();
  expect(theCase.status).toBe('incomplete');
  const path = await site.entryLink(theCase);
  expect((await site.get(path)).body).toContain('3 questions, as in the referral form');
  let form: Record<string, string | readonly string[]> = { step: 'action', action: 'give' };
  const titles: string[] = [];
  for (const answers of [
    day('child1-born', '2010-05-14'),
    { 'child1-sex': 'female' },
    { trafficking: 'indicators' },
    { confirm: 'yes', name: 'Sam Okafor', role: 'duty manager' },
  ]) {
    const { body } = await site.post(path, form);
    titles.push((/<h1[^>]*>([^<]*)/.exec(body)?.[1] ?? '').trim());
    form = { ...asItStands(body), ...answers };
  }
  expect(titles).toEqual([
    'When was the child born?',
    'What is the sex of the child?',
    'Are there signs of trafficking?',
    'Check before you send',
  ]);
  const done = await site.post(path, form);
  expect(done.body).toContain('Recorded');
  const after = await site.current(theCase.id);
  expect(after.status).toBe('eligible');
  expect(after.facts).toMatchObject({
    trafficking: 'indicators',
    children: [{ number: 1, sex: 'female', turns18Month: '2028-05', placementKind: 'foster-care' }],
  });
  expect(await site.sealed.datesOfBirth(theCase.referralId)).toEqual({ 1: '2010-05-14' });
  expect(JSON.stringify([after, await site.cases.trail(theCase.id)])).not.toContain('2010-05-14');
  expect((await site.get(path)).body).not.toContain('Give what is missing');
});

test('takes a month and a year of birth where the day is not known, as the API does', async () => {
  const theCase = await incomplete();
  const path = await site.entryLink(theCase);
  const born = { 'child1-born-day': '', 'child1-born-month': 'May', 'child1-born-year': '2010' };
  const checked = await site.post(path, { action: 'give', ...missing, ...born, step: 'trafficking' });
  expect(checked.body).toContain('May 2010');
  const done = await site.post(path, { action: 'give', ...missing, ...born, ...confirmed });
  expect(done.body).toContain('Recorded');
  expect((await site.current(theCase.id)).facts.children).toMatchObject([{ turns18Month: '2028-05' }]);
  expect(await site.sealed.datesOfBirth(theCase.referralId)).toEqual({});

  const other = await incomplete();
  for (const [year, month, words] of [
    ['2007', '5', 'By this date the child is 18 or over'],
    ['2027', '5', 'Date of birth must not be after today'],
    ['2010', '13', 'must be a real date'],
    ['', '5', 'must include a day and a year'],
  ] as const) {
    const wrong = { ...born, 'child1-born-month': month, 'child1-born-year': year };
    const answer = await site.post(await site.entryLink(other), {
      action: 'give',
      ...missing,
      ...wrong,
      step: 'child1-born',
    });
    expect(answer.body, `${month} ${year}`).toContain(words);
  }
});

test('keeps what was typed where an answer is wrong', async () => {
  const theCase = await incomplete();
  const path = await site.entryLink(theCase);
  const wrong = await site.post(path, {
    action: 'give',
    ...missing,
    ...day('child1-born', '2031-05-14'),
    step: 'child1-born',
  });
  expect(wrong.status).toBe(422);
  expect(wrong.body).toContain('Date of birth must not be after today');
  expect(asItStands(wrong.body)).toMatchObject({ 'child1-born-year': ['2031'], 'child1-sex': ['female'] });
  expect(await amendments(theCase)).toEqual([]);
});

test('sent twice is one correction; from a page older than somebody’s correction it is none', async () => {
  const theCase = await incomplete();
  const path = await site.entryLink(theCase);
  const first = { lookedAt: '0', action: 'give', ...missing, ...confirmed };
  const both = await Promise.all([site.post(path, first), site.post(path, first)]);
  expect(both.map(({ status }) => status)).toEqual([200, 200]);
  expect(await amendments(theCase)).toHaveLength(1);
  const stale = await site.post(path, {
    lookedAt: '0',
    action: 'correct',
    facts: ['child1-sex', 'child1-name'],
    'child1-sex': 'male',
    'child1-name': NAME,
    ...confirmed,
  });
  expect(stale.status).toBe(409);
  expect((await site.current(theCase.id)).facts.children[0]?.sex).toBe('female');
  expect(JSON.stringify(await site.sealed.particulars(theCase.referralId))).not.toContain(NAME);
});

test('what was said can be corrected; a name is sealed, and the page shows only that there is one', async () => {
  const theCase = await site.referred();
  const path = await site.entryLink(theCase);
  const form = {
    lookedAt: '0',
    action: 'correct',
    facts: ['child1-name', 'avoid'],
    'child1-name': NAME,
    avoid: 'yes',
    'avoid1-council': 'E08000025',
    'avoid1-another': 'no',
  };
  const check = await site.post(path, form);
  expect(check.body).toContain(NAME);
  expect(check.body).toContain('What names a child is kept sealed');
  await site.post(path, { ...form, ...confirmed });
  expect((await site.current(theCase.id)).facts.areasToAvoid).toEqual(['E08000025']);
  expect(await site.sealed.particulars(theCase.referralId)).toContainEqual({ number: 1, name: NAME });
  const { body } = await site.get(path);
  expect(body).toMatch(/Sealed[\s\S]{0,120}Name/);
  const outside = JSON.stringify([
    body,
    await site.cases.trail(theCase.id),
    site.referrals.snapshot(),
    site.notifications.snapshot(),
    site.log.lines,
  ]);
  expect(outside).not.toContain(NAME);
});

test('of a correction of nothing but what is sealed the trail says that there was one, and not what', async () => {
  const theCase = await site.referred();
  const path = await site.entryLink(theCase);
  const form = { lookedAt: '0', action: 'correct', facts: ['child1-name'], 'child1-name': NAME };
  await site.post(path, { ...form, ...confirmed });
  expect((await amendments(theCase)).map(({ data }) => data)).toMatchObject([
    { referralId: theCase.referralId, facts: {}, sealedChanged: true },
  ]);
  expect((await site.get(path)).body).not.toContain(NAME);
});

test('says what is still asked for before it is sent, and nothing is sent without a choice', async () => {
  const theCase = await incomplete();
  const path = await site.entryLink(theCase);
  const check = await site.post(path, {
    action: 'correct',
    facts: ['trafficking'],
    trafficking: 'no-indicators',
  });
  expect(check.body).toContain('After it we still need the following');
  expect(check.body).toContain('Give the month and year');
  expect((await site.post(path, { action: 'correct', step: 'correct' })).body).toContain(
    'Select what you want to add or correct',
  );
  expect(await amendments(theCase)).toEqual([]);
});

test('who the child is, corrected, is compared with other open cases, by all that is sealed by then', async () => {
  const theCase = await site.referred();
  const known = { number: 1, name: NAME, dateOfBirth: '2010-05-14', nationality: 'ERI' };
  await site.sealed.sealFirst(theCase.referralId, theCase.facts.entryAuthority, [known]);
  const child = { ...known, homeOfficeReference: 'A1234567' };
  const fingerprints = fingerprintsOf(await site.fingerprintKey.read(), [child]);
  const other = await site.tell(undefined, {
    kind: 'receive',
    data: {
      referralId: '5f0c7e1a-3b1d-4f6e-9a2c-8d4e6b7f1a99',
      channel: 'api',
      facts: theCase.facts,
      fingerprints: [...fingerprints],
    },
    duplicates: {
      possible: [],
      claims: allFingerprints(fingerprints).map((fingerprint) => ({ fingerprint })),
    },
  });
  const path = await site.entryLink(theCase);
  const done = await site.post(path, {
    lookedAt: '0',
    action: 'correct',
    facts: ['child1-references'],
    'child1-homeOffice': 'A 1234567',
    'child1-port': '',
    ...confirmed,
  });
  expect(done.body).toContain('Recorded');
  const after = await site.current(theCase.id);
  expect(after.fingerprints).toEqual(fingerprints);
  expect(after.possibleDuplicates).toEqual([other.id]);
  expect((await site.allocated(theCase.id)).hold?.reasons.map(({ code }) => code)).toEqual([
    `possible-duplicate:${other.id}`,
  ]);
});
