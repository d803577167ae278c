/** A referral was taken for a child who had a case, and is about somebody else: a coordinator parts the two. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { ChildFingerprints, ReferralFacts } from '../../events/referral.ts';
import type { Case } from '../../shared/core/case/case.ts';
import { caseReference } from '../../shared/core/case/reference.ts';
import { anEvent, aReferral, NOW } from '../builders.ts';
import { SchemeInMemory } from './scheme-in-memory.ts';

const CROYDON = 'E09000008';
const id = (number: number) => `5f0c7e1a-3b1d-4f6e-9a2c-8d4e6b7f1a${number + 10}`;
const reference = (number: number) => caseReference(id(number), 1);
const [FIRST, SECOND, THIRD] = [reference(1), reference(2), reference(3)];
const marks: ChildFingerprints[] = [
  {
    number: 1,
    references: ['h'.repeat(43)],
    bearers: [{ nameMark: 'w'.repeat(43), birthMark: 'w'.repeat(43) }],
  },
];
const referral = (number: number, facts: Partial<ReferralFacts> = {}, fingerprints = marks) =>
  JSON.stringify(
    anEvent('referral-received.v2', {
      id: `received-${number}`,
      actor: { kind: 'entry-authority', code: facts.entryAuthority ?? 'E10000016' },
      data: { referralId: id(number), channel: 'api', facts: aReferral(facts), fingerprints },
    }),
  );
const theirs = { entryAuthority: CROYDON, areasToAvoid: ['E08000025'] };
const part = (number = 2) =>
  ({ kind: 'undo-merger', reference: reference(number), note: 'Two brothers.' }) as const;

async function merged(...more: readonly string[]): Promise<SchemeInMemory> {
  const scheme = await SchemeInMemory.open();
  for (const body of [referral(1), referral(2, theirs), ...more]) {
    expect(await scheme.receive(body)).toEqual([]);
    await scheme.settle();
  }
  expect(await scheme.cases.read(SECOND)).toBeUndefined();
  return scheme;
}

describe('a reference that only a merged referral gives', () => {
  const [H, P] = ['h'.repeat(43), 'p'.repeat(43)];
  const [known] = marks;
  const both = [
    {
      ...known,
      number: 1,
      references: [H, P],
      bearers: [...(known?.bearers ?? []), ...(known?.bearers ?? [])],
    },
  ];
  const joined = async () => {
    const scheme = await SchemeInMemory.open();
    for (const body of [referral(1), referral(2, theirs, both)]) {
      expect(await scheme.receive(body)).toEqual([]);
      await scheme.settle();
    }
    expect(await scheme.cases.mergedInto(SECOND)).toBeDefined();
    return scheme;
  };

  test('leads to the case that took the referral up, and holds whoever comes by it alone', async () => {
    const scheme = await joined();
    expect(await scheme.cases.holders([H, P])).toEqual(
      new Map([
        [H, [FIRST]],
        [P, [FIRST]],
      ]),
    );
    await scheme.receive(referral(3, {}, [{ number: 1, references: [P] }]));
    await scheme.settle();
    expect((await scheme.cases.read(THIRD))?.possibleDuplicates).toEqual([FIRST]);
  });

  test('goes with the referral once the two are parted', async () => {
    const scheme = await joined();
    await scheme.command(FIRST, part());
    await scheme.settle();
    expect((await scheme.cases.read(SECOND))?.status).toBeDefined();
    expect(await scheme.cases.holders([H, P])).toEqual(
      new Map([
        [H, [FIRST, SECOND]],
        [P, [SECOND]],
      ]),
    );
  });
});

describe('a merger that a coordinator undoes', () => {
  test('gives the other child the case that it would have had: its reference, facts, marks and time for the move', async () => {
    const alone = await SchemeInMemory.open();
    await alone.receive(referral(2, theirs));
    await alone.settle();
    const asItWouldBe = await alone.cases.read(SECOND);

    const scheme = await merged();
    scheme.clock.set('2026-11-26T09:00:00.000Z');
    await scheme.command(FIRST, part());
    await scheme.settle();
    const now = await scheme.cases.read(SECOND);
    for (const field of ['referralId', 'facts', 'fingerprints', 'openedAt', 'moveBy', 'status'] as const)
      expect(now?.[field], field).toEqual(asItWouldBe?.[field]);
    expect(now?.openedAt).toBe(NOW);
    expect(now?.possibleDuplicates).toBeUndefined();
    const [received] = await scheme.cases.trail(SECOND);
    expect(received?.actor).toEqual({ kind: 'entry-authority', code: CROYDON });
    expect(await scheme.cases.mergedInto(SECOND)).toBeUndefined();
    expect(await scheme.cases.holders(['h'.repeat(43)])).toEqual(
      new Map([['h'.repeat(43), [FIRST, SECOND]]]),
    );
  });

  test('moves nothing of the first case but that it is no longer told as joined, wherever that case stands', async () => {
    const scheme = await merged();
    const offer = (await scheme.cases.read(FIRST))?.offers.find(({ status }) => status === 'live');
    const council = { kind: 'council', code: offer?.council ?? '' } as const;
    await scheme.command(FIRST, { kind: 'answer', offerId: offer?.id ?? '', answer: 'accept' }, council);
    await scheme.settle();
    const { merged: _, version: __, lastHash: ___, ...before } = (await scheme.cases.read(FIRST)) as Case;
    await scheme.command(FIRST, part());
    await scheme.settle();
    const {
      merged: left,
      version: ____,
      lastHash: _____,
      ...after
    } = (await scheme.cases.read(FIRST)) as Case;
    expect(after).toEqual(before);
    expect(after.placement?.council).toBe(council.code);
    expect(left).toEqual([expect.objectContaining({ reference: SECOND, undone: true })]);

    const closed = await merged();
    await closed.command(FIRST, { kind: 'withdraw', reason: 'other' });
    await closed.command(FIRST, part());
    await closed.settle();
    expect((await closed.cases.read(FIRST))?.status).toBe('withdrawn');
    expect((await closed.cases.read(SECOND))?.status).toBe('offered');
  });

  test('tells both councils, and takes back what is still to be told of the merger', async () => {
    const scheme = await merged();
    const before = scheme.mailer.snapshot().length;
    await scheme.command(FIRST, part());
    await scheme.settle();
    const told = scheme.mailer
      .snapshot()
      .slice(before)
      .map(({ subject }) => subject);
    expect(told).toEqual(
      expect.arrayContaining([
        `${FIRST}: the referral ${SECOND} is another child’s`,
        `${SECOND}: your referral has a case of its own again`,
        `${SECOND}: we have your referral and are asking councils`,
      ]),
    );
  });

  test.each([
    ['before the message that parts them', false],
    ['after it', true],
  ])('is not merged again by its own referral, sent once more %s', async (_, after) => {
    const scheme = await merged();
    await scheme.command(FIRST, part());
    if (after) await scheme.settle();
    expect(await scheme.receive(referral(2, theirs))).toEqual([]);
    await scheme.settle();
    expect(await scheme.cases.mergedInto(SECOND)).toBeUndefined();
    expect((await scheme.cases.read(SECOND))?.status).toBe('offered');
    expect(
      (await scheme.cases.trail(SECOND)).filter(({ type }) => type === 'referral-received.v2'),
    ).toHaveLength(1);
    expect(scheme.quarantine.snapshot()).toEqual([]);
  });

  test('is undone once, and its message again changes nothing', async () => {
    const scheme = await merged();
    const { change } = (await scheme.command(FIRST, part())) as { change: { events: readonly object[] } };
    await expect(scheme.command(FIRST, part())).rejects.toThrow('undone already');
    await scheme.settle();
    const version = (await scheme.cases.read(SECOND))?.version;
    expect(await scheme.receive(JSON.stringify(change.events[0]))).toEqual([]);
    expect((await scheme.cases.read(SECOND))?.version).toBe(version);
  });

  test('of three referrals, lets the third be the other child’s: parted too, it goes to the second', async () => {
    const scheme = await merged(referral(3, theirs));
    await scheme.command(FIRST, part());
    await scheme.settle();
    await scheme.command(FIRST, part(3));
    await scheme.settle();
    expect(await scheme.cases.mergedInto(THIRD)).toMatchObject({ caseId: SECOND });
  });

  test('is made of nothing that a message says: the case has to say it', async () => {
    const scheme = await merged();
    const forged = JSON.parse(readFileSync('events/examples/merger-undone.v1.json', 'utf8'));
    forged.trail.subject = FIRST;
    forged.data.referralId = id(2);
    expect(await scheme.receive(JSON.stringify(forged))).toEqual([]);
    expect(scheme.quarantine.snapshot().map(({ reason }) => reason.code)).toEqual(['no-such-merger']);
    expect(await scheme.cases.read(SECOND)).toBeUndefined();
  });
});
