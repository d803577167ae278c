/** What keeps a child safe stands before everybody who chooses where the child lives. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AnyEvent } from '../../events/catalogue.ts';
import { caseModel } from '../../functions/pages/coordinator/case-model.ts';
import { entryModel } from '../../functions/pages/entry/entry-model.ts';
import { offerModel } from '../../functions/pages/offer/offer-model.ts';
import { transferModel } from '../../functions/pages/transfer/transfer-model.ts';
import type { PageModel } from '../../functions/pages/views/page-model.ts';
import { safetySection } from '../../functions/pages/words/safety-words.ts';
import type { Reader } from '../../functions/send-notification/emails/context.ts';
import { caseEmails } from '../../functions/send-notification/emails/templates.ts';
import type { Case } from '../../shared/core/case/case.ts';
import { hasSafetyFacts, warningsOf } from '../../shared/core/case/safety.ts';
import { publishedCouncils } from '../../shared/core/council/published-councils.ts';
import { aCase, aChild, anOffer, aPlacement, aReferral, NOW } from '../builders.ts';

const SURREY = 'E10000030';
const london = publishedCouncils().filter(({ region }) => region === 'E12000007');
const avoidsLondon = {
  areasToAvoid: london.map(({ code }) => code),
  trafficking: 'nrm-referred',
  links: [{ council: 'E08000035', kind: 'family' }],
  familyInUk: 'cannot-care',
} as const;
const offer = anOffer({ council: SURREY });
const placement = aPlacement({ council: SURREY });
const withFacts = (facts: object, over: Partial<Case> = {}): Case =>
  aCase({ status: 'offered', offers: [offer], facts: aReferral(facts), ...over });
const heading = 'What keeps the child safe';
const saidIn = ({ sections = [] }: PageModel) =>
  JSON.stringify(
    sections.filter((one) =>
      [heading, 'What to know before you decide', 'What to know of the children'].includes(one.heading ?? ''),
    ),
  );
const bearsOnSafety = 'There are facts that bear on safety';
const reader: Reader = { role: 'council', reader: 'Surrey', url: 'https://pages.example', help: undefined };
/** The text of an e-mail about a case. */
const mailed = (
  subject: Case,
  template: keyof typeof caseEmails = 'offer-to-primary',
  data: object = {},
): string => {
  const type = {
    'backup-request': 'offers-made.v1',
    'offer-reminder': 'deadline-approaching.v1',
    'offer-promoted': 'offer-promoted.v1',
    'place-accepted': 'place-accepted.v1',
    'offer-to-primary': 'offers-made.v1',
  }[template as string];
  const event = { type, at: NOW, data } as unknown as AnyEvent;
  return JSON.stringify(
    caseEmails[template]({ kind: 'case', event, subject, offer, verdict: undefined, ...reader }),
  );
};
const plan = 'The receiving authority needs a safety plan before the move.';

describe('all of London is to be avoided, and Surrey is asked', () => {
  const asked = withFacts(avoidsLondon);
  const accepted = withFacts(avoidsLondon, { status: 'accepted', placement });

  test('the offer says what to know, but not which areas, until Surrey has said yes', () => {
    const said = saidIn(offerModel(asked, offer, undefined, NOW));
    for (const words of [plan, 'Family in Leeds', `${london.length} areas, not yours`])
      expect(said).toContain(words);
    for (const { name } of london) expect(said).not.toContain(name);
  });

  test('a council whose own area has become one to avoid reads that', () => {
    const ownToo = withFacts({ areasToAvoid: [SURREY, 'E09000009'] });
    const said = saidIn(offerModel(ownToo, offer, undefined, NOW));
    expect(said).toContain('2 areas, and yours is one');
    expect(said).not.toContain('Ealing');
  });

  test('the page of the move names every area', () => {
    const said = saidIn(transferModel(accepted, SURREY, NOW, false));
    for (const words of [plan, 'Family in Leeds', 'Ealing', 'Westminster']) expect(said).toContain(words);
    for (const status of ['transferred', 'withdrawn', 'left-care'] as const)
      expect(saidIn(transferModel({ ...accepted, status }, SURREY, NOW, true))).toBe('[]');
  });

  test('a coordinator reads it before deciding', () => {
    expect(saidIn(caseModel(asked, NOW))).toContain(plan);
    expect(saidIn(caseModel({ ...accepted, status: 'withdrawn' }, NOW))).toBe('[]');
  });
});

test.each([
  ['near-18', { children: [aChild({ turns18Month: '2027-01' })] }, 'turns 18 within 90 days'],
  ['age assessment', { children: [aChild({ ageAssessment: 'under-way' })] }, 'is under way'],
  ['unsafe where the child is', { areasToAvoid: ['E10000016'] }, 'Move them quickly'],
  ['no NRM referral yet', { trafficking: 'indicators' }, 'no NRM referral yet'],
  ['NRM', { trafficking: 'nrm-positive' }, plan],
  ['no area named', { trafficking: 'nrm-referred', areasToAvoid: [] }, 'Check that none should be'],
  ['family not known', { familyInUk: 'not-known' }, 'Keep looking'],
  ['wishes', { wishesRecorded: false }, 'have not been written down'],
  ['the proposed day has passed', { proposedMoveOn: '2026-11-01' }, 'which has passed'],
] as const)('every warning reaches who is asked, who has accepted and who decides: %s', (_, facts, words) => {
  const theCase = withFacts(facts);
  const placed = { ...theCase, status: 'accepted' as const, placement };
  for (const model of [
    offerModel(theCase, offer, undefined, NOW),
    transferModel(placed, SURREY, NOW, false),
    caseModel(theCase, NOW),
  ])
    expect(saidIn(model)).toContain(words);
  expect(mailed(theCase)).toContain(bearsOnSafety);
  expect(mailed(theCase)).not.toContain(words);
});

describe('after the handover', () => {
  const LIVES = 'E09000009';
  const handed = (facts: object, over: Partial<Case> = {}): Case =>
    withFacts(facts, {
      status: 'transferred',
      offers: [],
      placement: { ...placement, placedIn: LIVES, handedOverAt: NOW },
      ...over,
    });
  const both = (subject: Case) => [
    saidIn(transferModel(subject, SURREY, NOW, true)),
    saidIn(caseModel(subject, NOW)),
  ];

  test.each([
    ['near-18', { children: [aChild({ turns18Month: '2027-01' })] }, 'turns 18 within 90 days'],
    ['age assessment', { children: [aChild({ ageAssessment: 'under-way' })] }, 'is under way'],
    ['unsafe where the child lives', { areasToAvoid: [LIVES] }, 'Move them quickly'],
    ['no NRM referral yet', { trafficking: 'indicators' }, 'The council that is responsible should make one'],
    ['NRM', { trafficking: 'nrm-positive' }, 'Keep the safety plan up to date'],
    ['no area named', { trafficking: 'nrm-referred', areasToAvoid: [] }, 'Check that none should be'],
    ['family not known', { familyInUk: 'not-known' }, 'Keep looking'],
  ] as const)(
    'what is known stands on the pages as long as a child is in care, and not to a link alone: %s',
    (_, facts, words) => {
      for (const status of ['transferred', 'missing-from-care'] as const)
        for (const said of both(handed(facts, { status }))) expect(said).toContain(words);
      expect(saidIn(transferModel(handed(facts), SURREY, NOW, false))).toBe('[]');
      const left = [{ child: 1, outcome: 'placement-ended' as const, on: '2026-11-20' }];
      for (const over of [{ left, status: 'left-care' as const }, { turned18: [1] }])
        for (const said of both(handed(facts, over))) expect(said).not.toContain(words);
    },
  );

  test.each([
    { areasToAvoid: ['E10000016'] },
    { wishesRecorded: false },
    { proposedMoveOn: '2026-11-01' },
  ] as const)('what is about the move that was made is said no more: %o', (facts) => {
    expect(warningsOf(withFacts(facts), NOW)).toHaveLength(1);
    expect(warningsOf(handed(facts), NOW)).toEqual([]);
  });

  test('of a group, nothing is said any more of a child who has left care', () => {
    const children = [aChild({ ageAssessment: 'under-way' }), aChild({ number: 2 })];
    const left = [{ child: 1, outcome: 'placement-ended' as const, on: '2026-11-20' }];
    expect(warningsOf(handed({ children }), NOW)).toHaveLength(1);
    expect(warningsOf(handed({ children }, { left }), NOW)).toEqual([]);
  });
});

test.each([
  { links: [{ council: 'E08000035', kind: 'family' }] },
  { familyInUk: 'cannot-care' },
  { areasToAvoid: ['E09000009'] },
] as const)('e-mails and pages go by one rule of what there is to know: %o', (facts) => {
  expect(mailed(withFacts(facts))).toContain(bearsOnSafety);
  expect(safetySection(withFacts(facts), NOW)).toHaveLength(1);
});

test.each(['familyInUk', 'links', 'areasToAvoid'] as const)('what was never said is no fact: %s', (name) => {
  const { [name]: _, ...facts } = aReferral();
  expect(hasSafetyFacts(aCase({ facts }), NOW)).toBe(false);
});

test('every e-mail that asks for a place, or gives one, says that there is something to know, by the same rule', () => {
  const because = 'expired';
  for (const [template, data] of [
    ['offer-to-primary', {}],
    ['backup-request', {}],
    ['offer-promoted', { because }],
    ['offer-reminder', {}],
    ['place-accepted', { council: SURREY, how: 'accepted', arrangeBy: NOW, moveBy: '2026-12-07' }],
  ] as const) {
    expect(mailed(withFacts(avoidsLondon), template, data), template).toContain(bearsOnSafety);
    expect(mailed(withFacts({}), template, data), template).not.toContain(bearsOnSafety);
  }
});

test('both councils read on their page what a move waits for that is not safe as it is arranged', () => {
  const moving = { ...placement, moveOn: '2026-11-26', placedIn: 'E09000009' };
  const of = (facts: object) =>
    withFacts(facts, { status: 'transfer-arranged', placement: moving, offers: [] });
  const warningsIn = (subject: Case) =>
    [transferModel(subject, SURREY, NOW, false), entryModel(subject, [], NOW)].map(({ warning }) => warning);
  const [receiving, entering] = warningsIn(of({ trafficking: 'indicators' }));
  expect(receiving).toContain('no safety plan is recorded');
  expect(entering).toContain('Surrey has to see to it first');
  expect(warningsIn(of({ areasToAvoid: ['E09000009'] }))).toEqual([
    expect.stringContaining('Ealing, where the child was to live, is now an area to avoid'),
    expect.stringContaining('Surrey has to see to it first'),
  ]);
  expect(warningsIn(of({}))).toEqual([undefined, undefined]);
  const closed = { ...of({ trafficking: 'indicators' }), status: 'withdrawn' as const };
  expect(entryModel(closed, [], NOW)).not.toHaveProperty('warning');
});

test('nothing is said where nothing is known that matters, and who has turned 18 is warned of no more', () => {
  expect(safetySection(withFacts({}), NOW)).toEqual([]);
  expect(mailed(withFacts({}))).not.toContain(bearsOnSafety);
  const children = [aChild({ ageAssessment: 'under-way' }), aChild({ number: 2 })];
  expect(warningsOf(withFacts({ children }, { turned18: [1] }), NOW)).toEqual([]);
});

test('a child is said to be unsafe where it is now, and only then: where it arrived, was found, or lives since the handover', () => {
  const KENT = 'E10000016';
  const some = fc.constantFrom(KENT, SURREY, 'E09000009', 'E08000035');
  const unsafe = 'unsafe-where-the-child-is';
  fc.assert(
    fc.property(
      fc.uniqueArray(some),
      fc.constantFrom('arrived', 'found', 'decided', 'lives', 'placed'),
      some,
      (areasToAvoid, how, area) => {
        const elsewhere = {
          arrived: {},
          found: { foundElsewhere: { council: area, decided: false } },
          decided: { foundElsewhere: { council: area, decided: true } },
          lives: { placement: { ...placement, placedIn: area, handedOverAt: NOW } },
          placed: { placement: { ...placement, placedIn: area } },
        }[how];
        const subject = withFacts({ areasToAvoid }, elsewhere);
        const now = how === 'found' || how === 'lives' ? area : KENT;
        const codes = warningsOf(subject, NOW).map(({ code }) => code);
        expect(codes.includes(unsafe)).toBe(areasToAvoid.includes(now));
        const { placement: moved, ...before } = subject;
        const inOwnArea =
          moved === undefined ? before : { ...subject, placement: { ...placement, handedOverAt: NOW } };
        expect(warningsOf(inOwnArea, NOW).some(({ code }) => code === unsafe)).toBe(
          areasToAvoid.includes(moved === undefined ? now : SURREY),
        );
      },
    ),
  );
});

test('before the yes a council learns the names of areas to avoid where it usually places children, and of no other', () => {
  const long = publishedCouncils().filter(({ name }) => name.length > 8);
  const some = fc.subarray([...long], { minLength: 1 });
  fc.assert(
    fc.property(some, fc.uniqueArray(fc.constantFrom(...long), { maxLength: 5 }), (areas, usual) => {
      const areasToAvoid = areas.map(({ code }) => code);
      const asked = { council: SURREY, places: usual.map(({ code }) => code) };
      const said = JSON.stringify(safetySection(withFacts({ areasToAvoid }), NOW, asked));
      for (const { name, code } of long) {
        expect(said).not.toContain(code);
        const isNamed = areas.some((one) => one.code === code) && usual.some((one) => one.code === code);
        // The name of one may stand in that of another.
        if (isNamed || usual.every((one) => !one.name.includes(name)))
          expect(said.includes(name), name).toBe(isNamed);
      }
      expect(said).toContain('Once you have accepted you see them all');
    }),
  );
});
