/** What waits for the desk's word, in whole events and whole outcomes: what it is, what it displaces, and what comes of it. */

import { describe, expect, test } from 'vitest';
import type { ChildFingerprints } from '../../events/referral.ts';
import type { Case, Proposal } from '../../shared/core/case/case.ts';
import type { Command, Outcome } from '../../shared/core/case/command.ts';
import { confirmAmendment, confirmedData, refuseAmendment } from '../../shared/core/case/commands/confirm.ts';
import { beginDraft, type DecisionDraft } from '../../shared/core/case/decision-draft.ts';
import { dropOvertaken, propose, saidSince, toConfirm } from '../../shared/core/case/proposals.ts';
import { policyNamed } from '../../shared/core/policies.ts';
import { aCase, aChild, anOffer, aReferral, NOW } from '../builders.ts';
import { referralId } from './a-play.ts';
import { CARDIFF, entry, HAMPSHIRE, KENT, LEEDS } from './a-scheme.ts';

const mark = (letter: string) => letter.repeat(43);
const DAY = 24 * 60 * 60 * 1_000;
const later = (milliseconds: number): string => new Date(Date.parse(NOW) + milliseconds).toISOString();

/** Trafficking was not indicated; now it is. */
const aProposal = (overrides: Partial<Proposal> = {}): Proposal => ({
  id: 'mail:1',
  saidAt: NOW,
  askedAt: NOW,
  confirmBy: '2026-11-24T17:00:00.000Z',
  because: ['safety'],
  facts: { trafficking: 'nrm-referred' },
  base: { trafficking: 'no-indicators' },
  ...overrides,
});

/** Held, so that confirming asks for no look at the scheme. */
const waitingFor = (proposals: readonly Proposal[], overrides: Partial<Case> = {}): Case =>
  aCase({
    status: 'held',
    hold: { reasons: [{ code: 'settled-child', words: 'settled' }], since: NOW, reviewAt: later(DAY) },
    proposals,
    proposed: Object.fromEntries(proposals.map(({ id }) => [id, 'waiting' as const])),
    ...overrides,
  });

const draftOf = (subject: Case, { now = NOW, cause = 'click' } = {}): DecisionDraft =>
  beginDraft(subject, { now, actor: entry, cause }, { policy: policyNamed('nts-2025') });

const eventsOf = (events: Readonly<DecisionDraft['events']>) =>
  events.map(({ type, data, trail }) => ({ type, data, cause: trail?.cause }));
const told = (outcome: Outcome) => {
  if (outcome.kind !== 'changed') return outcome;
  const { events, case: subject, claims } = outcome.change;
  return { events: eventsOf(events), proposals: subject.proposals, proposed: subject.proposed, claims };
};
const confirm = (
  subject: Case,
  { now = NOW, ...more }: Partial<Extract<Command, { kind: 'confirm-amendment' }>> & { now?: string } = {},
) =>
  told(
    confirmAmendment(draftOf(subject, { now }), {
      kind: 'confirm-amendment',
      amendmentId: 'mail:1',
      ...more,
    }),
  );
const refuse = (subject: Case, amendmentId = 'mail:1') =>
  told(refuseAmendment(draftOf(subject), { kind: 'refuse-amendment', amendmentId }));

const refusedAs = (amendmentId: string, because: string) => ({
  type: 'amendment-refused.v1',
  data: { amendmentId, because },
  cause: 'click',
});
const made = (data: object) => ({
  type: 'referral-amended.v2',
  data: { referralId, channel: 'email', ...data },
  cause: 'mail:1',
});

describe('what an e-mail may not do by itself', () => {
  type Given = Parameters<typeof toConfirm>[1];
  const because = (given: Partial<Given>, before: Partial<Case> = {}, undoes = false) =>
    toConfirm(aCase(before), { facts: {}, ...given }, undoes);
  const all = ['placement', 'identity', 'safety'];

  test('is said in one order, each once, and nothing else is', () => {
    const much: Partial<Given> = {
      facts: { areasToAvoid: [LEEDS], trafficking: 'nrm-referred', children: [aChild({ sex: 'female' })] },
    };
    expect(because(much, {}, true)).toEqual(all);
    expect(because(much)).toEqual(['identity', 'safety']);
    expect(because({}, {}, true)).toEqual(['placement']);
    expect(because({})).toEqual([]);
    expect(because({ facts: { arrivedOn: '2026-11-10' } }, { status: 'offered' })).toEqual([]);
    expect(because({ facts: { children: [aChild({ placementKind: 'supported-accommodation' })] } })).toEqual(
      [],
    );
  });

  test.each([2, 12])('is to bring a child more or a child fewer, here number %i', (number) => {
    const both = [aChild(), { number }];
    expect(because({ facts: { children: both } })).toEqual(['identity']);
    expect(because({ facts: { children: [aChild()] } }, { facts: aReferral({ children: both }) })).toEqual([
      'identity',
    ]);
  });

  const { familyInUk: _, ...silent } = aReferral();
  const tells: Partial<Given> = {
    facts: { familyInUk: 'none' },
    sealedChanged: true,
    sealedFields: ['1.name', '1.health'],
  };
  const placement = { council: HAMPSHIRE } as NonNullable<Case['placement']>;
  const pausedFrom = (from: Case['status']): Partial<Case> => ({
    status: 'paused',
    pause: { from } as NonNullable<Case['pause']>,
  });

  test.each<[string, Partial<Case>, readonly string[]]>([
    ['incomplete', { status: 'incomplete' }, []],
    ['held', { status: 'held' }, []],
    ['eligible', {}, []],
    ['eligible when the child went missing', pausedFrom('eligible'), []],
    ['eligible, and everybody has declined', { offers: [anOffer({ status: 'declined' })] }, []],
    ['eligible, with an open offer', { offers: [anOffer()] }, ['identity', 'safety']],
    ['eligible, with a council that has the child', { placement }, ['identity', 'safety']],
    ['offered', { status: 'offered' }, ['identity', 'safety']],
    ['escalated', { status: 'escalated' }, ['identity', 'safety']],
    ['offered when the child went missing', pausedFrom('offered'), ['identity', 'safety']],
  ])('is to add what was never said once somebody has been asked: %s', (_stage, before, expected) => {
    expect(because(tells, { ...before, facts: silent as Case['facts'] })).toEqual(expected);
  });

  test('is to say something else than before, though "not known" is no word', () => {
    const isA = (sex: 'female' | 'male' | 'not-known') => ({
      facts: aReferral({ children: [aChild({ sex })] }),
    });
    expect(because(isA('female'), isA('male'))).toEqual(['identity']);
    expect(because(isA('female'), isA('not-known'))).toEqual([]);
    expect(because({ ...tells, sealedReplaced: ['1.name'] })).toEqual(['identity']);
    expect(because({ ...tells, sealedReplaced: ['1.health'] })).toEqual(['safety']);
    expect(because({ sealedChanged: true, sealedFields: ['1.languages'] }, { status: 'offered' })).toEqual(
      [],
    );
  });

  test('may be anything where we are not told what of the sealed it gives', () => {
    expect(because({ sealedChanged: true })).toEqual(['identity', 'safety']);
    expect(because({ sealedChanged: true, sealedFields: [] })).toEqual([]);
  });

  test('is to take away a mark of who a child is, of that same child', () => {
    const held: ChildFingerprints[] = [
      { number: 1, references: [mark('a'), mark('b')] },
      { number: 2, references: [], person: mark('c') },
    ];
    const given = (...fingerprints: ChildFingerprints[]) => because({ fingerprints }, { fingerprints: held });
    const [first, second] = held as [ChildFingerprints, ChildFingerprints];
    expect(given(first, second)).toEqual([]);
    expect(given({ ...first, person: mark('d') }, second)).toEqual([]);
    expect(given({ ...first, references: [mark('b'), mark('d')] }, second)).toEqual(['identity']);
    expect(given(first)).toEqual(['identity']);
    expect(given({ ...second, number: 1 }, { ...first, number: 2 })).toEqual(['identity']);
    expect(because({ fingerprints: [first] })).toEqual([]);
    expect(because({}, { fingerprints: held })).toEqual([]);
  });
});

describe('a change that begins to wait', () => {
  const proposed = (subject: Case, given: Partial<Parameters<typeof propose>[2]>, saidAt = NOW) => {
    const draft = draftOf(subject, { cause: 'mail:9', now: later(60_000) });
    propose(draft, referralId, { facts: {}, ...given }, ['placement', 'safety'], saidAt);
    const { proposals, proposed: answers } = draft.case;
    return { events: eventsOf(draft.events), proposals, proposed: answers };
  };
  const when = { saidAt: NOW, confirmBy: '2026-11-24T17:00:00.000Z' };

  test('says all that it would change, and only that', () => {
    const said = {
      because: ['placement', 'safety'],
      facts: { trafficking: 'nrm-referred' },
      sentFrom: 'second-contact',
      fingerprints: [{ number: 1, references: [mark('a')] }],
      sealedChanged: true,
      sealedFields: ['1.name', '1.health'],
      sealedReplaced: ['1.name'],
    } as const;
    const { because: _, ...given } = said;
    const older = aProposal({
      facts: { links: [] },
      base: { links: [{ council: LEEDS, kind: 'community' }] },
    });
    expect(
      proposed(waitingFor([older]), {
        ...given,
        facts: { ...given.facts, familyInUk: 'none', areasToAvoid: [] },
        fingerprints: given.fingerprints.map((one) => ({ ...one, references: [...one.references] })),
        sealedFields: [...given.sealedFields],
        sealedReplaced: [...given.sealedReplaced],
      }),
    ).toEqual({
      events: [
        {
          type: 'amendment-to-confirm.v1',
          data: { amendmentId: 'mail:9', referralId, ...when, ...said },
          cause: 'mail:9',
        },
      ],
      proposals: [
        older,
        { id: 'mail:9', askedAt: later(60_000), base: { trafficking: 'no-indicators' }, ...when, ...said },
      ],
      proposed: { 'mail:1': 'waiting', 'mail:9': 'waiting' },
    });
  });

  test('leaves out what it does not say', () => {
    const said = { because: ['placement', 'safety'], facts: { trafficking: 'nrm-referred' } };
    expect(proposed(aCase(), { facts: { trafficking: 'nrm-referred' } })).toStrictEqual({
      events: [
        {
          type: 'amendment-to-confirm.v1',
          data: { amendmentId: 'mail:9', referralId, ...when, ...said },
          cause: 'mail:9',
        },
      ],
      proposals: [
        { id: 'mail:9', askedAt: later(60_000), base: { trafficking: 'no-indicators' }, ...when, ...said },
      ],
      proposed: { 'mail:9': 'waiting' },
    });
  });

  test.each<[string, readonly string[] | undefined, readonly string[], readonly string[] | undefined]>([
    ['the council with the child', [], [HAMPSHIRE], [HAMPSHIRE]],
    ['a council with an open offer', [], [CARDIFF, LEEDS], [LEEDS]],
    ['both, each once', [], [HAMPSHIRE, LEEDS], [HAMPSHIRE, LEEDS]],
    ['nobody who is concerned', [], [CARDIFF], undefined],
    ['one that was to be avoided before', [HAMPSHIRE], [HAMPSHIRE, LEEDS], [LEEDS]],
    ['one where nothing was said before', undefined, [HAMPSHIRE], [HAMPSHIRE]],
  ])('names whose area is newly to be avoided: %s', (_, before, areasToAvoid, unsafe) => {
    const { areasToAvoid: __, ...facts } = aReferral();
    const subject = aCase({
      facts: { ...facts, ...(before === undefined ? {} : { areasToAvoid: [...before] }) } as Case['facts'],
      placement: { council: HAMPSHIRE } as NonNullable<Case['placement']>,
      offers: [
        anOffer(),
        anOffer({ id: '1-2', council: LEEDS }),
        anOffer({ id: '1-3', council: CARDIFF, status: 'declined' }),
      ],
    });
    const { events, proposals } = proposed(subject, { facts: { areasToAvoid: [...areasToAvoid] } });
    expect(events[0]?.data).toStrictEqual({
      amendmentId: 'mail:9',
      referralId,
      ...when,
      because: ['placement', 'safety'],
      facts: { areasToAvoid },
      ...(unsafe === undefined ? {} : { unsafe }),
    });
    expect(proposals?.at(-1)?.unsafe).toEqual(unsafe);
  });

  const trafficking: Partial<Proposal> = {};
  const sealed = (...sealedFields: string[]): Partial<Proposal> => ({
    facts: {},
    base: {},
    sealedChanged: true,
    sealedFields,
  });
  const unnamed: Partial<Proposal> = { facts: {}, base: {}, sealedChanged: true };
  const onlyFacts = { facts: { trafficking: 'indicators' as const } };
  test.each<[string, Partial<Proposal>, Partial<Parameters<typeof propose>[2]>, boolean]>([
    ['the same fact', trafficking, onlyFacts, true],
    [
      'the same fact and more',
      trafficking,
      { ...onlyFacts, sealedChanged: true, sealedFields: ['1.name'] },
      true,
    ],
    ['another fact', trafficking, { facts: { areasToAvoid: [LEEDS] } }, false],
    [
      'one of two facts',
      {
        facts: { trafficking: 'nrm-referred', areasToAvoid: [LEEDS] },
        base: { trafficking: 'no-indicators', areasToAvoid: [] },
      },
      onlyFacts,
      false,
    ],
    ['the same fact, but said before', { saidAt: later(1) }, onlyFacts, false],
    [
      'the same sealed details',
      sealed('1.name'),
      { sealedChanged: true, sealedFields: ['1.health', '1.name'] },
      true,
    ],
    ['another sealed detail', sealed('1.name'), { sealedChanged: true, sealedFields: ['1.health'] }, false],
    [
      'sealed details, where the older named none',
      unnamed,
      { sealedChanged: true, sealedFields: ['1.name'] },
      false,
    ],
    ['a fact, where the older gave sealed details', unnamed, onlyFacts, false],
    ['sealed details that neither names', unnamed, { sealedChanged: true }, true],
  ])('puts an older one aside that touches nothing else: %s', (_, older, given, aside) => {
    const { events, proposals, proposed: answers } = proposed(waitingFor([aProposal(older)]), given);
    expect(events.slice(1)).toEqual(aside ? [{ ...refusedAs('mail:1', 'superseded'), cause: 'mail:9' }] : []);
    expect(proposals?.map(({ id }) => id)).toEqual(aside ? ['mail:9'] : ['mail:1', 'mail:9']);
    expect(answers).toEqual({ 'mail:1': aside ? 'superseded' : 'waiting', 'mail:9': 'waiting' });
  });
});

describe('a change of which something was said since', () => {
  const name: Partial<Proposal> = {
    facts: {},
    base: {},
    sealedChanged: true,
    sealedFields: ['1.name', '1.health'],
  };
  const saidAt = (...instants: readonly [string, string][]) => ({
    factsSaidAt: Object.fromEntries(instants),
  });

  test('knows which sealed details were given after it, not with it', () => {
    const since = (factsSaidAt: Case['factsSaidAt'], one: Partial<Proposal> = name) =>
      saidSince(aProposal(one), aCase(factsSaidAt === undefined ? {} : { factsSaidAt }));
    expect(since({ 'sealed.1.name': later(1), 'sealed.1.health': NOW, '1.health': later(1) })).toEqual([
      '1.name',
    ]);
    expect(since(undefined)).toEqual([]);
    expect(since({ 'sealed.1.name': later(1) }, {})).toEqual([]);
  });

  test.each<[string, Partial<Proposal>, Partial<Case>, boolean]>([
    ['the case says it by now', {}, { facts: aReferral({ trafficking: 'nrm-referred' }) }, true],
    ['the case says something newer', {}, { facts: aReferral({ trafficking: 'indicators' }) }, true],
    ['nothing was said', {}, {}, false],
    [
      'one of two things was said',
      {
        facts: { trafficking: 'nrm-referred', familyInUk: 'may-care' },
        base: { trafficking: 'no-indicators', familyInUk: 'none' },
      },
      { facts: aReferral({ trafficking: 'nrm-referred' }) },
      false,
    ],
    ['one of two sealed details was given', name, saidAt(['sealed.1.name', later(1)]), false],
    [
      'both sealed details were given',
      name,
      saidAt(['sealed.1.name', later(1)], ['sealed.1.health', later(1)]),
      true,
    ],
    [
      'sealed details it does not name',
      { facts: {}, base: {}, sealedChanged: true },
      saidAt(['sealed.1.name', later(1)]),
      false,
    ],
  ])('waits no longer when nothing is left of it: %s', (_, one, more, dropped) => {
    const other = aProposal({
      id: 'mail:2',
      facts: { wishesRecorded: false },
      base: { wishesRecorded: true },
    });
    const draft = draftOf(waitingFor([aProposal(one), other], more));
    dropOvertaken(draft);
    expect(eventsOf(draft.events)).toEqual(dropped ? [refusedAs('mail:1', 'superseded')] : []);
    expect(draft.case.proposals?.map(({ id }) => id)).toEqual(dropped ? ['mail:2'] : ['mail:1', 'mail:2']);
    expect(draft.case.proposed).toEqual({
      'mail:1': dropped ? 'superseded' : 'waiting',
      'mail:2': 'waiting',
    });
  });

  test('leaves a case in peace for which nothing waits', () => {
    const draft = draftOf(aCase());
    dropOvertaken(draft);
    expect(draft.events).toEqual([]);
  });

  test.each<[string, Partial<Proposal>, Partial<Case>]>([
    ['a fact', {}, { facts: aReferral({ trafficking: 'indicators' }) }],
    ['a sealed detail', name, saidAt(['sealed.1.health', later(1)])],
  ])('is not made over what was said: %s', (_, one, more) => {
    expect(confirm(waitingFor([aProposal(one)], more))).toEqual({
      kind: 'refused',
      code: 'said-since',
      words:
        'Since this email came, something newer was said of the same facts, and making the change would undo that. Say on this page what is right now; then answer that you did not mean this email any more.',
    });
  });
});

describe('a change that is confirmed', () => {
  test('is made of what is still to be changed, and of all that came with it', () => {
    const one = aProposal({
      facts: { trafficking: 'nrm-referred', familyInUk: 'may-care' },
      base: { trafficking: 'no-indicators', familyInUk: 'none' },
      sentFrom: 'duty-desk',
      sealedChanged: true,
      sealedFields: ['1.name'],
      sealedReplaced: ['1.name'],
    });
    const subject = aCase({ facts: aReferral({ trafficking: 'nrm-referred' }) });
    expect(confirmedData(subject, one)).toStrictEqual({
      referralId,
      facts: { familyInUk: 'may-care' },
      channel: 'email',
      sentFrom: 'duty-desk',
      sealedChanged: true,
      sealedFields: ['1.name'],
      sealedReplaced: ['1.name'],
    });
    expect(confirmedData(aCase(), aProposal())).toStrictEqual({
      referralId,
      facts: { trafficking: 'nrm-referred' },
      channel: 'email',
    });
  });

  const marks = (number: number, letter: string): ChildFingerprints => ({
    number,
    references: [mark(letter)],
  });
  test.each<[string, readonly string[] | undefined, ChildFingerprints[] | undefined, ChildFingerprints[]]>([
    [
      'of the children it names',
      ['2.name', '2.health'],
      [marks(1, 'a'), marks(2, 'b')],
      [marks(1, 'a'), marks(2, 'd')],
    ],
    ['of a child of two figures', ['12.name'], [marks(1, 'a')], [marks(1, 'a')]],
    ['of all, when it names none', undefined, [marks(1, 'a'), marks(2, 'b')], [marks(1, 'c'), marks(2, 'd')]],
    ['of whom nothing was known', ['1.name'], undefined, [marks(1, 'c')]],
    ['of all, of whom nothing was known', undefined, undefined, [marks(1, 'c'), marks(2, 'd')]],
  ])('brings the marks %s', (_, sealedFields, held, expected) => {
    const given = [marks(1, 'c'), marks(2, 'd')];
    const one = aProposal({ fingerprints: given, ...(sealedFields === undefined ? {} : { sealedFields }) });
    const { fingerprints } = confirmedData(aCase(held === undefined ? {} : { fingerprints: held }), one);
    expect(fingerprints).toEqual(expected);
  });

  test('acts as itself, and leaves the others waiting', () => {
    const other = aProposal({
      id: 'mail:2',
      facts: { wishesRecorded: false },
      base: { wishesRecorded: true },
    });
    expect(confirm(waitingFor([aProposal({ sentFrom: 'duty-desk' }), other]))).toEqual({
      events: [made({ facts: { trafficking: 'nrm-referred' }, sentFrom: 'duty-desk' })],
      proposals: [other],
      proposed: { 'mail:1': 'made', 'mail:2': 'waiting' },
      claims: [],
    });
    expect(confirm(waitingFor([aProposal()]))).toEqual({
      events: [made({ facts: { trafficking: 'nrm-referred' } })],
      proposals: undefined,
      proposed: { 'mail:1': 'made' },
      claims: [],
    });
  });

  test('claims the marks that it brings', () => {
    const claims = [{ fingerprint: mark('c') }];
    const one = aProposal({ fingerprints: [marks(1, 'c')], sealedChanged: true, sealedFields: ['1.name'] });
    expect(confirm(waitingFor([one]), { duplicates: { possible: [], claims } })).toMatchObject({ claims });
  });

  test('finds that nothing is left to change', () => {
    const subject = waitingFor([aProposal()], { facts: aReferral({ trafficking: 'nrm-referred' }) });
    expect(confirm(subject)).toEqual({
      events: [refusedAs('mail:1', 'said-already')],
      proposals: undefined,
      proposed: { 'mail:1': 'said-already' },
      claims: undefined,
    });
  });

  const limit = 59 * DAY;
  const sealed = { sealedChanged: true, sealedFields: ['1.name'] } as const;
  test.each<[string, Partial<Proposal>, number, string | undefined]>([
    ['what it said of the child is still kept', sealed, limit, undefined],
    ['it is older than that', sealed, limit + 1, 'forgotten'],
    ['it said nothing of what is sealed', {}, limit + 1, undefined],
  ])('is made only as long as what it said is kept: %s', (_, more, age, code) => {
    const outcome = confirm(waitingFor([aProposal(more)]), { now: later(age) });
    if (code === undefined)
      expect(outcome).toMatchObject({
        events: [{ type: 'referral-amended.v2' }],
        proposed: { 'mail:1': 'made' },
      });
    else
      expect(outcome).toEqual({
        kind: 'refused',
        code,
        words:
          'This email is so old that what it said of the child is no longer kept. Make the change on this page, then answer that you did not mean this email any more.',
      });
  });
});

describe('a change that the desk did not send', () => {
  test('is put aside, and the others are not', () => {
    const other = aProposal({ id: 'mail:2' });
    expect(refuse(waitingFor([aProposal(), other]))).toEqual({
      events: [refusedAs('mail:1', 'not-ours')],
      proposals: [other],
      proposed: { 'mail:1': 'not-ours', 'mail:2': 'waiting' },
      claims: undefined,
    });
  });

  test('is not another than the one that waits', () => {
    expect(refuse(waitingFor([aProposal({ id: 'mail:2' })]))).toEqual(noSuch);
    expect(confirm(waitingFor([aProposal({ id: 'mail:2' })]))).toEqual(noSuch);
  });
});

const noSuch = {
  kind: 'refused',
  code: 'no-such-amendment',
  words:
    'No email about this case waits for your word under this link. Open the case to see how things stand.',
};
const answered = (words: string) => ({ kind: 'refused', code: 'amendment-answered', words });

describe('a change that no longer waits', () => {
  const was = {
    made: answered(
      'It was confirmed, and the change has been made. If it is wrong, correct it on this page.',
    ),
    'not-ours': answered(
      'Your council has said that it did not send this email, so it changes nothing. If the change is right after all, make it on this page.',
    ),
    superseded: answered(
      'Your council has said something newer of the same facts since, so this email changes nothing. If something is still to be changed, change it on this page.',
    ),
    'said-already': answered('The referral said so by then, so there was nothing left to change.'),
    'case-ended': answered(
      'The case ended before anybody had answered, so this email changes nothing. You need do nothing more.',
    ),
    // It is said to wait, but nothing does.
    waiting: noSuch,
  };
  const again = {
    made: { kind: 'unchanged', words: 'This change was confirmed and has been made already.' },
    'not-ours': { kind: 'unchanged', words: 'This answer is recorded already.' },
  };

  test.each(Object.entries(was))('says what became of it: %s', (state, words) => {
    const subject = aCase({ proposed: { 'mail:1': state as keyof typeof was } });
    expect(confirm(subject)).toEqual(state === 'made' ? again.made : words);
    expect(refuse(subject)).toEqual(state === 'not-ours' ? again['not-ours'] : words);
  });

  test('never did, where nobody wrote', () => {
    for (const subject of [aCase(), aCase({ proposed: { 'mail:2': 'made' } })]) {
      expect(confirm(subject)).toEqual(noSuch);
      expect(refuse(subject)).toEqual(noSuch);
    }
  });

  test('is due when the entry authority’s own calendar says so', () => {
    expect(aReferral().entryAuthority).toBe(KENT);
    const draft = draftOf(aCase({ facts: aReferral({ entryAuthority: 'S12000036' }) }), {
      now: '2026-11-27T09:00:00.000Z',
      cause: 'mail:1',
    });
    propose(draft, referralId, { facts: { trafficking: 'nrm-referred' } }, ['safety'], NOW);
    // The Monday is St Andrew's Day.
    expect(draft.case.proposals?.[0]?.confirmBy).toBe('2026-12-01T17:00:00.000Z');
  });
});
