/** What comes by e-mail and would undo a placement, change who a child is or what keeps it safe acts only once it is confirmed. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ChildFingerprints, ReferralFacts } from '../../events/referral.ts';
import type { Case } from '../../shared/core/case/case.ts';
import type { Command, Outcome } from '../../shared/core/case/command.ts';
import { openOffers } from '../../shared/core/case/offers.ts';
import { areaInQuestion, isHoldInQuestion } from '../../shared/core/case/safe-move.ts';
import { isFinal } from '../../shared/core/case/transitions.ts';
import { defined } from '../../shared/core/defined.ts';
import { aChild, aReferral } from '../builders.ts';
import { metIn, runs } from '../how-much.ts';
import { aDecision, anActor, sensible } from './a-command.ts';
import { arranged, codeOf, hold, referralId, said } from './a-play.ts';
import {
  BELFAST,
  CARDIFF,
  coordinator,
  councilsWith,
  duty,
  entry,
  HAMPSHIRE,
  KENT,
  LEEDS,
  Play,
} from './a-scheme.ts';

type Amendment = Extract<Command, { kind: 'amend' }>['data'];
const mark = (letter: string) => letter.repeat(43);

const byMail = (play: Play, given: Partial<Amendment>, cause: string): Outcome =>
  play.do(
    { kind: 'amend', data: { referralId, facts: {}, ...given, channel: 'email' }, saidAt: play.now },
    entry,
    cause,
  );
const confirm = (play: Play, amendmentId: string, cause = 'click'): Outcome =>
  play.do({ kind: 'confirm-amendment', amendmentId }, entry, cause);
const refuse = (play: Play, amendmentId: string, cause = 'click'): Outcome =>
  play.do({ kind: 'refuse-amendment', amendmentId }, entry, cause);
const types = (play: Play): readonly string[] => play.trail.map(({ type }) => type);

/** A case without what only says that something waits, and when somebody looks next. */
const apartFromWaiting = ({ proposals: _, proposed: __, version: ___, lastHash: ____, ...rest }: Case) => {
  // On which lists it stands follows from the rest.
  const { nextDueAt: _____, told: ______, listed: _______, ...kept } = rest;
  return kept;
};

const someChildren: fc.Arbitrary<ReferralFacts['children']> = fc
  .array(
    fc.record(
      {
        sex: fc.constantFrom('female' as const, 'male' as const, 'not-known' as const),
        turns18Month: fc.constantFrom('2028-05', '2027-11'),
        placementKind: fc.constantFrom('foster-care' as const, 'supported-accommodation' as const),
        needs: fc.subarray(['medical-care' as const, 'trained-carers' as const]),
        missingHistory: fc.constantFrom('none' as const, 'has-been-missing' as const),
        interpreter: fc.boolean(),
      },
      { requiredKeys: [] },
    ),
    { minLength: 1, maxLength: 2 },
  )
  .map((children) => children.map((child, index) => ({ ...child, number: index + 1 })));

const someFacts: fc.Arbitrary<Partial<ReferralFacts>> = fc.record(
  {
    areasToAvoid: fc.subarray([HAMPSHIRE, LEEDS, CARDIFF, BELFAST]),
    familyInUk: fc.constantFrom('none' as const, 'may-care' as const, 'cannot-care' as const),
    trafficking: fc.constantFrom('no-indicators' as const, 'nrm-referred' as const),
    links: fc.subarray([{ council: LEEDS, kind: 'community' as const }]),
    arrivedOn: fc.constantFrom('2026-11-10', '2026-11-12'),
    wishesRecorded: fc.boolean(),
    inCareOfAuthority: fc.boolean(),
    definition: fc.record({ separatedFromParents: fc.boolean() }),
    children: someChildren,
  },
  { requiredKeys: [] },
);

const sealedNames = ['1.name', '1.dateOfBirth', '1.health', '1.languages', '1.entryContact'];
const someSealed: fc.Arbitrary<Partial<Amendment>> = fc.oneof(
  { weight: 2, arbitrary: fc.constant({}) },
  fc
    .record({
      given: fc.subarray(sealedNames, { minLength: 1 }),
      replaced: fc.subarray(sealedNames),
      marks: fc.constantFrom<ChildFingerprints[] | undefined>(
        undefined,
        [{ number: 1, references: [mark('a')] }],
        [{ number: 1, references: [mark('b')], person: mark('c') }],
      ),
    })
    .map(({ given, replaced, marks }) => ({
      sealedChanged: true as const,
      sealedFields: given,
      sealedReplaced: replaced.filter((field) => given.includes(field)),
      ...defined({ fingerprints: marks }),
    })),
);

const names = [
  'arrivedOn',
  'wishesRecorded',
  'inCareOfAuthority',
  'definition',
  'familyInUk',
  'areasToAvoid',
];
/** About much, or about a thing or two. */
const anAmendment: fc.Arbitrary<Partial<Amendment>> = fc
  .tuple(someFacts, someSealed, fc.option(fc.subarray(names, { minLength: 1, maxLength: 2 })))
  .map(([facts, sealed, only]) => ({
    ...sealed,
    facts:
      only === null
        ? facts
        : Object.fromEntries(Object.entries(facts).filter(([name]) => only.includes(name))),
  }));

const aStart: fc.Arbitrary<ReferralFacts> = fc
  .record({ facts: someFacts, bare: fc.boolean() })
  .map(({ facts, bare }) =>
    bare ? { ...facts, entryAuthority: KENT, children: facts.children ?? [aChild()] } : aReferral(facts),
  );

/** A case that people have brought anywhere, and its twin that went the same way. */
const somewhere = fc
  .record({
    facts: aStart,
    marked: fc.boolean(),
    places: fc.constantFrom(1, 10),
    picks: fc.array(fc.record({ pick: fc.nat({ max: 60 }), decision: aDecision }), { maxLength: 8 }),
  })
  .map(({ facts, marked, places, picks }) => () => {
    const play = new Play(councilsWith(places));
    play.do({
      kind: 'receive',
      data: {
        referralId,
        channel: 'email',
        facts,
        ...(marked ? { fingerprints: [{ number: 1, references: [mark('a')] }] } : {}),
      },
    });
    for (const { pick, decision } of picks) {
      const command = sensible(play, pick, decision);
      play.do(command, anActor(play, command));
    }
    return play;
  });

const kept = (outcome: Outcome) => (outcome.kind === 'changed' ? outcome.change.events : []);
const unasked = ['incomplete', 'held', 'eligible'];
const identity = ['sex', 'turns18Month', 'ageAssessment'];
const safety = ['areasToAvoid', 'links', 'familyInUk', 'trafficking', 'missingHistory', 'needs'];
const sealedOfConcern = ['1.name', '1.dateOfBirth', '1.health', '1.entryContact'];

/** Said in the words of the rule, from what the same amendment does when it is made on the page. */
function mayNotActByItself(before: Case, after: Case, events: readonly string[], given: Partial<Amendment>) {
  if (events.includes('offer-withdrawn.v1')) return true;
  // The check that follows says which offers still fit.
  if (events.includes('case-reallocated.v1') && openOffers(before).length > 0) return true;
  if (before.placement !== undefined && after.placement === undefined) return true;
  const stage = before.pause?.from ?? before.status;
  const asked = !unasked.includes(stage) || before.placement !== undefined || openOffers(before).length > 0;
  const differs = (a: unknown, b: unknown) =>
    JSON.stringify(a) !== JSON.stringify(b) && (asked || !(a === undefined || a === 'not-known'));
  if (
    JSON.stringify(before.facts.children.map(({ number }) => number)) !==
    JSON.stringify(after.facts.children.map(({ number }) => number))
  )
    return true;
  const said = (facts: object, name: string) => (facts as Readonly<Record<string, unknown>>)[name];
  if (safety.some((name) => differs(said(before.facts, name), said(after.facts, name)))) return true;
  for (const [index, child] of before.facts.children.entries())
    if (
      [...identity, ...safety].some((name) =>
        differs(said(child, name), said(after.facts.children[index] ?? {}, name)),
      )
    )
      return true;
  const { sealedFields = [], sealedReplaced = [], fingerprints } = given;
  if (
    sealedFields.some((field) => sealedOfConcern.includes(field) && (asked || sealedReplaced.includes(field)))
  )
    return true;
  const lost =
    before.fingerprints !== undefined &&
    fingerprints !== undefined &&
    !fingerprints.some(({ references }) => references.includes(mark('a')));
  return lost;
}

describe('an amendment by e-mail', () => {
  test('of those kinds changes nothing but that it waits; any other acts as on the page', () => {
    let waited = 0;
    let acted = 0;
    fc.assert(
      fc.property(somewhere, anAmendment, (made, given) => {
        const [play, onPage] = [made(), made()];
        if (isFinal(play.case.status)) return;
        const before = play.case;
        const books = structuredClone(play.view);
        const outcome = byMail(play, given, 'mail:1');
        const page = onPage.do(
          { kind: 'amend', data: { referralId, facts: {}, ...given }, saidAt: onPage.now },
          entry,
          'mail:1',
        );
        expect(outcome.kind).toBe(page.kind);
        if (page.kind !== 'changed') return;
        if (kept(page)[0]?.type === 'facts-repeated.v1') return;
        const waits = types(play).includes('amendment-to-confirm.v1');
        expect(waits).toBe(
          mayNotActByItself(
            before,
            onPage.case,
            kept(page).map(({ type }) => type),
            given,
          ),
        );
        if (waits) {
          waited += 1;
          expect(kept(outcome).map(({ type }) => type)).toEqual(['amendment-to-confirm.v1']);
          // The list of whoever has to move the child says that it waits.
          const stops =
            before.status === 'transfer-arranged' &&
            (areaInQuestion(play.case) !== undefined || isHoldInQuestion(play.case));
          expect(apartFromWaiting(play.case)).toEqual({
            ...apartFromWaiting(before),
            ...(stops
              ? { needs: { ...before.needs, what: 'see to the child’s safety before the move' } }
              : {}),
          });
          expect(play.view).toEqual(books);
        } else {
          acted += 1;
          expect(play.case.facts).toEqual(onPage.case.facts);
          expect(play.case.status).toBe(onPage.case.status);
        }
        expect(codeOf(byMail(play, given, 'mail:1'))).toBe('unchanged');
      }),
      { numRuns: runs(600) },
    );
    expect(Math.min(waited, acted)).toBeGreaterThan(metIn(600, 30));
  });

  test('comes, once confirmed, to the same as the same amendment on the page; refused, to nothing', () => {
    let confirmed = 0;
    fc.assert(
      fc.property(somewhere, anAmendment, (made, given) => {
        const [play, onPage, refused] = [made(), made(), made()];
        if (isFinal(play.case.status)) return;
        for (const one of [play, refused]) byMail(one, given, 'mail:1');
        if (play.case.proposals === undefined) return;
        const outcome = confirm(play, 'mail:1');
        const page = onPage.do({ kind: 'amend', data: { referralId, facts: {}, ...given } }, entry, 'mail:1');
        expect(codeOf(outcome)).toBe(codeOf(page));
        const before = apartFromWaiting(made().case);
        expect(codeOf(refuse(refused, 'mail:1'))).toBe('changed');
        expect(apartFromWaiting(refused.case)).toEqual(before);
        expect(refused.case.proposals).toBeUndefined();
        expect(codeOf(byMail(refused, given, 'mail:1'))).toBe('unchanged');
        expect(codeOf(refuse(refused, 'mail:1'))).toBe('unchanged');
        expect(codeOf(confirm(refused, 'mail:1'))).toBe('amendment-answered');
        if (outcome.kind !== 'changed') return;
        confirmed += 1;
        const { factsSaidAt: _, ...there } = apartFromWaiting(onPage.case);
        const { factsSaidAt: __, ...here } = apartFromWaiting(play.case);
        expect(here).toEqual(there);
        expect(play.view).toEqual(onPage.view);
        expect(new Set(kept(outcome).map(({ trail }) => trail?.cause))).toEqual(new Set(['mail:1']));
        expect(play.case.proposals).toBeUndefined();
        expect(codeOf(confirm(play, 'mail:1', 'second click'))).toBe('unchanged');
        expect(codeOf(refuse(play, 'mail:1'))).toBe('amendment-answered');
        expect(codeOf(byMail(play, given, 'mail:1'))).toBe('unchanged');
      }),
      { numRuns: runs(400) },
    );
    expect(confirmed).toBeGreaterThan(metIn(400, 20));
  });
});

const wrongName: Partial<Amendment> = {
  sealedChanged: true,
  sealedFields: ['1.name', '1.health'],
  sealedReplaced: ['1.name'],
};

describe('one forged e-mail after acceptance', () => {
  test('undoes no placement and changes no name; the desk says that it was not theirs, and nothing was done', () => {
    const play = arranged();
    const before = play.case;
    byMail(play, { ...wrongName, facts: { areasToAvoid: [HAMPSHIRE] } }, 'mail:forged');
    expect(said({ kind: 'changed', change: { events: play.trail.slice(-1) } } as unknown as Outcome)).toEqual(
      [
        [
          'amendment-to-confirm',
          {
            amendmentId: 'mail:forged',
            referralId,
            saidAt: play.now,
            confirmBy: '2026-11-24T17:00:00.000Z',
            because: ['placement', 'identity', 'safety'],
            facts: { areasToAvoid: [HAMPSHIRE] },
            ...wrongName,
            unsafe: [HAMPSHIRE],
          },
        ],
      ],
    );
    expect(play.case.placement).toEqual(before.placement);
    refuse(play, 'mail:forged');
    expect(apartFromWaiting(play.case)).toEqual(apartFromWaiting(before));
    expect(play.trail.at(-1)).toMatchObject({
      type: 'amendment-refused.v1',
      data: { amendmentId: 'mail:forged', because: 'not-ours' },
      actor: entry,
    });
  });

  test('true, and confirmed, undoes the placement, and says so to the council', () => {
    const play = arranged();
    byMail(play, { facts: { areasToAvoid: [HAMPSHIRE] } }, 'mail:true');
    play.at('2026-11-24T10:00:00.000Z');
    confirm(play, 'mail:true');
    expect(play.case.placement).toBeUndefined();
    expect(play.case.status).toBe('eligible');
    expect(types(play).slice(-2)).toEqual(['referral-amended.v2', 'case-reallocated.v1']);
    expect(play.trail.at(-2)?.trail?.cause).toBe('mail:true');
  });
});

describe('a reply to our question', () => {
  const incomplete: Command = {
    kind: 'allocate',
    decisionHash: 'd'.repeat(64),
    decision: { kind: 'incomplete', fields: [{ field: 'familyInUk', problem: 'missing', words: 'w' }] },
  };
  const { familyInUk: _, ...withoutFamily } = aReferral();
  const asked = (): Play => {
    const play = new Play().receive(withoutFamily as ReferralFacts);
    play.do(incomplete);
    return play;
  };

  test('that fills the gap acts at once, as long as nobody has been asked', () => {
    const play = asked();
    byMail(
      play,
      { facts: { familyInUk: 'none' }, sealedChanged: true, sealedFields: ['1.name'], sealedReplaced: [] },
      'mail:1',
    );
    expect(play.case.facts.familyInUk).toBe('none');
    expect(play.case.status).toBe('eligible');
  });

  test('that also says something else than before waits whole', () => {
    const play = asked();
    byMail(play, { facts: { familyInUk: 'none', children: [aChild({ sex: 'female' })] } }, 'mail:1');
    expect(play.case.status).toBe('incomplete');
    expect(play.case.facts).toEqual(withoutFamily);
    confirm(play, 'mail:1');
    expect(play.case.facts).toMatchObject({ familyInUk: 'none', children: [{ sex: 'female' }] });
    expect(play.case.status).toBe('eligible');
  });

  test('of which we are not told what it gives waits: it may be anything', () => {
    const play = asked();
    byMail(play, { sealedChanged: true }, 'mail:1');
    expect(play.case.proposals).toHaveLength(1);
  });
});

describe('while it is not answered whether an area is to be avoided', () => {
  const inQuestion = (play: Play, ...areas: readonly string[]): Play => {
    byMail(play, { facts: { areasToAvoid: [...areas] } }, `mail:${areas.join()}`);
    return play;
  };

  test('a back-up there is not asked next, and one that promised is not placed', () => {
    for (const promised of [false, true]) {
      const play = inQuestion(new Play().receive().offer(HAMPSHIRE, LEEDS, CARDIFF), LEEDS);
      if (promised) play.answer('1-2', 'back-up-yes');
      play.answer('1-1', 'decline');
      expect(play.case.placement).toBeUndefined();
      expect(play.case.offers.find(({ status }) => status === 'live')?.council).toBe(CARDIFF);
    }
  });

  test('when only councils there are left the case is checked again, and they may be asked once it is answered', () => {
    const play = inQuestion(new Play().receive().offer(HAMPSHIRE, LEEDS), LEEDS);
    play.answer('1-1', 'decline');
    expect(play.case.status).toBe('eligible');
    expect(openOffers(play.case)).toEqual([]);
    expect(play.case.excluded).toEqual([HAMPSHIRE]);
  });

  test('a council whose decline is refused is not asked again there', () => {
    const play = new Play().receive().offer(LEEDS, HAMPSHIRE);
    play.answer('1-1', 'decline');
    inQuestion(play, LEEDS);
    play.do(
      { kind: 'review-decline', offerId: '1-1', outcome: 'refused', reason: 'has-room', note: 'n' },
      coordinator,
    );
    expect(openOffers(play.case).map(({ council }) => council)).toEqual([HAMPSHIRE]);
  });

  test('its council may say yes, but no move there is arranged before the answer', () => {
    const play = inQuestion(new Play().receive().offer(HAMPSHIRE), HAMPSHIRE);
    expect(codeOf(play.answer('1-1', 'accept'))).toBe('changed');
    const arrange = () =>
      play.do(
        { kind: 'arrange-transfer', moveOn: '2026-11-26', socialWorker: 's'.repeat(43) },
        duty(HAMPSHIRE),
      );
    expect(codeOf(arrange())).toBe('area-in-question');
    refuse(play, `mail:${HAMPSHIRE}`);
    expect(codeOf(arrange())).toBe('changed');
  });
});

describe('a change that waits', () => {
  test('is reminded of, and passed on to the coordinators, once each, also while the child is missing', () => {
    for (const missing of [false, true]) {
      const play = arranged();
      byMail(play, wrongName, 'mail:1');
      if (missing) play.do({ kind: 'child-missing', missingSince: '2026-11-23T08:00:00Z' }, entry);
      const due = () =>
        play.trail.flatMap(({ type, data }) => (type === 'confirmation-due.v1' ? [data] : []));
      const by = '2026-11-24T17:00:00.000Z';
      play.at('2026-11-24T13:59:00.000Z').sweep();
      expect(due()).toEqual([]);
      play.at('2026-11-24T14:00:00.000Z').sweep();
      expect(due()).toEqual([{ by }]);
      play.at(by).sweep();
      expect(due()).toEqual([{ by }, { by, passed: true }]);
      play.at('2026-11-24T18:00:00.000Z').sweep();
      expect(due()).toHaveLength(2);
      expect(play.case.proposals).toHaveLength(1);
      expect(codeOf(confirm(play, 'mail:1'))).toBe('changed');
    }
  });

  test('is put aside by a newer e-mail about the same things, not by one about less', () => {
    const play = arranged();
    byMail(play, { facts: { areasToAvoid: [LEEDS] } }, 'mail:1');
    byMail(play, wrongName, 'mail:2');
    byMail(play, { facts: { areasToAvoid: [CARDIFF], trafficking: 'nrm-referred' } }, 'mail:3');
    expect(play.case.proposals?.map(({ id }) => id)).toEqual(['mail:2', 'mail:3']);
    expect(play.case.proposed).toEqual({ 'mail:1': 'superseded', 'mail:2': 'waiting', 'mail:3': 'waiting' });
    expect(codeOf(confirm(play, 'mail:1'))).toBe('amendment-answered');
  });

  test('is put aside once the page says all of it, or something newer', () => {
    for (const areasToAvoid of [[LEEDS], [CARDIFF]]) {
      const play = arranged();
      byMail(play, { facts: { areasToAvoid: [LEEDS] } }, 'mail:1');
      play.do({ kind: 'amend', data: { referralId, facts: { areasToAvoid } } }, entry);
      expect(play.case.proposals).toBeUndefined();
      expect(play.case.proposed).toEqual({ 'mail:1': 'superseded' });
    }
  });

  test('keeps what was said of other things since, and is not made over what was said of the same', () => {
    const play = new Play().receive();
    play.do(hold);
    byMail(play, { facts: { children: [aChild({ sex: 'female' })], familyInUk: 'cannot-care' } }, 'mail:1');
    play.do(
      { kind: 'amend', data: { referralId, facts: { children: [aChild({ needs: ['medical-care'] })] } } },
      entry,
    );
    confirm(play, 'mail:1');
    expect(play.case.facts).toMatchObject({
      familyInUk: 'cannot-care',
      children: [{ sex: 'female', needs: ['medical-care'] }],
    });
    const other = new Play().receive();
    other.do(hold);
    byMail(other, { facts: { children: [aChild({ sex: 'female' })], familyInUk: 'cannot-care' } }, 'mail:1');
    other.do({ kind: 'amend', data: { referralId, facts: { familyInUk: 'may-care' } } }, entry);
    expect(codeOf(confirm(other, 'mail:1'))).toBe('said-since');
    expect(other.case.proposals).toHaveLength(1);
    byMail(other, wrongName, 'mail:2');
    other.at('2026-11-23T12:00:00.000Z');
    other.do(
      { kind: 'amend', data: { referralId, facts: {}, sealedChanged: true, sealedFields: ['1.name'] } },
      entry,
    );
    expect(codeOf(confirm(other, 'mail:2'))).toBe('said-since');
  });

  test('two at once about other things are each answered for themselves', () => {
    const play = arranged();
    byMail(play, { facts: { trafficking: 'nrm-referred' } }, 'mail:1');
    byMail(play, { facts: { links: [{ council: LEEDS, kind: 'community' }] } }, 'mail:2');
    confirm(play, 'mail:2');
    refuse(play, 'mail:1');
    expect(play.case.facts).toMatchObject({ links: [{ council: LEEDS }] });
    expect(play.case.facts.trafficking).toBe(aReferral().trafficking);
  });

  test.each<[string, Command]>([
    ['withdrawn', { kind: 'withdraw', reason: 'made-in-error' }],
    ['joined-family', { kind: 'family-joined', note: 'n' }],
    ['transferred', { kind: 'complete-transfer', handedOverAt: '2026-11-23T09:00:00.000Z' }],
  ])('says so when the case ends as %s, and is answered no more', (status, ending) => {
    const play = arranged();
    byMail(play, wrongName, 'mail:1');
    play.at('2026-11-23T17:30:00.000Z').do(ending, ending.kind === 'complete-transfer' ? entry : coordinator);
    expect(play.case.status).toBe(status);
    expect(types(play).at(-1)).toBe('amendment-refused.v1');
    expect(play.case).toMatchObject({ proposed: { 'mail:1': 'case-ended' } });
    expect(play.case.proposals).toBeUndefined();
    expect(codeOf(confirm(play, 'mail:1'))).toBe('case-closed');
  });

  test('is of no use to who makes an id up', () => {
    const play = arranged();
    expect(codeOf(confirm(play, 'mail:none'))).toBe('no-such-amendment');
    expect(codeOf(refuse(play, 'mail:none'))).toBe('no-such-amendment');
  });

  test('can be confirmed where an amendment cannot be made any more, in the same words', () => {
    const play = new Play().receive().offer(HAMPSHIRE);
    byMail(play, { facts: { children: [aChild(), aChild({ number: 2 })] } }, 'mail:1');
    play.answer('1-1', 'accept');
    expect(codeOf(confirm(play, 'mail:1'))).toBe('children-fixed');
    expect(play.case.proposals).toHaveLength(1);
  });
});
