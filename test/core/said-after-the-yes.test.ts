/** Whatever would hold a referral before anybody is asked holds the move when it is said only after a council has said yes. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ReferralFacts } from '../../events/referral.ts';
import { holdReasons } from '../../shared/core/allocation/hold-reasons.ts';
import { londonDate } from '../../shared/core/calendar/working-days.ts';
import type { Command } from '../../shared/core/case/command.ts';
import { possibleCommands } from '../../shared/core/case/commands/possible-commands.ts';
import { afterTheYes } from '../../shared/core/case/move-holds.ts';
import { emailsFor } from '../../shared/core/case/notifications.ts';
import { isMoveUnsafe } from '../../shared/core/case/safe-move.ts';
import { caseEmailStands } from '../../shared/core/case/still-stands.ts';
import { policyNamed } from '../../shared/core/policies.ts';
import { isToAvoid } from '../../shared/core/referral/areas-to-avoid.ts';
import { holdWords } from '../../shared/words/hold-reasons.ts';
import { aChild, aReferral, SOCIAL_WORKER } from '../builders.ts';
import { metIn, runs } from '../how-much.ts';
import { codeOf, placeWith } from './a-play.ts';
import { CARDIFF, coordinator, councilsWith, duty, entry, HAMPSHIRE, KENT, LEEDS, Play } from './a-scheme.ts';

const ON_THE_DAY = '2026-11-26T15:00:00.000Z';
const arrange: Command = { kind: 'arrange-transfer', moveOn: '2026-11-26', socialWorker: SOCIAL_WORKER };
const says = (play: Play, facts: Partial<ReferralFacts>, byMail = false) =>
  play.do(
    {
      kind: 'amend',
      data: { referralId: play.case.referralId, facts, ...(byMail && { channel: 'email' as const }) },
    },
    entry,
  );
const complete = (play: Play): Command => ({ kind: 'complete-transfer', handedOverAt: play.now });
const release: Command = { kind: 'release-hold', note: 'Looked into; the move is right.' };
const accepted = (): Play => {
  const play = new Play(councilsWith(10), policyNamed('nts-2026')).receive().offer(HAMPSHIRE);
  play.answer('1-1', 'accept');
  return play;
};
const arranged = (): Play => {
  const play = accepted();
  play.do(arrange, duty(HAMPSHIRE));
  return play.at(ON_THE_DAY);
};
const unfit = { children: [aChild({ fitToMove: 'not-fit', fitToMoveOn: '2026-11-20' })] };
const can = (play: Play, kind: string) =>
  [duty(HAMPSHIRE), entry].some((actor) =>
    possibleCommands(play.case, actor, play.now).some((one) => one.kind === kind),
  );
const mails = (play: Play, from: number) =>
  play.trail.slice(from).flatMap((event) => emailsFor(event).map(({ data }) => data));

/** Facts of which each holds a referral, and the reason. */
const saidNow: readonly (readonly [string, Partial<ReferralFacts>])[] = [
  ['not-fit-to-move:1', unfit],
  ['family-may-care', { familyInUk: 'may-care' }],
  ['settled-child', { settledSince: '2026-06-01' }],
  ['definition-not-met', { definition: { separatedFromParents: false } }],
  ['not-in-care', { inCareOfAuthority: false }],
  ['link-where-the-child-is', { links: [{ council: KENT, kind: 'sibling' }] }],
  ['link-to-another-council:E08000035', { links: [{ council: LEEDS, kind: 'family' }] }],
  ['link-in-area-to-avoid', { links: [{ council: LEEDS, kind: 'family' }], areasToAvoid: [LEEDS] }],
];

describe.each(saidNow)('%s, said after the yes', (code, facts) => {
  test.each([
    ['before the move is arranged', accepted],
    ['after the move is arranged', arranged],
  ])('%s, makes the move wait until a coordinator has cleared it', (_, begin) => {
    const play = begin();
    const { status } = play.case;
    const before = play.trail.length;
    says(play, facts);
    expect(play.case.status).toBe(status);
    expect(play.case.hold?.reasons.map((reason) => reason.code)).toEqual([code]);
    expect(isMoveUnsafe(play.case)).toBe(true);
    expect(play.case.needs).toMatchObject({
      party: { kind: 'coordinators' },
      by: play.case.hold?.reviewAt,
      what: 'keep or release the hold',
    });
    const told = mails(play, before).map(({ template, to }) => `${template} > ${to.role}`);
    expect(told.toSorted()).toEqual([
      'case-held > coordinators',
      'case-held > entry-authority',
      'referral-changed > council',
    ]);
    for (const kind of ['arrange-transfer', 'complete-transfer']) expect(can(play, kind)).toBe(false);
    expect(codeOf(play.do(arrange, duty(HAMPSHIRE)))).toMatch(/^move-held$|^unchanged$/);
    for (const by of [duty(HAMPSHIRE), entry])
      expect(codeOf(play.do(complete(play), by))).toBe(status === 'accepted' ? 'not-arranged' : 'move-held');

    expect(codeOf(play.do({ kind: 'keep-hold', note: 'Not yet.' }, coordinator))).toBe('changed');
    expect(isMoveUnsafe(play.case)).toBe(true);
    const kept = play.trail.length;
    expect(codeOf(play.do(release, coordinator))).toBe('changed');
    expect(play.case.status).toBe(status);
    expect(play.case.hold).toBeUndefined();
    expect(play.trail.at(-1)?.data).toMatchObject({ reasons: [code], council: HAMPSHIRE });
    expect(mails(play, kept).map(({ template, to }) => `${template} > ${to.role}`)).toEqual([
      'hold-released > council',
      'hold-released > entry-authority',
    ]);
    expect(codeOf(play.do(release, coordinator))).toBe('unchanged');
    if (status === 'accepted') {
      play.do(arrange, duty(HAMPSHIRE));
      play.at(ON_THE_DAY);
    }
    expect(codeOf(play.do(complete(play), duty(HAMPSHIRE)))).toBe('changed');
  });

  test('and said again, holds what was cleared no second time', () => {
    const play = arranged();
    says(play, facts);
    play.do(release, coordinator);
    says(play, facts);
    says(play, { arrivedOn: '2026-11-02' });
    expect(play.case.hold).toBeUndefined();
  });
});

test('the table says of each reason to hold a referral what it does after a yes', () => {
  expect(Object.keys(afterTheYes).toSorted()).toEqual(Object.keys(holdWords).toSorted());
});

test('a finding of another day holds the move anew', () => {
  const play = arranged();
  says(play, unfit);
  play.do(release, coordinator);
  says(play, { children: [aChild({ fitToMove: 'not-fit', fitToMoveOn: '2026-11-25' })] });
  expect(play.case.hold?.reasons).toHaveLength(1);
});

test('a second reason comes beside the first, and one release clears both', () => {
  const play = arranged();
  says(play, { familyInUk: 'may-care' });
  const { since } = play.case.hold ?? {};
  play.at('2026-11-26T16:00:00.000Z');
  says(play, unfit);
  expect(play.case.hold).toMatchObject({ since });
  expect(play.case.hold?.reasons.map(({ code }) => code)).toEqual(['family-may-care', 'not-fit-to-move:1']);
  play.do(release, coordinator);
  expect(play.case.cleared).toEqual(expect.arrayContaining(['family-may-care', 'not-fit-to-move:1']));
});

test('close family at the council that has said yes asks nobody anything', () => {
  const play = arranged();
  says(play, { links: [{ council: HAMPSHIRE, kind: 'sibling' }] });
  expect(play.case.hold).toBeUndefined();
});

test('a child who turns out to be missing meanwhile is still not moved before a coordinator has looked', () => {
  const play = arranged();
  play.do({ kind: 'child-missing', missingSince: ON_THE_DAY }, entry);
  says(play, unfit);
  const held = play.trail.findLast(({ type }) => type === 'referral-held.v1');
  expect(held !== undefined && caseEmailStands('case-held', play.case, held, undefined)).toBe(true);
  play.at('2026-11-26T16:00:00.000Z');
  play.do({ kind: 'child-found', foundAt: play.now, foundIn: KENT }, entry);
  expect(codeOf(play.do(complete(play), duty(HAMPSHIRE)))).toBe('move-held');
  play.do(release, coordinator);
  expect(codeOf(play.do(complete(play), duty(HAMPSHIRE)))).toBe('changed');
});

test('a coordinator who places the child elsewhere, or asks anew, has decided about the move that waited', () => {
  for (const way of [placeWith(LEEDS), { kind: 'reallocate', because: 'coordinator' } as const]) {
    const play = arranged();
    says(play, unfit);
    expect(codeOf(play.do(way, coordinator))).toBe('changed');
    expect(play.case.hold).toBeUndefined();
  }
  const back = arranged();
  says(back, unfit);
  const given: Command = { kind: 'reallocate', because: 'receiving-authority-cannot', note: 'n' };
  expect(codeOf(back.do(given, duty(HAMPSHIRE)))).toBe('changed');
  expect(back.case).not.toHaveProperty('hold');
});

describe('an e-mail that says so after the yes', () => {
  test('stops the handover while it waits for confirmation, tells coordinators, and holds the move once it is confirmed', () => {
    const play = arranged();
    const before = play.trail.length;
    says(play, { familyInUk: 'may-care' }, true);
    const { id: amendmentId = '', holdsMove } = play.case.proposals?.[0] ?? {};
    expect(holdsMove).toBe(true);
    expect(mails(play, before).map(({ to }) => to.role)).toEqual(['entry-authority', 'coordinators']);
    expect(play.case.needs?.what).toBe('see to the child’s safety before the move');
    for (const kind of ['arrange-transfer', 'complete-transfer']) expect(can(play, kind)).toBe(false);
    expect(codeOf(play.do(complete(play), entry))).toBe('hold-in-question');
    play.do({ kind: 'confirm-amendment', amendmentId }, entry);
    expect(play.case.hold?.reasons.map(({ code }) => code)).toEqual(['family-may-care']);
    expect(codeOf(play.do(complete(play), entry))).toBe('move-held');
  });

  test('before the yes, and is not answered when it comes, stops the handover as well', () => {
    const play = new Play(councilsWith(10), policyNamed('nts-2026')).receive().offer(HAMPSHIRE);
    says(play, { familyInUk: 'may-care' }, true);
    play.answer('1-1', 'accept');
    expect(play.case.status).toBe('accepted');
    expect(codeOf(play.do(arrange, duty(HAMPSHIRE)))).toBe('hold-in-question');
    expect(can(play, 'arrange-transfer')).toBe(false);
    const { id: amendmentId = '' } = play.case.proposals?.[0] ?? {};
    play.do({ kind: 'refuse-amendment', amendmentId }, entry);
    expect(codeOf(play.do(arrange, duty(HAMPSHIRE)))).toBe('changed');
  });

  test('stops nothing any more once the desk says that it did not send it', () => {
    const play = arranged();
    says(play, unfit, true);
    const { id: amendmentId = '' } = play.case.proposals?.[0] ?? {};
    play.do({ kind: 'refuse-amendment', amendmentId }, entry);
    expect(codeOf(play.do(complete(play), duty(HAMPSHIRE)))).toBe('changed');
  });
});

test('whatever is said in whatever order after the yes, nobody is handed over before each reason that it brought was cleared by a coordinator', () => {
  let [over, held] = [0, 0];
  const aFact = fc.oneof(
    fc.constantFrom(...saidNow.map(([, facts]) => facts)),
    fc.record(
      {
        familyInUk: fc.constantFrom('none' as const, 'may-care' as const, 'not-known' as const),
        links: fc.subarray([
          { council: LEEDS, kind: 'sibling' as const },
          { council: CARDIFF, kind: 'family' as const },
          { council: KENT, kind: 'family' as const },
        ]),
        settledSince: fc.constantFrom('2026-01-01', '2026-11-20'),
        inCareOfAuthority: fc.boolean(),
        children: fc.constantFrom([aChild({})], [aChild({ fitToMove: 'fit' })], unfit.children),
      },
      { requiredKeys: [] },
    ),
  );
  const aStep = fc.oneof(
    { weight: 4, arbitrary: fc.tuple(aFact, fc.boolean()) },
    { weight: 3, arbitrary: fc.constantFrom('hand-over', 'release', 'confirm', 'refuse', 'arrange', 'fail') },
  );
  fc.assert(
    fc.property(fc.array(aStep, { maxLength: 12, size: 'max' }), (steps) => {
      const play = arranged();
      const atTheYes = play.case.facts;
      for (const step of steps) {
        if (play.case.placement?.handedOverAt !== undefined) break;
        const amendmentId = play.case.proposals?.[0]?.id ?? '';
        if (typeof step !== 'string') says(play, step[0], step[1]);
        else if (step === 'hand-over') play.do(complete(play), duty(HAMPSHIRE));
        else if (step === 'release') play.do(release, coordinator);
        else if (step === 'arrange') play.do(arrange, duty(HAMPSHIRE));
        else if (step === 'fail') play.do({ kind: 'transfer-failed', reason: 'transport' }, duty(HAMPSHIRE));
        else
          play.do(
            { kind: step === 'confirm' ? 'confirm-amendment' : 'refuse-amendment', amendmentId },
            entry,
          );
        if (play.case.hold !== undefined) {
          held += 1;
          expect(play.case.needs?.party.kind).toBe('coordinators');
        }
      }
      play.do(complete(play), duty(HAMPSHIRE));
      const { facts, placement, cleared, turned18 } = play.case;
      if (placement?.handedOverAt === undefined) return;
      over += 1;
      const reasons = (said: ReferralFacts) =>
        holdReasons(
          { facts: said, turned18, ages: [], today: londonDate(play.now), councils: play.view.councils },
          play.policy,
        ).map(({ code }) => code);
      const before = reasons(atTheYes);
      const asAnyLink = (code: string) => code.startsWith('link-at-full-council');
      // Family and siblings elsewhere, full or not: of them a referral is not held, for they are asked first.
      const links = (facts.links ?? [])
        .filter(({ council }) => council !== KENT && !isToAvoid(facts, council))
        .map(({ council }) => `link-to-another-council:${council}`);
      const brought = reasons(facts).filter((code) => !before.includes(code) && !asAnyLink(code));
      expect(cleared).toEqual(expect.arrayContaining([...brought, ...links]));
    }),
    { numRuns: runs(300) },
  );
  expect(over).toBeGreaterThan(metIn(300, 30));
  expect(held).toBeGreaterThan(metIn(300, 30));
});

describe('while councils are asked', () => {
  const FAMILY = { council: LEEDS, kind: 'family' } as const;
  const SIBLING = { council: CARDIFF, kind: 'sibling' } as const;
  const COMMUNITY = { council: CARDIFF, kind: 'community' } as const;

  test.each([
    ['family is named', [], [FAMILY], true],
    ['a sibling is named as well', [FAMILY], [FAMILY, SIBLING], true],
    ['family is somewhere else', [FAMILY], [{ ...FAMILY, council: CARDIFF }], true],
    ['family is a sibling', [FAMILY], [{ ...FAMILY, kind: 'sibling' as const }], true],
    ['the same are named in another order', [FAMILY, SIBLING], [SIBLING, FAMILY], false],
    ['a community is named', [FAMILY], [FAMILY, COMMUNITY], false],
  ])('%s: the check is done again only where it changes who is close', (_, links, now, again) => {
    const play = new Play(councilsWith(10), policyNamed('nts-2026'))
      .receive(aReferral({ links: [...links] }))
      .offer(HAMPSHIRE);
    expect(says(play, { links: [...now] }).kind).toBe('changed');
    expect(play.trail.some(({ type }) => type === 'case-reallocated.v1')).toBe(again);
  });
});
