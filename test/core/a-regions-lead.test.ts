/** The lead of a region confirms or names the council that is asked first, where the policy says so: whatever else happens meanwhile. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Actor } from '../../events/envelope.ts';
import type { ReferralFacts } from '../../events/referral.ts';
import { namingReasons } from '../../events/region-answered.v1.ts';
import {
  checkAllocation,
  checkAllocationUnder,
  decisionHash,
  inputsFor,
} from '../../shared/core/allocation/allocation.ts';
import { londonDate } from '../../shared/core/calendar/working-days.ts';
import type { Command } from '../../shared/core/case/command.ts';
import {
  leadsChoice,
  regionRunsOut,
  standingsForLead,
} from '../../shared/core/case/commands/answer-region.ts';
import { possibleCommands } from '../../shared/core/case/commands/possible-commands.ts';
import { beginDraft } from '../../shared/core/case/decision-draft.ts';
import { emailsFor } from '../../shared/core/case/notifications.ts';
import { defined } from '../../shared/core/defined.ts';
import { policyNamed } from '../../shared/core/policies.ts';
import { aCouncil, aReferral, NOW } from '../builders.ts';
import { runs } from '../how-much.ts';
import { referralId } from './a-play.ts';
import { coordinator, duty, entry, KENT, LEEDS, Play } from './a-scheme.ts';
import { inputsWith } from './allocation-inputs.ts';

const LONDON = 'E12000007';
const [BARNET, BRENT, HARROW] = ['E09000003', 'E09000005', 'E09000015'] as const;
const policy = policyNamed('nts-2027');
const lead: Actor = { kind: 'smp-lead', region: LONDON };

const full = { count: 100, asAt: '2025-03-31', source: 'published' } as const;
/** Three councils of London with room, Kent, which is full, and nobody else. */
const councils = [
  aCouncil({ code: KENT, name: 'Kent', caredFor: { ...full, count: 451 } }),
  ...[BARNET, BRENT, HARROW].map((code) => aCouncil({ code, name: code, region: LONDON })),
];

/** The allocation check as the function does it. */
const check = (play: Play, under = policy): void => {
  const leadChose = leadsChoice(play.case);
  const inputs = inputsFor(
    play.view,
    { ...play.case, ...defined({ leadChose }) },
    under,
    londonDate(play.now),
    [],
  );
  play.do({
    kind: 'allocate',
    decision: checkAllocationUnder(under, inputs),
    decisionHash: decisionHash(inputs),
  });
};

const asked = (facts: ReferralFacts = aReferral(), among = councils): Play => {
  const play = new Play(among, policy).receive(facts);
  check(play);
  return play;
};
const answered = (play: Play, council: string, actor: Actor = lead): ReturnType<Play['do']> =>
  play.do({ kind: 'answer-region', region: LONDON, council, reason: 'place-is-ready' }, actor);
const heldBy = (play: Play) =>
  play.view.councils.filter(({ held, offered }) => held + offered > 0).map(({ code }) => code);
const last = (play: Play) => play.trail.findLast(({ type }) => type === 'region-answered.v1')?.data;
const mailed = (play: Play) => play.trail.flatMap((event) => emailsFor(event)).map(({ data }) => data);

describe('who is asked', () => {
  test('a lead is asked with the rota’s order and a place held with the first, and nobody else is asked', () => {
    const play = asked();
    expect(play.case).toMatchObject({
      status: 'region-asked',
      regionAsked: {
        region: LONDON,
        councils: [BARNET, BRENT, HARROW],
        answerBy: '2026-11-25T17:00:00.000Z',
      },
      needs: { party: { kind: 'smp-lead', region: LONDON }, by: '2026-11-25T17:00:00.000Z' },
      offers: [],
    });
    expect(heldBy(play)).toEqual([BARNET]);
    expect(mailed(play)).toEqual([
      expect.objectContaining({ template: 'region-asked', to: { role: 'smp-lead', region: LONDON } }),
    ]);
  });

  test('a second referral meanwhile does not count on the place that is held for the first', () => {
    const first = asked();
    const inputs = inputsFor(first.view, { ...first.case, excluded: [] }, policy, '2026-11-23', []);
    expect(checkAllocation(inputs)).toMatchObject({ chosen: { council: BRENT } });
  });

  test.each([
    ['the policy gives leads no part', 'nts-2026', aReferral(), councils],
    [
      'only one council can take the children',
      'nts-2027',
      aReferral({ areasToAvoid: [BARNET, BRENT] }),
      councils,
    ],
    [
      'a family link goes first',
      'nts-2027',
      aReferral({ links: [{ kind: 'family', council: HARROW }] }),
      councils,
    ],
    [
      'the turn is that of another region',
      'nts-2027',
      aReferral(),
      [
        ...councils.slice(0, 1),
        aCouncil({ code: LEEDS, region: 'E12000003' }),
        aCouncil({ code: 'E08000032', region: 'E12000003' }),
      ],
    ],
  ] as const)('no lead is asked where %s', (_, id, facts, among) => {
    const play = new Play(among, policyNamed(id)).receive(facts);
    check(play, policyNamed(id));
    expect(play.case.status).toBe('offered');
  });

  test('no lead is asked where its time would end after a person has to have the case', () => {
    const play = new Play(councils, policy).receive();
    play.at('2026-11-30T09:00:00.000Z');
    check(play);
    expect(play.case.status).toBe('offered');
  });
});

describe('what a lead says', () => {
  test('a lead that confirms has the first asked, in its turn', () => {
    const play = asked();
    expect(answered(play, BARNET).kind).toBe('changed');
    expect(last(play)).toEqual({ region: LONDON, outcome: 'confirmed', first: BARNET, council: BARNET });
    expect(heldBy(play)).toEqual([]);
    check(play);
    expect(play.case.offers[0]).toMatchObject({ council: BARNET, status: 'live' });
  });

  test('a lead that names another has that one asked, which alone has had a turn once it takes the child', () => {
    const play = asked();
    answered(play, HARROW);
    expect(last(play)).toEqual({
      region: LONDON,
      outcome: 'named',
      first: BARNET,
      council: HARROW,
      reason: 'place-is-ready',
    });
    check(play);
    expect(play.case.offers.map(({ council }) => council)).toEqual([HARROW, BARNET, BRENT]);
    play.answer('1-1', 'accept');
    const parties = play.view.regions[LONDON]?.state.parties ?? {};
    expect(parties[HARROW]?.placed).toBe(1);
    expect(parties[BARNET]?.placed ?? 0).toBe(0);
    const next = checkAllocation(
      inputsFor(play.view, { ...play.case, excluded: [] }, policyNamed('nts-2026'), '2026-11-23', []),
    );
    expect(next).toMatchObject({ chosen: { council: BARNET } });
  });

  test('whom a lead names without a reason, outside its region or where the child cannot go is refused in words', () => {
    const play = asked(aReferral({ areasToAvoid: [BRENT] }));
    const refused = (command: Partial<Extract<Command, { kind: 'answer-region' }>>) => {
      const outcome = play.do({ kind: 'answer-region', region: LONDON, council: HARROW, ...command }, lead);
      return outcome.kind === 'refused' ? `${outcome.code}: ${outcome.words}` : outcome.kind;
    };
    expect(refused({})).toMatch(/^reason-missing: Please say why another council is named/);
    expect(refused({ council: KENT })).toMatch(/^not-in-region: .*not one of the region/);
    expect(refused({ council: BRENT, reason: 'own-rota' })).toMatch(
      /^cannot-take: .*Not asked for this child/,
    );
  });

  test('the council whose turn it was may have become unable meanwhile: confirming it is refused, naming another is not', () => {
    const play = asked();
    play.view = {
      ...play.view,
      councils: play.view.councils.map((one) =>
        one.code === BARNET ? { ...one, participates: false } : one,
      ),
    };
    expect(answered(play, BARNET)).toMatchObject({ kind: 'refused', code: 'cannot-take' });
    expect(answered(play, BRENT).kind).toBe('changed');
  });

  test('one whom the lead chose and who can no longer take the child when the check comes is passed over by the rota', () => {
    const play = asked();
    answered(play, HARROW);
    play.view = {
      ...play.view,
      councils: play.view.councils.map((one) =>
        one.code === HARROW ? { ...one, participates: false } : one,
      ),
    };
    check(play);
    expect(play.case.offers.map(({ council }) => council)).toEqual([BARNET, BRENT]);
  });

  test('the same answer again changes nothing, another one after it is refused, and so is one that comes too late', () => {
    const play = asked();
    answered(play, HARROW);
    expect(answered(play, HARROW)).toMatchObject({ kind: 'unchanged' });
    expect(answered(play, BRENT)).toMatchObject({ kind: 'refused', code: 'region-answered' });
    const late = asked().at('2026-11-26T09:00:00.000Z');
    late.sweep();
    expect(answered(late, BRENT)).toMatchObject({ kind: 'refused', code: 'region-ran-out' });
  });

  test('the lead of another region and a council are refused, and a coordinator says what the lead has said', () => {
    const play = asked();
    for (const actor of [{ kind: 'smp-lead', region: 'E12000008' } as const, duty(BARNET), entry])
      expect(answered(play, BARNET, actor)).toMatchObject({ kind: 'refused', code: 'not-yours' });
    expect(possibleCommands(play.case, lead, play.now)).toEqual([{ kind: 'answer-region', region: LONDON }]);
    expect(answered(play, BARNET, coordinator).kind).toBe('changed');
    expect(possibleCommands(play.case, lead, play.now)).toEqual([]);
  });

  test('a council that its lead chose and that declines is not asked again, and the lead is not either', () => {
    const play = asked();
    answered(play, HARROW);
    check(play);
    play.answer('1-1', 'decline');
    expect(play.case.status).toBe('offered');
    play.answer('1-2', 'decline');
    play.answer('1-3', 'decline');
    if (play.case.status === 'eligible') check(play);
    expect(play.trail.filter(({ type }) => type === 'region-asked.v1')).toHaveLength(1);
  });
});

describe('what happens meanwhile', () => {
  test('a lead who says nothing is reminded once, in its office hours, and then the rota goes on by itself', () => {
    const play = asked().at('2026-11-25T14:30:00.000Z');
    play.sweep();
    expect(mailed(play).filter(({ template }) => template === 'deadline-approaching')).toEqual([
      expect.objectContaining({ to: { role: 'smp-lead', region: LONDON } }),
    ]);
    play.at('2026-11-25T17:00:00.000Z').sweep();
    expect(last(play)).toEqual({ region: LONDON, outcome: 'ran-out', first: BARNET });
    expect(play.case.status).toBe('eligible');
    expect(heldBy(play)).toEqual([]);
    check(play);
    expect(play.case.offers[0]?.council).toBe(BARNET);
    expect(mailed(play)).toContainEqual(expect.objectContaining({ template: 'region-settled' }));
  });

  const ways: Readonly<Record<string, readonly [Command, Actor]>> = {
    'the referral is withdrawn': [{ kind: 'withdraw', reason: 'other' }, entry],
    'the child joins family': [{ kind: 'family-joined', note: 'n' }, coordinator],
    'the child stays': [{ kind: 'stay', reason: 'settled', note: 'n' }, coordinator],
    'the child turns 18': [
      { kind: 'turn-18', child: 1 },
      { kind: 'system', name: 'test' },
    ],
    'the child is missing': [{ kind: 'child-missing', missingSince: '2026-11-23T08:00:00.000Z' }, entry],
    'the child refuses': [{ kind: 'child-refused' }, entry],
    'a coordinator places the child': [
      { kind: 'place-directly', council: BRENT, reason: 'court-order', note: 'n', overCapacity: false },
      coordinator,
    ],
    'a coordinator sends it back': [{ kind: 'reallocate', because: 'coordinator' }, coordinator],
    'an area to avoid is named': [
      { kind: 'amend', data: { referralId, facts: { areasToAvoid: [BRENT] } } },
      entry,
    ],
    'a community is named': [
      { kind: 'amend', data: { referralId, facts: { links: [{ kind: 'community', council: BRENT }] } } },
      entry,
    ],
  };
  test.each(Object.entries(ways))(
    'where %s, the lead is told, nothing is held for its word, and it has no say any more',
    (_, [command, actor]) => {
      const play = asked();
      expect(play.do(command, actor).kind).toBe('changed');
      expect(last(play)).toEqual({ region: LONDON, outcome: 'not-needed', first: BARNET });
      expect(play.case.regionAsked).toBeUndefined();
      expect(heldBy(play)).toEqual([]);
      expect(mailed(play)).toContainEqual(
        expect.objectContaining({ template: 'region-settled', to: { role: 'smp-lead', region: LONDON } }),
      );
      expect(answered(play, BRENT).kind).toBe('refused');
    },
  );

  test('what is added that decides nothing leaves the lead’s time as it is', () => {
    const play = asked();
    const facts = { wishesRecorded: false };
    const added = play.do({ kind: 'amend', data: { referralId: play.case.referralId, facts } }, entry);
    expect(added.kind).toBe('changed');
    expect(play.case.regionAsked?.answerBy).toBe('2026-11-25T17:00:00.000Z');
  });

  test('a child who is found is searched for anew, with the lead’s whole time', () => {
    const play = asked();
    play.do({ kind: 'child-missing', missingSince: '2026-11-23T08:00:00.000Z' }, entry);
    play.at('2026-11-26T10:00:00.000Z');
    play.do({ kind: 'child-found', foundAt: '2026-11-26T09:00:00.000Z' }, entry);
    expect(play.case.status).toBe('eligible');
    check(play);
    expect(play.case.regionAsked?.answerBy).toBe('2026-11-30T17:00:00.000Z');
  });

  test('a coordinator who sends it back has the rota go on without the lead', () => {
    const play = asked();
    play.do({ kind: 'reallocate', because: 'coordinator' }, coordinator);
    check(play);
    expect(play.case.status).toBe('offered');
  });

  test('of a group of which one turns 18, as many places are held as children count', () => {
    const facts = aReferral({
      children: [1, 2].map((number) => ({ ...aReferral().children[0], number })) as never,
    });
    const play = asked(facts);
    expect(play.council(BARNET).held).toBe(2);
    play.do({ kind: 'turn-18', child: 1 });
    expect(play.council(BARNET)).toMatchObject({ held: 1, offered: 1 });
    expect(play.case.status).toBe('region-asked');
  });
});

describe('the choice of a lead', () => {
  const inputs = (leadChose: string | undefined, facts = aReferral()) => ({
    ...inputsWith(councils, facts),
    policy: 'nts-2027',
    ...defined({ leadChose }),
  });

  test('goes before every turn and behind every link, and changes nobody else’s order', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(BARNET, BRENT, HARROW),
        fc.option(fc.constantFrom(BARNET, BRENT, HARROW), { nil: undefined }),
        (chosen, linked) => {
          const facts = aReferral(
            linked === undefined ? {} : { links: [{ kind: 'sibling', council: linked }] },
          );
          const without = checkAllocation(inputs(undefined, facts));
          const decision = checkAllocation(inputs(chosen, facts));
          if (decision.kind !== 'offer' || without.kind !== 'offer') throw new Error('nobody is asked');
          const order = ({ chosen: first, backUps }: typeof decision) =>
            [first, ...backUps].map(({ council }) => council);
          const before = order(without).filter((code) => code !== chosen && code !== linked);
          expect(order(decision)).toEqual([
            ...new Set([...(linked === undefined ? [] : [linked]), chosen, ...before]),
          ]);
          expect(decision.forLead).toBeUndefined();
        },
      ),
      { numRuns: runs(30) },
    );
  });

  test.each(namingReasons)('%s has words in the history of a case', async (reason) => {
    const { eventWords } = await import('../../functions/pages/words/event-words.ts');
    const play = asked();
    play.do({ kind: 'answer-region', region: LONDON, council: HARROW, reason }, lead);
    const event = play.trail.findLast(({ type }) => type === 'region-answered.v1');
    expect(event && eventWords(event)).toMatchObject({
      title: 'The lead of London named Harrow',
      details: ['It was the turn of Barnet, which keeps its turn.', expect.stringMatching(/^Reason: [a-z]/)],
    });
  });
});

describe('whom a lead can choose among', () => {
  const on = (play: Play) => londonDate(play.now);
  const among = (play: Play, under = policy) =>
    standingsForLead(play.case, play.view.councils, under, on(play));

  test('are the councils of its region that are in force, in the order of their codes, and nobody where no lead is asked', () => {
    const SURREY = 'E10000030';
    const later = ['E06999901', SURREY].map((code) => aCouncil({ code, region: LONDON }));
    const play = asked(aReferral(), [...councils, aCouncil({ code: LEEDS, region: 'E12000003' }), ...later]);
    expect(play.case.status).toBe('region-asked');
    const codes = among(play).map(({ council }) => council.code);
    expect(codes).toEqual([BARNET, BRENT, HARROW, SURREY]);
    expect(
      standingsForLead(play.case, play.view.councils, policy, '2027-04-01').map(
        ({ council }) => council.code,
      ),
    ).toEqual(['E06999901', BARNET, BRENT, HARROW]);
    answered(play, BARNET);
    expect(among(play)).toEqual([]);
  });

  test('stand as though nothing were held for this very case, whatever is held for others', () => {
    fc.assert(
      fc.property(fc.nat(2), fc.nat(2), (held, offered) => {
        const others = councils.map((one) => ({ ...one, held, offered }));
        const play = asked(aReferral(), others);
        const [first] = play.case.regionAsked?.councils ?? [];
        expect(play.council(first ?? '')).toMatchObject({ held: held + 1, offered: offered + 1 });
        for (const { council } of among(play)) expect(council).toMatchObject({ held, offered });
      }),
    );
  });

  test('are told apart by what keeps one from taking the children, also by what an e-mail says that waits', () => {
    const play = asked();
    const cannot = (subject = play.case) =>
      standingsForLead(subject, play.view.councils, policy, on(play)).flatMap(({ council, precondition }) =>
        precondition === undefined ? [] : [council.code],
      );
    expect(cannot()).toEqual([]);
    expect(cannot({ ...play.case, excluded: [BRENT] })).toEqual([BRENT]);
    const waiting = { facts: { areasToAvoid: [HARROW] } } as unknown as NonNullable<
      typeof play.case.proposals
    >[number];
    expect(cannot({ ...play.case, proposals: [waiting] })).toEqual([HARROW]);
    expect(cannot({ ...play.case, facts: aReferral({ areasToAvoid: [BARNET] }) })).toEqual([BARNET]);
  });
});

describe('an answer that is recorded', () => {
  test('has its reason only where another is named, and gives the case its whole time to search', () => {
    const first = asked();
    expect(first.do({ kind: 'answer-region', region: LONDON, council: BARNET }, lead).kind).toBe('changed');
    expect(first.case.regionsAnswered).toStrictEqual([
      { region: LONDON, outcome: 'confirmed', council: BARNET },
    ]);
    expect(first.case.stepBy).toBe('2026-11-24T17:00:00.000Z');
    for (const reason of namingReasons) {
      const play = asked();
      play.do({ kind: 'answer-region', region: LONDON, council: BRENT, reason }, lead);
      expect(last(play)).toStrictEqual({
        region: LONDON,
        outcome: 'named',
        first: BARNET,
        council: BRENT,
        reason,
      });
      expect(play.case.regionsAnswered).toStrictEqual([{ region: LONDON, outcome: 'named', council: BRENT }]);
    }
  });

  test('is the last of several by which the search goes, and silence is no choice', () => {
    const one = (region: string, council?: string) => ({
      region,
      outcome: council === undefined ? ('ran-out' as const) : ('named' as const),
      ...defined({ council }),
    });
    const chosen = (...regionsAnswered: readonly ReturnType<typeof one>[]) =>
      leadsChoice({ ...asked().case, regionsAnswered });
    expect(chosen()).toBeUndefined();
    expect(chosen(one(LONDON))).toBeUndefined();
    expect(chosen(one(LONDON, BRENT), one('E12000008', KENT), one('E12000003'))).toBe(KENT);
    expect(leadsChoice(asked().case)).toBeUndefined();
  });

  test('comes too late in the words that fit: known, answered otherwise, run out, or no longer needed', () => {
    const late = (outcome: 'named' | 'ran-out' | 'not-needed', region = LONDON, council?: string) => {
      const play = asked();
      const { regionAsked: _, ...subject } = play.case;
      play.subject = {
        ...subject,
        status: 'eligible',
        stepBy: '2026-11-24T17:00:00.000Z',
        regionsAnswered: [{ region, outcome, ...defined({ council }) }],
      };
      const told = play.do({ kind: 'answer-region', region: LONDON, council: BRENT }, coordinator);
      return 'words' in told ? [told.kind, told.words.slice(0, 40)] : [told.kind];
    };
    expect(late('named', LONDON, BRENT)).toEqual(['unchanged', 'Your answer is recorded already; the fir']);
    expect(late('named', LONDON, HARROW)).toEqual(['refused', 'This was answered already, and the first']);
    expect(late('ran-out')).toEqual(['refused', 'The time to answer has passed, and the r']);
    for (const told of [late('not-needed'), late('ran-out', 'E12000008'), late('named', 'E12000008', BRENT)])
      expect(told).toEqual(['refused', 'Your answer is no longer needed for this']);
  });

  test('is recorded of nobody where no lead is asked', () => {
    const { regionAsked, ...subject } = asked().case;
    if (regionAsked === undefined) throw new Error('no lead is asked');
    for (const none of [subject, { ...subject, regionAsked: { ...regionAsked, councils: [] } }]) {
      const draft = beginDraft(none, { now: NOW, actor: lead, cause: 'test' }, { policy });
      regionRunsOut(draft);
      expect(draft.events).toEqual([]);
    }
  });

  test('of another region than the one that is asked comes too late, and changes nothing', () => {
    const play = asked();
    const before = play.case;
    const other = play.do(
      { kind: 'answer-region', region: 'E12000008', council: BRENT, reason: 'own-rota' },
      coordinator,
    );
    expect(other).toMatchObject({ kind: 'refused', code: 'region-not-asked' });
    expect(play.case).toBe(before);
  });
});
