import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { invalidContent, invalidShape } from '../../functions/api/problem.ts';
import { readJson } from '../../functions/receive-email/read-json.ts';
import { defined } from '../../shared/core/defined.ts';
import { flawsOf, flawsOfNumbers, ReferralRequest } from '../../shared/core/referral/referral-request.ts';
import { knownCodes } from '../../shared/runtime/known-codes.ts';
import { KENT, MailIn, stored } from './mails.ts';

const TODAY = '2026-11-23';
const about = { council: KENT, today: TODAY, reply: false };
const reading = (given: unknown, more: { readonly reply?: boolean } = {}) =>
  readJson(JSON.stringify(given), { ...about, ...more });
const problemsOf = (given: unknown) => {
  const { drafts, problems } = reading(given);
  return [...problems, ...drafts.flatMap((draft) => draft.problems)];
};
const json = (content: unknown, messageId = '<json@kent.example>', subject?: string) =>
  stored({
    messageId,
    ...defined({ subject }),
    attachment: { name: 'referral.json', type: 'application/json', content: JSON.stringify(content) },
  });

/** As a council's own system sends it to the API. */
const whole = () => ({
  children: [
    {
      name: 'Canary Child',
      dateOfBirth: '2010-05-14',
      sex: 'male',
      placementKind: 'foster-care',
      needs: [] as string[],
      ageAssessment: 'not-required',
      nationality: 'ERI',
    },
  ],
  definition: {
    under18AtClaim: true,
    claimsInOwnRight: true,
    separatedFromParents: true,
    noResponsibleAdult: true,
  },
  asylumClaimOn: '2026-11-16',
  arrivedOn: '2026-11-15',
  inCareOfAuthority: true,
  familyInUk: 'none',
  links: [{ council: 'E08000035', kind: 'community' }],
  areasToAvoid: ['E08000034'],
  trafficking: 'no-indicators',
  wishesRecorded: true,
});
const child = whole().children[0] as ReturnType<typeof whole>['children'][number];

test('what the API takes is taken from a mail: one request, or a list of them', async () => {
  const mail = await MailIn.open();
  const request = whole();
  expect(ReferralRequest.safeParse(request).success).toBe(true);
  const siblings = ['2011-02-03', '2012-03-04'].map((dateOfBirth) => ({
    ...child,
    name: `Canary ${dateOfBirth}`,
    sex: 'female',
    dateOfBirth,
  }));
  await mail.receive(json([request, { ...whole(), children: siblings }]));
  const cases = Object.values(mail.scheme.cases.snapshot().cases);
  expect(cases.map(({ status }) => status)).toEqual(['offered', 'offered']);
  expect(cases.map(({ facts }) => facts.children.map(({ number }) => number)).toSorted()).toEqual([
    [1],
    [1, 2],
  ]);
  expect(mail.told()[0]?.problems).toEqual([]);
  expect(JSON.stringify([mail.scheme.events, mail.scheme.mailer.snapshot()])).not.toMatch(
    /Canary|2010-05-14/,
  );
});

describe('the words are the API’s', () => {
  const wrong: readonly (readonly [unknown, string])[] = [
    [{ ...whole(), arrivedOn: 'Canary' }, 'Arrived on'],
    [{ ...whole(), arrivedOn: '2026-02-30' }, 'Arrived on'],
    [{ ...whole(), definition: { ...whole().definition, under18AtClaim: 'Canary' } }, 'Under 18 at claim'],
    [{ ...whole(), children: [{ ...child, sex: 'Canary' }] }, 'children 1, Sex'],
    [{ ...whole(), children: [child, { ...child, dateOfBirth: '2030-01-01' }] }, 'children 2, Date of birth'],
    [{ ...whole(), children: [{ ...child, turns18Month: '2029-01' }] }, 'children 1, Turns 18'],
    [{ ...whole(), children: [{ ...child, nationality: 'ZZZ' }] }, 'children 1, Nationality'],
    [{ ...whole(), children: [{ ...child, needs: ['Canary'] }] }, 'children 1, Needs 1'],
    [{ ...whole(), children: [{ ...child, number: 4 }] }, 'children'],
    [{ ...whole(), children: [{ ...child, Canary: 1 }] }, 'children 1, field 8'],
    [{ ...whole(), children: ['Canary'] }, 'children 1'],
    [{ ...whole(), children: 'Canary' }, 'children'],
    [{ ...whole(), children: [] }, 'children'],
    [{ ...whole(), links: [{ council: 'E99999999', kind: 'family' }] }, 'Links 1, council'],
    [{ ...whole(), links: [{ council: 'Canary', kind: 'family' }] }, 'Links 1, council'],
    [{ ...whole(), areasToAvoid: ['E08000034', 'E99999999'] }, 'Areas to avoid 2'],
    [{ ...whole(), Canary: [1] }, 'field 11'],
  ];
  test.each(wrong)('%#: %o', (given, place) => {
    const copy: unknown = structuredClone(given);
    const read = ReferralRequest.safeParse(copy, { reportInput: true });
    const answer = read.success
      ? invalidContent([...flawsOfNumbers(read.data), ...flawsOf(read.data, TODAY, knownCodes(), KENT)])
      : invalidShape(read.error);
    const [error] = (JSON.parse(String(answer.body)) as { errors: { detail: string }[] }).errors;
    expect(problemsOf(given)).toEqual([{ where: `Referral 1, ${place}`, words: error?.detail }]);
    expect(reading(given).drafts).toHaveLength(1);
    expect(JSON.stringify(problemsOf(given))).not.toContain('Canary');
  });
});

test('a wrong fact is left out, told and asked for; the rest is referred', async () => {
  const mail = await MailIn.open();
  await mail.receive(
    json({
      ...whole(),
      arrivedOn: '15.11.2026',
      areasToAvoid: ['E08000034', 'Canary'],
      children: [{ ...child, needs: ['trained-carers', 'Canary'], sex: 'm' }],
    }),
  );
  const subject = await mail.scheme.onlyCase();
  expect(subject.status).toBe('incomplete');
  expect(subject.facts.areasToAvoid).toBeUndefined();
  expect(subject.facts.children[0]).toMatchObject({ placementKind: 'foster-care', turns18Month: '2028-05' });
  const [told] = mail.told();
  expect(told?.problems.map(({ where }) => where).toSorted()).toEqual([
    'Referral 1, Areas to avoid 2',
    'Referral 1, Arrived on',
    'Referral 1, children 1, Needs 2',
    'Referral 1, children 1, Sex',
  ]);
  const missing = told?.referrals[0]?.missing.map(({ field }) => field);
  expect(missing).toEqual(
    expect.arrayContaining(['arrivedOn', 'areasToAvoid', 'children.1.needs', 'children.1.sex']),
  );
  expect(await mail.scheme.sealed.datesOfBirth(subject.referralId)).toEqual({ 1: '2010-05-14' });
});

test.each([
  ['another council’s', { ...whole(), entryAuthority: 'E10000014' }, 'not your council'],
  ['an unreadable reference', { ...whole(), reference: 'NTS-1' }, 'see its pattern'],
  [
    'more children than a group has',
    { children: Array.from({ length: 21 }, () => child) },
    'at most 20 brothers and sisters',
  ],
  ['nothing of ours', { facts: whole() }, 'no field of this name'],
  [
    'too many fields',
    { ...whole(), ...Object.fromEntries(Array.from({ length: 99 }, (_x, at) => [`a${at}`, 1])) },
    'at most 100 fields',
  ],
  ['no object', [7], 'Give an object in { } here.'],
  ['an addition that adds nothing', { reference: 'NTS-7F3K-2M9Q' }, 'at least one fact'],
  [
    'an addition without the child’s number',
    { reference: 'NTS-7F3K-2M9Q', children: [child] },
    'This is missing',
  ],
])('%s: nothing of it is taken, and it is said', (_, given, words) => {
  const { drafts, problems } = reading(given);
  expect(drafts).toEqual([]);
  expect(problems.map((one) => one.words).join(' ')).toContain(words);
});

test('one that cannot be taken does not stop the others of its list', () => {
  const { drafts, problems } = reading([{ ...whole(), entryAuthority: 'E10000014' }, whole()]);
  expect(drafts.map(({ row }) => row)).toEqual([2]);
  expect(problems).toHaveLength(1);
});

test('an answer to our e-mail adds to its case; of a list only what names the case does', async () => {
  const mail = await MailIn.open();
  await mail.receive(json({ ...whole(), arrivedOn: undefined }));
  const { id } = await mail.scheme.onlyCase();
  const reply = `Re: ${id}`;
  await mail.receive(json({ children: [{ number: 1, sex: 'female' }] }, '<2@k>', reply));
  // It says that the child is somebody else: the desk is asked first.
  await mail.confirm();
  expect((await mail.scheme.onlyCase()).facts.children[0]).toMatchObject({ sex: 'female', needs: [] });
  await mail.receive(json({ reference: id, arrivedOn: '2026-11-14' }, '<3@k>'));
  const subject = await mail.scheme.onlyCase();
  expect([subject.status, subject.facts.arrivedOn]).toEqual(['offered', '2026-11-14']);
  const other = { ...whole(), children: [{ ...child, name: 'Other', dateOfBirth: '2011-01-01' }] };
  await mail.receive(json([{ reference: 'x' }, other], '<4@k>', reply));
  expect(
    mail
      .told()
      .at(-1)
      ?.referrals.map(({ did }) => did),
  ).toEqual(['referred']);
});

test('whatever a file holds, it is read without failing and nothing of it is repeated', () => {
  const keys = fc.constantFrom(
    'children',
    'links',
    'needs',
    'definition',
    'reference',
    'number',
    'arrivedOn',
    '__proto__',
    'Canary',
  );
  const value = fc.letrec((tie) => ({
    any: fc.oneof(
      { maxDepth: 5 },
      fc.constantFrom<unknown>('Canary', 1, 0, null, true, '2026-11-15', 'E08000034', 'NTS-7F3K-2M9Q'),
      fc.array(tie('any'), { maxLength: 4 }),
      fc
        .array(fc.tuple(keys, tie('any')), { maxLength: 5 })
        .map((pairs) => Object.fromEntries(pairs) as unknown),
    ),
  })).any;
  fc.assert(
    fc.property(value, fc.boolean(), (given, reply) => {
      const { drafts, problems } = readJson(JSON.stringify(given), { ...about, reply });
      expect(JSON.stringify([problems, drafts.map((draft) => [draft.facts, draft.problems])])).not.toContain(
        'Canary',
      );
      for (const { facts, reference } of drafts)
        if (reference === undefined && !reply) expect(facts.children?.length).toBeGreaterThan(0);
    }),
    { numRuns: 500 },
  );
});
