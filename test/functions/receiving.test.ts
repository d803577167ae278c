/** A referral that came: whose word counts, what stands before anything else is done, and what is settled, said and counted after. */
import { describe, expect, test } from 'vitest';
import type { ReferralFacts } from '../../events/referral.ts';
import { allocateReferral } from '../../functions/allocate-referral/allocate-referral.ts';
import { backoffBetween } from '../../functions/allocate-referral/backoff.ts';
import { checkCase } from '../../functions/allocate-referral/check-case.ts';
import { decisionHash } from '../../shared/core/allocation/allocation.ts';
import { caseReference } from '../../shared/core/case/reference.ts';
import { policyNamed } from '../../shared/core/policies.ts';
import type { ChildParticulars } from '../../shared/core/referral/particulars.ts';
import { SetClock } from '../../shared/memory/set-clock.ts';
import { metricNames } from '../../shared/runtime/metric-names.ts';
import { aCase, aChild, anEntry, anEvent, aReferral, NOW } from '../builders.ts';
import { SchemeInMemory } from './scheme-in-memory.ts';

const KENT = 'E10000016';
const LEEDS = 'E08000035';
const id = (number: number) => `5f0c7e1a-3b1d-4f6e-9a2c-8d4e6b7f1a${number + 10}`;
const reference = (number: number) => caseReference(id(number), 1);
const entry = (code: string) => ({ kind: 'entry-authority', code }) as const;

const referral = (number: number, facts: Partial<ReferralFacts> = {}, more: object = {}): string =>
  JSON.stringify(
    anEvent('referral-received.v2', {
      id: `received-${number}`,
      data: { referralId: id(number), channel: 'queue', facts: aReferral(facts), ...more },
    }),
  );
/** By nobody but Kent’s system, unless said otherwise. */
const amendment = (number: number, data: object, more: object = {}): string =>
  JSON.stringify({
    ...anEvent('referral-amended.v2', { id: `amended-${number}` }),
    actor: entry(KENT),
    data: { referralId: id(number), facts: {}, ...data },
    ...more,
  });
/** A child of whom all that is compared is known. */
const ofOneChild = {
  fingerprints: [
    {
      number: 1,
      references: ['r'.repeat(43)],
      bearers: [{ nameMark: 'n'.repeat(43), birthMark: 'd'.repeat(43) }],
    },
  ],
};
/** Why the messages in quarantine are there. */
/** A list that nothing is on. */
async function* nobody() {}
const reasons = (scheme: SchemeInMemory) => scheme.quarantine.snapshot().map(({ reason }) => reason);
const given = async (...bodies: readonly string[]) => {
  const scheme = await SchemeInMemory.open();
  expect(await scheme.receive(...bodies)).toEqual([]);
  return scheme;
};

describe('a message that is carried out', () => {
  test('is said by what it did, by its id without a name in it, and counted once', async () => {
    const scheme = await given(
      referral(1),
      referral(2, { familyInUk: 'may-care' }),
      referral(1),
      amendment(2, { facts: { familyInUk: 'none' } }),
    );
    const line = (code: string, of: number, cause: unknown, round: number) => ({
      level: 'info',
      code,
      particulars: { caseId: reference(of), cause, round },
    });
    const nameless = expect.stringMatching(/^sha256-[0-9a-f]{16}$/);
    expect(scheme.log.lines).toEqual([
      line('REFERRAL_RECORDED', 1, nameless, 1),
      line('OFFERS_MADE', 1, nameless, 1),
      line('REFERRAL_RECORDED', 2, nameless, 0),
      line('REFERRAL_HELD', 2, nameless, 0),
      { level: 'info', code: 'REFERRAL_KNOWN', particulars: { cause: nameless } },
      line('OFFERS_MADE', 2, nameless, 1),
    ]);
    expect(scheme.meter.values).toEqual([
      { name: metricNames.offersMade, value: 3 },
      { name: metricNames.timeToOfferSeconds, value: 0 },
      { name: metricNames.casesHeld, value: 1 },
      { name: metricNames.offersMade, value: 3 },
      { name: metricNames.timeToOfferSeconds, value: 0 },
    ]);
  });

  test('is told in the trail as who said it, and the check that follows as ours, both by the message', async () => {
    const scheme = await given(
      referral(1, { familyInUk: 'may-care' }),
      amendment(1, { facts: { familyInUk: 'none' } }),
    );
    expect(scheme.events.map(({ type, actor, trail }) => [type, actor, trail?.cause])).toEqual([
      ['referral-received.v2', { kind: 'system', name: 'test' }, 'received-1'],
      ['referral-held.v1', { kind: 'system', name: 'allocate-referral' }, 'received-1'],
      ['referral-amended.v2', entry(KENT), 'amended-1'],
      ['offers-made.v1', { kind: 'system', name: 'allocate-referral' }, 'amended-1'],
    ]);
  });

  test('says nothing of which cases to compare or whom it concerns: that is ours to find', async () => {
    const scheme = await given(
      referral(1),
      amendment(1, {
        facts: { wishesRecorded: false },
        possibleDuplicates: [reference(2)],
        concerned: [LEEDS],
      }),
    );
    expect(scheme.events.at(-1)?.data).toEqual({
      referralId: id(1),
      facts: { wishesRecorded: false },
      concerned: expect.not.arrayContaining([LEEDS]),
    });
    expect((await scheme.onlyCase()).possibleDuplicates).toBeUndefined();
  });

  test('leaves a council out whose place was gone at the commit, and looks at the scheme afresh', async () => {
    const first = await given(referral(1));
    const [best] = (await first.onlyCase()).offers;
    const scheme = await SchemeInMemory.open();
    const commit = scheme.cases.commit.bind(scheme.cases);
    const view = scheme.councils.view.bind(scheme.councils);
    let views = 0;
    scheme.councils.view = () => {
      views += 1;
      return view();
    };
    scheme.cases.commit = async () => {
      scheme.cases.commit = commit;
      return { kind: 'no-place', council: best?.council ?? '' };
    };
    expect(await scheme.receive(referral(1))).toEqual([]);
    expect((await scheme.onlyCase()).offers.map(({ council }) => council)).not.toContain(best?.council);
    expect(views).toBe(2);
    expect(scheme.log.codes()[0]).toBe('NO_PLACE_LEFT');
  });
});

describe('whoever speaks under another’s id is told by way of the quarantine, and nothing is done', () => {
  const words = (what: string) =>
    `${what} Nothing was done. Ask the sender which child they mean, and let them refer it under a new referralId.`;
  const ofLeeds = { entryAuthority: LEEDS };

  test('of a case that is another council’s', async () => {
    const scheme = await given(referral(1), referral(1, ofLeeds));
    expect(reasons(scheme)).toEqual([
      { code: 'referral-of-another', words: words(`The referral ${reference(1)} is another council's.`) },
    ]);
    expect(scheme.events.filter(({ type }) => type === 'referral-received.v2')).toHaveLength(1);
  });

  test('of a referral that was merged', async () => {
    const scheme = await given(referral(1, {}, ofOneChild), referral(2, {}, ofOneChild));
    expect(await scheme.cases.mergedInto(reference(2))).toEqual({ caseId: reference(1), council: KENT });
    await scheme.receive(referral(2, ofLeeds), referral(2, {}, ofOneChild));
    expect(scheme.quarantine.snapshot().map(({ body }) => body)).toEqual([referral(2, ofLeeds)]);
    expect(reasons(scheme)).toEqual([
      {
        code: 'referral-of-another',
        words: words('The referral with this id is another council’s, and was merged into a case.'),
      },
    ]);
    // Its own council may send it again, however late: it stays merged.
    await scheme.command(reference(1), { kind: 'withdraw', reason: 'other' });
    expect(await scheme.receive(referral(2, {}, ofOneChild))).toEqual([]);
    expect(await scheme.cases.read(reference(2))).toBeUndefined();
    expect(reasons(scheme)).toHaveLength(1);
  });

  test('of what is sealed under it, whose own council opens a case', async () => {
    const scheme = await SchemeInMemory.open();
    await scheme.sealed.sealFirst(id(1), KENT, [{ number: 1, name: 'Canary' }]);
    await scheme.receive(referral(1, ofLeeds));
    expect(reasons(scheme)).toEqual([
      {
        code: 'referral-of-another',
        words: words('What is sealed under this referralId is another council’s.'),
      },
    ]);
    await scheme.receive(referral(1));
    expect((await scheme.onlyCase()).facts.entryAuthority).toBe(KENT);
  });

  test('of a council in whose name it does not speak, wherever it says that it stands', async () => {
    const { trail } = anEntry('referral-received.v2');
    const [body, no] = [JSON.parse(referral(1)), { wishesRecorded: false }];
    const scheme = await given(
      JSON.stringify({ ...body, actor: entry(LEEDS) }),
      JSON.stringify({ ...body, actor: entry(LEEDS), trail }),
      referral(1),
      amendment(1, { facts: { ...no, interpreter: true } }, { id: 'theirs', actor: entry(LEEDS) }),
      amendment(1, { facts: no }),
      // Under the id of what was done before.
      amendment(1, { facts: no }, { actor: entry(LEEDS) }),
    );
    expect(reasons(scheme).map(({ code }) => code)).toEqual(Array.from({ length: 4 }, () => 'not-yours'));
    const amended = scheme.events.filter(({ type }) => type === 'referral-amended.v2');
    expect(amended.map(({ actor }) => actor)).toEqual([entry(KENT)]);
  });

  test('while who made it is named in the trail, also where the message says that it stands in one', async () => {
    const { trail } = anEntry('referral-received.v2');
    const scheme = await given(JSON.stringify({ ...JSON.parse(referral(1)), actor: entry(KENT), trail }));
    expect(scheme.events[0]).toMatchObject({ type: 'referral-received.v2', actor: entry(KENT) });
  });

  test('and a correction of a merged referral is told where that went', async () => {
    const scheme = await given(
      referral(1, {}, ofOneChild),
      referral(2, {}, ofOneChild),
      amendment(2, { facts: { wishesRecorded: false } }),
    );
    expect(reasons(scheme)).toEqual([
      {
        code: 'amends-merged',
        words: `The referral ${reference(2)} was merged into ${reference(1)}. Whether what it now says holds for that case is for its entry authority: let them amend that case’s own referral.`,
      },
    ]);
    expect(scheme.log.codes()).toContain('REFERRAL_MERGED');
  });
});

describe('a message that comes again, or too early', () => {
  test('is known, also once the case has ended or by the fingerprints of its own case', async () => {
    const messages = [referral(1, {}, ofOneChild), amendment(1, { facts: { wishesRecorded: false } })];
    const scheme = await given(...messages);
    await scheme.command(reference(1), { kind: 'withdraw', reason: 'other' });
    const before = scheme.events.length;
    expect(await scheme.receive(...messages)).toEqual([]);
    expect([scheme.events.length, reasons(scheme)]).toEqual([before, []]);
    expect(scheme.log.codes().slice(-2)).toEqual(['REFERRAL_KNOWN', 'REFERRAL_KNOWN']);
    const twice = await given(...messages.slice(0, 1), ...messages.slice(0, 1));
    expect(twice.events.map(({ type }) => type)).toEqual(['referral-received.v2', 'offers-made.v1']);
  });

  test('before its referral goes back to the queue, and says why', async () => {
    const scheme = await SchemeInMemory.open();
    expect(await scheme.receive(amendment(1, { facts: { wishesRecorded: false } }))).toEqual(['0']);
    expect(scheme.log.lines).toMatchObject([
      {
        code: 'MESSAGE_RETRIED',
        cause: {
          name: 'NotYetReceived',
          message: 'The referral that this amends has not been received yet.',
        },
      },
    ]);
  });

  test('that is refused while the case waits for its check is refused, and the check is left to its own message', async () => {
    const scheme = await given(referral(1, { familyInUk: 'may-care' }));
    await scheme.command(reference(1), { kind: 'release-hold', note: 'Looked into.' });
    expect((await scheme.onlyCase()).status).toBe('eligible');
    await scheme.receive(amendment(1, { facts: { entryAuthority: LEEDS } }));
    expect(reasons(scheme).map(({ code }) => code)).toEqual(['entry-authority-fixed']);
    expect((await scheme.onlyCase()).status).toBe('eligible');
    await scheme.settle();
    expect((await scheme.onlyCase()).status).toBe('offered');
  });
});

test('an amendment that makes a child like one of another open case is compared with it, and merges nothing', async () => {
  const scheme = await given(referral(1, {}, ofOneChild), referral(2), amendment(2, ofOneChild));
  const second = await scheme.cases.read(reference(2));
  expect(second?.possibleDuplicates).toEqual([reference(1)]);
  expect(await scheme.cases.mergedInto(reference(2))).toBeUndefined();
});

describe('what is sealed of children', () => {
  test('is kept as long as their months say, whenever a month is amended or decided on', async () => {
    const scheme = await given(referral(1));
    const kept: unknown[][] = [];
    scheme.sealed.keepUntil = async (...asked: unknown[]) => void kept.push(asked);
    await scheme.receive(
      amendment(1, { facts: { children: [aChild({ turns18Month: '2031-05' })] } } as never),
    );
    // The message is the council's; what the case made of it comes back by the relay.
    expect(kept).toEqual([]);
    await scheme.receive(JSON.stringify(scheme.events.find(({ type }) => type === 'referral-amended.v2')));
    expect(kept).toEqual([[id(1), undefined, KENT, Date.parse('2032-06-01T00:00:00Z') / 1_000]]);
  });
});

describe('what an amendment keeps sealed', () => {
  const born: readonly ChildParticulars[] = [{ number: 1, dateOfBirth: '2008-11-29' }];
  /** A child of whom it is not known whether they are 18 yet, in a referral that lacks a fact. */
  const unclear = { children: [aChild({ turns18Month: '2026-11' })], familyInUk: undefined } as never;
  const completes = { facts: { familyInUk: 'none' }, sealedChanged: true };
  const opened = async () => {
    const scheme = await given(referral(1, unclear));
    await scheme.sealed.keepAmendment(id(1), 'amended-1', KENT, born, NOW);
    const settled: unknown[][] = [];
    const { applyAmendment, setAmendmentAside } = scheme.sealed;
    scheme.sealed.applyAmendment = (...args) => {
      settled.push(['applied', ...args]);
      return applyAmendment.apply(scheme.sealed, args);
    };
    scheme.sealed.setAmendmentAside = (...args) => {
      settled.push(['aside', ...args]);
      return setAmendmentAside.apply(scheme.sealed, args);
    };
    return { scheme, settled };
  };
  /** The amendment's own event, as the relay brings it to the check. */
  const itsEvent = (scheme: SchemeInMemory) =>
    JSON.stringify(scheme.events.find(({ type }) => type === 'referral-amended.v2'));
  const dates = (scheme: SchemeInMemory) => scheme.sealed.datesOfBirth(id(1));

  test('counts in the check that follows at once, and takes its place once the case has it', async () => {
    const { scheme, settled } = await opened();
    await scheme.receive(amendment(1, completes));
    expect((await scheme.onlyCase()).status).toBe('offered');
    expect(await dates(scheme)).toEqual({ 1: '2008-11-29' });
    // Sealed for 400 days from when it was given.
    expect(settled).toEqual([['applied', id(1), 'amended-1', KENT, Date.parse(NOW) / 1_000 + 400 * 86_400]]);
  });

  test('is settled by the amendment’s own event where its message broke off, and by no other event', async () => {
    const { scheme, settled } = await opened();
    const { applyAmendment } = scheme.sealed;
    scheme.sealed.applyAmendment = () => Promise.reject(new Error('The table is busy.'));
    expect(await scheme.receive(amendment(1, completes))).toEqual(['0']);
    expect(await dates(scheme)).toEqual({});
    scheme.sealed.applyAmendment = applyAmendment;
    const event = JSON.parse(itsEvent(scheme));
    const plain = { ...event, data: { ...event.data, sealedChanged: undefined } };
    const trail = scheme.cases.trail.bind(scheme.cases);
    let read = 0;
    scheme.cases.trail = (caseId) => {
      read += 1;
      return trail(caseId);
    };
    expect(await scheme.receive(JSON.stringify(plain))).toEqual([]);
    expect(read).toBe(0);
    // A message can say that it stands anywhere: only the case knows what it has.
    const elsewhere = [1, 99].map((number) => ({
      ...event,
      actor: entry(KENT),
      trail: { ...event.trail, number },
    }));
    expect(await scheme.receive(...elsewhere.map((one) => JSON.stringify(one)))).toEqual([]);
    expect([read, settled]).toEqual([2, []]);
    expect(await scheme.receive(itsEvent(scheme))).toEqual([]);
    expect(settled).toHaveLength(1);
    expect(await dates(scheme)).toEqual({ 1: '2008-11-29' });
  });

  test('is set aside when the case refuses the amendment, as its own council said it', async () => {
    const { scheme, settled } = await opened();
    await scheme.command(reference(1), { kind: 'withdraw', reason: 'other' });
    await scheme.receive(amendment(1, completes));
    expect(reasons(scheme).map(({ code }) => code)).toEqual(['case-closed']);
    expect(settled).toEqual([['aside', id(1), 'amended-1', KENT]]);
    expect(await dates(scheme)).toEqual({});
  });

  test('is left alone by whoever else gives a message its id', async () => {
    const { scheme, settled } = await opened();
    await scheme.command(reference(1), { kind: 'withdraw', reason: 'other' });
    for (const actor of [
      entry(LEEDS),
      { kind: 'council', code: KENT },
      { kind: 'coordinator', name: 'Robin Hale' },
      { kind: 'system', name: 'somebody' },
    ])
      await scheme.receive(amendment(1, completes, { actor }));
    expect(reasons(scheme)).toHaveLength(4);
    expect(settled).toEqual([]);
  });

  test('is left where the message says nothing of it, taken or refused', async () => {
    const { scheme, settled } = await opened();
    await scheme.receive(amendment(1, { facts: { familyInUk: 'none' } }));
    expect((await scheme.onlyCase()).status).toBe('held');
    await scheme.receive(amendment(1, { facts: { entryAuthority: LEEDS } }, { id: 'amended-again' }));
    expect(reasons(scheme).map(({ code }) => code)).toEqual(['entry-authority-fixed']);
    expect(settled).toEqual([]);
  });

  test('waits with an amendment by mail that the desk has yet to confirm, and counts for nothing yet', async () => {
    const scheme = await given(referral(1));
    await scheme.sealed.keepAmendment(id(1), 'amended-1', KENT, [{ number: 1, name: 'Canary' }], NOW);
    const settled: string[] = [];
    const { setAmendmentAside } = scheme.sealed;
    scheme.sealed.setAmendmentAside = (...args) => {
      settled.push(args[1]);
      return setAmendmentAside.apply(scheme.sealed, args);
    };
    const byMail = amendment(1, {
      channel: 'email',
      facts: { children: [aChild({ sex: 'female' })] },
      sealedChanged: true,
    });
    await scheme.receive(byMail);
    expect(scheme.log.codes()).toContain('AMENDMENT_TO_CONFIRM');
    expect((await scheme.onlyCase()).proposed).toHaveProperty('amended-1');
    expect(settled).toEqual(['amended-1']);
    expect(await scheme.sealed.particulars(id(1))).toEqual([]);
    // Nobody else who points at it sets it aside.
    const asked = scheme.events.find(({ type }) => type === 'amendment-to-confirm.v1');
    const pointing = (actor: object) => amendment(1, { sealedChanged: true }, { actor, trail: asked?.trail });
    for (const actor of [entry(LEEDS), { kind: 'council', code: KENT }, { kind: 'system', name: 'somebody' }])
      await scheme.receive(pointing(actor));
    expect(settled).toHaveLength(1);
    await scheme.receive(pointing(entry(KENT)));
    expect([settled.length, reasons(scheme)]).toEqual([2, []]);
  });
});

describe('the check', () => {
  const policy = policyNamed('nts-2025');

  test('keeps what it decided on before anybody is asked, and leaves out who has no place', async () => {
    const scheme = await SchemeInMemory.open();
    const view = await scheme.councils.view();
    const kept: string[][] = [];
    const tools = {
      sealed: scheme.sealed,
      cases: {
        read: async () => undefined,
        neededBy: nobody,
        keepDecision: async (...args: [string, string, string]) => void kept.push(args),
      },
    };
    const subject = aCase({ excluded: [LEEDS] });
    const actor = { kind: 'system', name: 'test' } as const;
    const context = { now: NOW, actor, cause: 'x', noPlaceAt: ['E10000014', LEEDS] };
    const outcome = await checkCase(tools, subject, view, policy, context);
    if (outcome.kind !== 'changed') throw new Error('Nothing was decided.');
    expect(kept).toHaveLength(1);
    const [caseId, hash, text] = kept[0] ?? [];
    const inputs = JSON.parse(text ?? '');
    expect([caseId, hash]).toEqual([subject.id, decisionHash(inputs)]);
    expect(inputs.excluded).toEqual([LEEDS, 'E10000014']);
    expect(outcome.change.events[0]?.data).toMatchObject({ decisionHash: hash });
  });

  test('compares with each case that it may be held for, as that is now, but for those that a person cleared', async () => {
    const scheme = await SchemeInMemory.open();
    const asked: string[] = [];
    const other = aCase({
      ...ofOneChild,
      id: 'NTS-0000-0002',
      facts: aReferral({ children: [aChild({ sex: 'female' })] }),
    });
    const tools = {
      sealed: scheme.sealed,
      cases: {
        read: async (one: string) => {
          asked.push(one);
          return one === other.id ? other : undefined;
        },
        neededBy: nobody,
        keepDecision: async () => {},
      },
    };
    const subject = aCase({
      ...ofOneChild,
      possibleDuplicates: [other.id, 'NTS-0000-0003', 'NTS-0000-0004'],
      cleared: ['possible-duplicate:NTS-0000-0004'],
    });
    const actor = { kind: 'system', name: 'test' } as const;
    const context = { now: NOW, actor, cause: 'x' };
    const outcome = await checkCase(tools, subject, await scheme.councils.view(), policy, context);
    expect(asked).toEqual([other.id, 'NTS-0000-0003']);
    if (outcome.kind !== 'changed') throw new Error('Nothing was decided.');
    expect(outcome.change.case.hold?.reasons).toMatchObject([
      { code: `possible-duplicate:${other.id}`, words: expect.stringContaining('What differs: sex') },
      { code: 'possible-duplicate:NTS-0000-0003' },
    ]);
  });
});

describe('between two referrals', () => {
  test('of one batch others are given time, for as long as the last decision took and more', async () => {
    const clock = new SetClock(NOW);
    const waits: number[] = [];
    const backoff = backoffBetween({ clock, pause: async (milliseconds) => void waits.push(milliseconds) });
    const at = (milliseconds: number) => clock.set(new Date(Date.parse(NOW) + milliseconds).toISOString());
    backoff.tries();
    at(101);
    backoff.decided();
    await backoff.beforeNext();
    at(101 + 4_999);
    await backoff.beforeNext();
    at(101 + 5_000);
    await backoff.beforeNext();
    expect(waits.splice(0)).toEqual([253, 253]);
    // Only the last try counts, and a clock that went back makes no time.
    at(6_000);
    backoff.tries();
    at(7_000);
    backoff.tries();
    at(7_040);
    backoff.decided();
    await backoff.beforeNext();
    backoff.tries();
    at(7_000);
    backoff.decided();
    await backoff.beforeNext();
    expect(waits).toEqual([100, 0]);
  });

  test('of one batch time is given by the tries of the one that was decided', async () => {
    const scheme = await SchemeInMemory.open();
    const waits: number[] = [];
    let ticks = 0;
    const clock = {
      now: () => {
        ticks += 1;
        return new Date(Date.parse(NOW) + ticks * 10).toISOString();
      },
    };
    const { cases, councils, sealed, log, meter } = scheme;
    const act = allocateReferral({
      ...{ cases, councils, sealed, log, meter, clock },
      policy: policyNamed('nts-2025'),
      pause: async (milliseconds) => void waits.push(milliseconds),
    });
    await act({ id: '1', body: referral(1) });
    await act({ id: '2', body: referral(2) });
    expect(waits).toEqual([50]);
  });
});
