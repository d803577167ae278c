import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ChildFingerprints, ReferralFacts } from '../../events/referral.ts';
import { caseReference } from '../../shared/core/case/reference.ts';
import { aChild, anEvent, aReferral } from '../builders.ts';
import { runs } from '../how-much.ts';
import { SchemeInMemory } from './scheme-in-memory.ts';

const id = (number: number) => `5f0c7e1a-3b1d-4f6e-9a2c-8d4e6b7f1a${number + 10}`;
const reference = (number: number) => caseReference(id(number), 1);
/** A fingerprint, by a letter. */
const print = (letter: string) => letter.repeat(43);
/** @param who whose name and date of birth go with the references; empty where neither is known */
const child = (references: string, person?: string, number = 1, who = 'w'): ChildFingerprints => ({
  number,
  references: [...references].map(print),
  ...(person === undefined ? {} : { person: print(person) }),
  ...(who === ''
    ? {}
    : { bearers: [...references].map(() => ({ nameMark: print(who), birthMark: print(who) })) }),
});
const referral = (number: number, fingerprints: ChildFingerprints[], facts: Partial<ReferralFacts> = {}) =>
  JSON.stringify(
    anEvent('referral-received.v2', {
      id: `received-${number}`,
      data: { referralId: id(number), channel: 'api', facts: aReferral(facts), fingerprints },
    }),
  );
const amendment = (
  number: number,
  fingerprints: ChildFingerprints[],
  message: { readonly id?: string; readonly at?: string } = {},
) =>
  JSON.stringify(
    anEvent('referral-amended.v2', {
      id: `amended-${number}`,
      ...message,
      data: { referralId: id(number), facts: {}, fingerprints },
    }),
  );
const two = { children: [aChild(), aChild({ number: 2 })] };

const played = async (...bodies: readonly string[]) => {
  const scheme = await SchemeInMemory.open();
  for (const body of bodies) {
    expect(await scheme.receive(body)).toEqual([]);
    await scheme.settle();
  }
  const caseOf = (number: number) => scheme.cases.read(reference(number));
  return { scheme, caseOf };
};

describe('the same child again', () => {
  test('by its reference, with all that is compared: one case goes on, and says so', async () => {
    const avoiding = { entryAuthority: 'E09000008', areasToAvoid: ['E08000025'] };
    const { scheme, caseOf } = await played(
      referral(1, [child('ho', 'p')]),
      referral(2, [child('o')], avoiding),
    );
    expect(await caseOf(2)).toBeUndefined();
    expect(await scheme.cases.mergedInto(reference(2))).toEqual({
      caseId: reference(1),
      council: 'E09000008',
    });
    const first = await caseOf(1);
    expect(first?.status).toBe('offered');
    expect(first?.facts.areasToAvoid).toEqual([]);
    const said = scheme.events.find(({ type }) => type === 'referral-merged.v1');
    expect(said?.data).toMatchObject({
      reference: reference(2),
      differing: ['areasToAvoid'],
      concerned: ['E09000008'],
    });
    const letters = scheme.notifications.snapshot().filter(({ body }) => body.includes('referral-merged'));
    expect(letters.map(({ body }) => JSON.parse(body).data.to.role).toSorted()).toEqual([
      'coordinators',
      'council',
      'entry-authority',
    ]);
  });

  test('sent once more, even after the case has ended, stays merged', async () => {
    const second = referral(2, [child('h')]);
    const { scheme, caseOf } = await played(referral(1, [child('h')]), second, second);
    await scheme.command(reference(1), { kind: 'withdraw', reason: 'other' });
    expect(await scheme.receive(second)).toEqual([]);
    expect(await caseOf(2)).toBeUndefined();
    expect(scheme.events.filter(({ type }) => type === 'referral-merged.v1')).toHaveLength(1);
  });

  test('by name and date of birth: held, with the other case named; released, it goes on', async () => {
    const { scheme, caseOf } = await played(referral(1, [child('a', 'p')]), referral(2, [child('b', 'p')]));
    const held = await caseOf(2);
    expect(held?.status).toBe('held');
    expect(held?.hold?.reasons).toEqual([
      { code: `possible-duplicate:${reference(1)}`, words: expect.stringContaining(reference(1)) },
    ]);
    await scheme.command(reference(2), { kind: 'release-hold', note: 'Cousins.' });
    await scheme.settle();
    expect((await caseOf(2))?.status).toBe('offered');
  });

  test('whose case has ended is referred anew, and is found by the new case from then on', async () => {
    const { scheme, caseOf } = await played(referral(1, [child('h', 'p')]));
    await scheme.command(reference(1), { kind: 'withdraw', reason: 'made-in-error' });
    await scheme.receive(referral(2, [child('h', 'p')]));
    expect((await caseOf(2))?.status).toBe('offered');
    await scheme.receive(referral(3, [child('h', 'p')]));
    expect(await scheme.cases.mergedInto(reference(3))).toMatchObject({ caseId: reference(2) });
  });
});

test('a correction of a referral that was merged is kept for a person, and not tried for ever', async () => {
  const { scheme, caseOf } = await played(referral(1, [child('ho', 'p')]), referral(2, [child('o')]));
  const before = (await caseOf(1))?.version;
  const correction = anEvent('referral-received.v2', {
    id: 'amended-2',
    type: 'referral-amended.v2',
    data: { referralId: id(2), facts: { wishesRecorded: false } },
  } as never);
  expect(await scheme.receive(JSON.stringify(correction))).toEqual([]);
  expect(scheme.quarantine.snapshot().map(({ reason }) => reason.code)).toEqual(['amends-merged']);
  expect(scheme.quarantine.snapshot()[0]?.reason.words).toContain(reference(1));
  expect((await caseOf(1))?.version).toBe(before);
});

describe('nobody gets lost by merging', () => {
  test.each([
    ['one of two siblings known', [child('h')], {}, [child('h'), child('i', 'q', 2)], two],
    ['a sibling without any fingerprint', [child('h')], {}, [child('h')], two],
    ['two siblings with one reference', [child('h')], {}, [child('h'), child('h', undefined, 2)], two],
    ['one reference, another nationality', [child('h', 'p')], {}, [child('h', 'q')], {}],
    ['one reference, another name', [child('h')], {}, [child('h', undefined, 1, 'v')], {}],
    ['one reference, no name', [child('h')], {}, [child('h', undefined, 1, '')], {}],
    ['one reference, no name before', [child('h', undefined, 1, '')], {}, [child('h')], {}],
    ['one reference, another sex', [child('h')], {}, [child('h')], { children: [aChild({ sex: 'female' })] }],
    [
      'one reference, another month of birth',
      [child('h')],
      {},
      [child('h')],
      { children: [aChild({ turns18Month: '2028-06' })] },
    ],
    ['one reference, another one beside it', [child('ha')], {}, [child('hb')], {}],
  ])('%s: held for a person', async (_, before, factsBefore, then, facts) => {
    const { scheme, caseOf } = await played(referral(1, before, factsBefore), referral(2, then, facts));
    const held = await caseOf(2);
    expect(held?.status).toBe('held');
    expect(held?.hold?.reasons.map(({ code }) => code)).toEqual([`possible-duplicate:${reference(1)}`]);
    expect(await scheme.cases.mergedInto(reference(2))).toBeUndefined();
    // A person who has looked lets it go on, beside the other.
    await scheme.command(reference(2), { kind: 'release-hold', note: 'Two children.' });
    await scheme.settle();
    expect((await caseOf(2))?.status).toBe('offered');
    expect((await caseOf(1))?.status).toBe('offered');
  });

  test('one of two siblings referred before with the other is one of that case', async () => {
    const group = [child('a', 'p'), child('b', 'q', 2)];
    const { scheme } = await played(referral(1, group, two), referral(2, [child('b')]));
    expect(await scheme.cases.mergedInto(reference(2))).toMatchObject({ caseId: reference(1) });
  });

  test.each([
    ['nationality', child('h', 'k'), child('h', 'l')],
    ['second reference', child('hx'), child('hy')],
  ])('another %s than a referral that was merged before: held for a person', async (_, second, third) => {
    const { scheme, caseOf } = await played(
      referral(1, [child('h')]),
      referral(2, [second]),
      referral(3, [third]),
    );
    const into = { caseId: reference(1) };
    expect(await scheme.cases.mergedInto(reference(2))).toMatchObject(into);
    expect((await caseOf(3))?.hold?.reasons.map(({ code }) => code)).toEqual([
      `possible-duplicate:${reference(1)}`,
    ]);
    // Parted from the second by a coordinator, the case may be about the third.
    await scheme.command(reference(1), {
      kind: 'undo-merger',
      reference: reference(2),
      note: 'Two children.',
    });
    expect((await caseOf(1))?.merged?.at(0)?.undone).toBe(true);
  });

  test('children without anything in common have cases of their own', async () => {
    const { caseOf } = await played(
      referral(1, [child('a', 'p')]),
      referral(2, [child('b', 'q')]),
      referral(3, []),
    );
    expect([(await caseOf(1))?.status, (await caseOf(2))?.status, (await caseOf(3))?.status]).toEqual([
      'offered',
      'offered',
      'offered',
    ]);
  });

  test('two referrals of one child side by side do not both open a case', async () => {
    const scheme = await SchemeInMemory.open();
    await Promise.all([scheme.receive(referral(1, [child('h')])), scheme.receive(referral(2, [child('h')]))]);
    await scheme.settle();
    expect(Object.keys(scheme.cases.snapshot().cases)).toHaveLength(1);
  });
});

describe('a correction that says who a child is', () => {
  const templates = ({ notifications }: SchemeInMemory) =>
    notifications.snapshot().map(({ body }) => {
      const { template, to } = JSON.parse(body).data;
      return `${template} > ${to.role}`;
    });

  test('and finds another open case: the offers end and a coordinator is asked, once', async () => {
    const correction = amendment(2, [child('b', 'p')]);
    const { scheme, caseOf } = await played(
      referral(1, [child('a', 'p')]),
      referral(2, [child('b', 'q')]),
      correction,
    );
    const held = await caseOf(2);
    expect(held?.status).toBe('held');
    expect(held?.hold?.reasons.map(({ code }) => code)).toEqual([`possible-duplicate:${reference(1)}`]);
    expect((await scheme.places()).held).toBe(1);
    expect((await caseOf(1))?.status).toBe('offered');
    expect(templates(scheme).filter((one) => one === 'case-held > coordinators')).toHaveLength(1);
    expect(await scheme.receive(correction)).toEqual([]);
    expect(await caseOf(2)).toEqual(held);
    await scheme.command(reference(2), { kind: 'release-hold', note: 'Cousins.' });
    await scheme.settle();
    expect((await caseOf(2))?.status).toBe('offered');
    expect(await scheme.receive(correction)).toEqual([]);
    expect((await caseOf(2))?.status).toBe('offered');
    // Something new to go by, a reference this time, asks again what "cousins" had answered.
    expect(await scheme.receive(amendment(2, [child('a', 'p')], { id: 'amended-2-again' }))).toEqual([]);
    expect((await caseOf(2))?.status).toBe('held');
  });

  test('once a council has the child stops nothing: coordinators and that council are told, once', async () => {
    const { scheme, caseOf } = await played(referral(1, [child('a', 'p')]), referral(2, [child('b', 'q')]));
    const offer = (await caseOf(2))?.offers.find(({ status }) => status === 'live');
    await scheme.command(
      reference(2),
      { kind: 'answer', offerId: offer?.id ?? '', answer: 'accept' },
      { kind: 'council', code: offer?.council ?? '', name: 'Test Duty Manager' },
    );
    await scheme.settle();
    const before = templates(scheme).length;
    for (const body of Array(2).fill(amendment(2, [child('a', 'q')]))) {
      expect(await scheme.receive(body)).toEqual([]);
      await scheme.settle();
    }
    expect((await caseOf(2))?.status).toBe('accepted');
    expect(templates(scheme).slice(before)).toEqual([
      'referral-changed > council',
      'possible-duplicate > coordinators',
    ]);
    const mail = scheme.mailer.snapshot().find(({ subject }) => subject.includes('maybe the same child'));
    expect(mail?.text).toContain(reference(1));
    // Sent back, the case is held before anybody else is asked.
    await scheme.command(reference(2), { kind: 'reallocate', because: 'coordinator', note: 'To compare.' });
    await scheme.settle();
    expect((await caseOf(2))?.status).toBe('held');
  });

  test('makes the case the one that a later referral is merged into; what it corrected makes nothing certain', async () => {
    const { scheme, caseOf } = await played(
      referral(1, [child('a')]),
      amendment(1, [child('b')]),
      referral(2, [child('b')]),
      referral(3, [child('a')]),
    );
    expect(await scheme.cases.mergedInto(reference(2))).toMatchObject({ caseId: reference(1) });
    expect((await caseOf(3))?.hold?.reasons.map(({ code }) => code)).toEqual([
      `possible-duplicate:${reference(1)}`,
    ]);
  });

  test('of two side by side, one sees the other', async () => {
    const { scheme, caseOf } = await played(referral(1, [child('a')]), referral(2, [child('b')]));
    await Promise.all([
      scheme.receive(amendment(1, [child('a', 'p')])),
      scheme.receive(amendment(2, [child('b', 'p')])),
    ]);
    await scheme.settle();
    expect([(await caseOf(1))?.status, (await caseOf(2))?.status].toSorted()).toEqual(['held', 'offered']);
  });

  test('that comes behind a newer one changes nothing; one that finds a closed case takes over from it', async () => {
    const { scheme, caseOf } = await played(
      referral(1, [child('a')]),
      referral(2, [child('b')]),
      amendment(2, [child('b', 'q')], { id: 'newer' }),
    );
    const before = await caseOf(2);
    const late = amendment(2, [child('a')], { id: 'older', at: '2026-11-22T09:00:00.000Z' });
    expect(await scheme.receive(late)).toEqual([]);
    expect(await caseOf(2)).toEqual(before);
    await scheme.command(reference(1), { kind: 'withdraw', reason: 'made-in-error' });
    expect(await scheme.receive(amendment(2, [child('a', 'q')], { id: 'newest' }))).toEqual([]);
    expect((await caseOf(2))?.status).toBe('offered');
    await scheme.receive(referral(3, [child('a')]));
    expect(await scheme.cases.mergedInto(reference(3))).toMatchObject({ caseId: reference(2) });
  });

  test('a child who has left the case is not merged into it', async () => {
    const { scheme, caseOf } = await played(
      referral(1, [child('a'), child('b', undefined, 2)], two),
      JSON.stringify(
        anEvent('referral-amended.v2', { data: { referralId: id(1), facts: { children: [aChild()] } } }),
      ),
      referral(2, [child('b')]),
    );
    expect(await scheme.cases.mergedInto(reference(2))).toBeUndefined();
    expect((await caseOf(2))?.status).toBe('held');
  });
});

describe('a reference that many children share', () => {
  const apart = { children: [aChild({ sex: 'female', turns18Month: '2028-01' })] };
  const amina = child('b', undefined, 1, 'm');
  const yonas = child('b', undefined, 1, 'y');

  test('finds every open case that has it: a third referral is compared with both', async () => {
    const { scheme, caseOf } = await played(
      referral(1, [amina], apart),
      referral(2, [yonas]),
      referral(3, [child('b', undefined, 1, 's')]),
      referral(4, [yonas]),
      referral(5, [amina], apart),
    );
    const held = await caseOf(3);
    expect(held?.possibleDuplicates).toEqual([reference(1), reference(2)].toSorted());
    expect(held?.hold?.reasons.map(({ code }) => code)).toEqual(
      [reference(1), reference(2)].toSorted().map((one) => `possible-duplicate:${one}`),
    );
    // Each who is certainly one of them is so, in whatever order they came.
    expect(await scheme.cases.mergedInto(reference(4))).toMatchObject({ caseId: reference(2) });
    expect(await scheme.cases.mergedInto(reference(5))).toMatchObject({ caseId: reference(1) });
  });

  test('once the first case has ended, finds the second', async () => {
    const { scheme, caseOf } = await played(referral(1, [amina], apart), referral(2, [yonas]));
    await scheme.command(reference(1), { kind: 'withdraw', reason: 'made-in-error' });
    await scheme.receive(referral(3, [child('b', undefined, 1, 's')]));
    expect((await caseOf(3))?.possibleDuplicates).toEqual([reference(2)]);
    await scheme.receive(referral(4, [yonas]));
    expect(await scheme.cases.mergedInto(reference(4))).toMatchObject({ caseId: reference(2) });
  });

  test('holds with words that say which facts differ and which are not known', async () => {
    const { scheme, caseOf } = await played(
      referral(1, [child('b', undefined, 1, '')], apart),
      referral(2, [yonas]),
    );
    const [reason] = (await caseOf(2))?.hold?.reasons ?? [];
    expect(reason?.words).toContain(
      'They have a reference in common. What differs: sex, month of birth. What is not known for certain of both: name, date of birth.',
    );
    const mail = scheme.mailer
      .snapshot()
      .find(
        ({ subject, to }) =>
          subject.includes(`Held ${reference(2)}`) && to.some((one) => one.includes('coordinators')),
      );
    expect(mail?.text).toContain(`It may be the same child as in ${reference(1)}.`);
    // What is learnt meanwhile is in what is said next.
    await scheme.receive(amendment(2, [amina]));
    const [later] = (await caseOf(2))?.hold?.reasons ?? [];
    expect(later?.words).toContain('What is not known for certain of both: name, date of birth.');
    await scheme.receive(amendment(1, [amina]));
    await scheme.receive(amendment(2, [yonas], { id: 'once-more' }));
    const [last] = (await caseOf(2))?.hold?.reasons ?? [];
    expect(last?.words).toContain('What differs: sex, month of birth, name, date of birth.');
  });

  test('holds again, once a name agrees, what was said to be two children before it was known', async () => {
    const { scheme, caseOf } = await played(
      referral(1, [amina], apart),
      referral(2, [child('b', undefined, 1, '')], apart),
    );
    await scheme.command(reference(2), { kind: 'release-hold', note: 'Two of one boat.' });
    await scheme.settle();
    await scheme.receive(amendment(2, [yonas]));
    expect((await caseOf(2))?.status).toBe('offered');
    await scheme.receive(amendment(2, [amina], { id: 'corrected' }));
    expect((await caseOf(2))?.hold?.reasons.map(({ code }) => code)).toEqual([
      `possible-duplicate:${reference(1)}`,
    ]);
    // The first goes on: somebody has been asked about the two already.
    await scheme.receive(amendment(1, [child('b', undefined, 1, 'x')], { id: 'other' }));
    await scheme.receive(amendment(1, [amina], { id: 'back' }));
    expect((await caseOf(1))?.status).toBe('offered');
  });
});

/** Children in truth, and referrals of them that know more or less. No child exists. */
describe('whatever children come with one reference, in whatever order, of however many referrals at once', () => {
  const truth = fc.record({
    sex: fc.constantFrom('female', 'male'),
    month: fc.constantFrom('2028-05', '2028-05', '2029-01'),
    name: fc.constantFrom('m', 'm', 'y'),
    born: fc.constantFrom('d', 'd', 'e'),
    nationality: fc.constantFrom('k', 'k', 'l'),
  });
  const facts = ['sex', 'month', 'name', 'born'] as const;
  const written = fc
    .record({
      child: truth,
      forgets: fc.oneof(
        { weight: 2, arbitrary: fc.constant([]) },
        { weight: 1, arbitrary: fc.subarray([...facts]) },
      ),
      boat: fc.constantFrom('b', 'b', 'c'),
      withNationality: fc.boolean(),
    })
    .map(({ child, forgets, boat, withNationality }) => {
      const knows = (fact: (typeof facts)[number]) => !forgets.includes(fact as never);
      const { sex: _, turns18Month: __, ...rest } = aChild();
      return {
        truth: [child.sex, child.month, child.name, child.born].join(),
        whole: forgets.length === 0,
        boat,
        facts: {
          ...rest,
          ...(knows('sex') ? { sex: child.sex } : {}),
          ...(knows('month') ? { turns18Month: child.month } : {}),
        } as ReturnType<typeof aChild>,
        fingerprints: {
          number: 1,
          references: [print(boat)],
          ...(withNationality && knows('name') && knows('born')
            ? { person: print(child.name + child.born + child.nationality).slice(0, 43) }
            : {}),
          bearers: [
            {
              ...(knows('name') ? { nameMark: print(child.name) } : {}),
              ...(knows('born') ? { birthMark: print(child.born) } : {}),
            },
          ],
        } as ChildFingerprints,
      };
    });

  test('each referral has a case of its own or is merged into one of the very same child, and nobody else', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(written, { minLength: 2, maxLength: 6 }),
        fc.boolean(),
        async (all, atOnce) => {
          const scheme = await SchemeInMemory.open();
          const bodies = all.map((one, at) =>
            referral(at + 1, [one.fingerprints], { children: [one.facts], familyInUk: 'may-care' }),
          );
          if (atOnce) await Promise.all(bodies.map((body) => scheme.receive(body)));
          else for (const body of bodies) expect(await scheme.receive(body)).toEqual([]);
          // Whoever lost a race too often comes again, as from its queue; and a repeat changes nothing.
          for (const body of bodies) expect(await scheme.receive(body)).toEqual([]);
          await scheme.settle();
          const opened = new Map<string, (typeof all)[number]>();
          for (const [at, one] of all.entries())
            if ((await scheme.cases.read(reference(at + 1))) !== undefined)
              opened.set(reference(at + 1), one);
          for (const [at, one] of all.entries()) {
            const into = await scheme.cases.mergedInto(reference(at + 1));
            if (opened.has(reference(at + 1))) expect(into).toBeUndefined();
            else {
              const first = opened.get(into?.caseId ?? '');
              expect(one.whole && first?.whole).toBe(true);
              expect([one.truth, one.boat]).toEqual([first?.truth, first?.boat]);
              const [mine, theirs] = [one.fingerprints.person, first?.fingerprints.person];
              if (mine !== undefined && theirs !== undefined) expect(mine).toBe(theirs);
            }
          }
          // Of two open cases with one reference, the later names the earlier, whichever that was.
          const cases = await Promise.all([...opened.keys()].map((id) => scheme.cases.read(id)));
          for (const one of cases)
            for (const other of cases)
              if (
                one &&
                other &&
                one.id !== other.id &&
                opened.get(one.id)?.boat === opened.get(other.id)?.boat
              )
                expect([
                  one.possibleDuplicates?.includes(other.id) === true,
                  other.possibleDuplicates?.includes(one.id) === true,
                ]).toContain(true);
          // Those of whom all is known are one case, whoever came first, unless nationalities say that there are two children.
          const ofOne = Map.groupBy(
            all.filter(({ whole }) => whole),
            ({ truth, boat }) => `${truth} ${boat}`,
          );
          for (const same of ofOne.values()) {
            const persons = new Set(same.flatMap(({ fingerprints: { person } }) => person ?? []));
            const alone = [...opened.values()].filter((one) => same.includes(one));
            if (persons.size < 2) expect(alone).toHaveLength(1);
            else expect(alone.length).toBeGreaterThanOrEqual(persons.size);
          }
        },
      ),
      { numRuns: runs(60) },
    );
  });
});
