/** A child whose earlier referral has ended is referred anew: nobody is joined to what is over, and people know of it. */
import { expect, test } from 'vitest';
import type { DataOf } from '../../events/catalogue.ts';
import type { ChildFingerprints } from '../../events/referral.ts';
import { caseModel } from '../../functions/pages/coordinator/case-model.ts';
import { entryModel } from '../../functions/pages/entry/entry-model.ts';
import { transferModel } from '../../functions/pages/transfer/transfer-model.ts';
import { caseReference } from '../../shared/core/case/reference.ts';
import { anEvent, aReferral, NOW } from '../builders.ts';
import { SchemeInMemory } from './scheme-in-memory.ts';

const [KENT, CROYDON] = ['E10000016', 'E09000008'];
const id = (number: number) => `5f0c7e1a-3b1d-4f6e-9a2c-8d4e6b7f1a${number + 10}`;
const [FIRST, SECOND] = [caseReference(id(1), 1), caseReference(id(2), 1)];
const marks: ChildFingerprints[] = [
  {
    number: 1,
    references: ['h'.repeat(43)],
    bearers: [{ nameMark: 'w'.repeat(43), birthMark: 'w'.repeat(43) }],
  },
];
const referral = (number: number, entryAuthority: string, fingerprints?: ChildFingerprints[]) =>
  JSON.stringify(
    anEvent('referral-received.v2', {
      id: `received-${number}`,
      actor: { kind: 'entry-authority', code: entryAuthority },
      data: {
        referralId: id(number),
        channel: 'api',
        facts: aReferral({ entryAuthority }),
        ...(fingerprints === undefined ? {} : { fingerprints }),
      },
    }),
  );

async function ended(reason: DataOf<'referral-withdrawn.v1'>['reason'], policy = 'nts-2026') {
  const scheme = await SchemeInMemory.open({ policy });
  await scheme.receive(referral(1, KENT, marks));
  await scheme.settle();
  await scheme.command(FIRST, { kind: 'withdraw', reason });
  await scheme.settle();
  const before = scheme.mailer.snapshot().length;
  const told = () =>
    scheme.mailer
      .snapshot()
      .slice(before)
      .filter(({ subject }) => /maybe referred before|referred the same child again/.test(subject))
      .flatMap(({ to, subject }) => to.map((one) => `${one}: ${subject}`))
      .toSorted();
  return { scheme, told };
}

const words = `An earlier referral by Kent, ${FIRST}, ended: assessed as an adult.`;

test('of somebody assessed as an adult by another council the case is held, and both councils and the coordinators are told', async () => {
  const { scheme, told } = await ended('assessed-as-adult');
  await scheme.receive(referral(2, CROYDON, marks));
  await scheme.settle();
  const now = await scheme.cases.read(SECOND);
  expect(now).toMatchObject({
    status: 'held',
    earlier: [{ reference: FIRST, council: KENT, responsible: KENT, ended: 'assessed-as-adult' }],
  });
  expect(now?.hold?.reasons.map(({ code }) => code)).toContain(`earlier-referral:${FIRST}`);
  expect((await scheme.cases.read(FIRST))?.status).toBe('withdrawn');
  expect(told()).toEqual(
    [
      `coordinators@desks.example: ${SECOND}: maybe referred before as ${FIRST}`,
      `council.e09000008@desks.example: ${SECOND}: maybe referred before as ${FIRST}`,
      `council.e10000016@desks.example: ${FIRST}: Croydon may have referred the same child again`,
    ].toSorted(),
  );
  if (now === undefined) throw new Error('The case is not there.');
  expect(JSON.stringify(caseModel(now, NOW).sections)).toContain(words);
  expect(JSON.stringify(entryModel(now, [], NOW).sections)).toContain(words);
  expect(transferModel(now, KENT, NOW, false).lead?.[0]).toContain(`may be the child of ${FIRST}`);
  // Cleared by a person, it goes on, and is not asked about again.
  await scheme.command(SECOND, { kind: 'release-hold', note: 'A brother.' });
  await scheme.settle();
  expect((await scheme.cases.read(SECOND))?.status).toBe('offered');
});

test('of a child whose referral was withdrawn for another reason the case goes on, and people are told', async () => {
  const { scheme, told } = await ended('no-longer-needed');
  await scheme.receive(referral(2, CROYDON, marks));
  await scheme.settle();
  const now = await scheme.cases.read(SECOND);
  expect(now?.status).toBe('offered');
  expect(told()).toEqual([
    `coordinators@desks.example: ${SECOND}: maybe referred before as ${FIRST}`,
    `council.e09000008@desks.example: ${SECOND}: maybe referred before as ${FIRST}`,
  ]);
  if (now === undefined) throw new Error('The case is not there.');
  // How it ended does not bear on this child: the entry authority asks whoever knows.
  expect(JSON.stringify(entryModel(now, [], NOW).sections)).toContain(
    `An earlier referral by Kent, ${FIRST}, has ended.`,
  );
});

test('under a policy from before nobody is held for it, and people are told nonetheless', async () => {
  const { scheme, told } = await ended('assessed-as-adult', 'nts-2025');
  await scheme.receive(referral(2, CROYDON, marks));
  await scheme.settle();
  expect((await scheme.cases.read(SECOND))?.status).toBe('offered');
  expect(told()).toHaveLength(3);
});

test.each([
  ['while councils are asked', false, 'held'],
  ['once a council has the child, which nothing stops', true, 'accepted'],
] as const)('is found by a correction that says who the child is: %s', async (_, isAccepted, status) => {
  const { scheme, told } = await ended('assessed-as-adult');
  await scheme.receive(referral(2, CROYDON));
  await scheme.settle();
  if (isAccepted) {
    const offer = (await scheme.cases.read(SECOND))?.offers.find((one) => one.status === 'live');
    await scheme.command(
      SECOND,
      { kind: 'answer', offerId: offer?.id ?? '', answer: 'accept' },
      { kind: 'council', code: offer?.council ?? '' },
    );
    await scheme.settle();
  }
  const amend = (number: number) =>
    scheme.receive(
      JSON.stringify(
        anEvent('referral-amended.v2', {
          id: `amended-${number}`,
          actor: { kind: 'entry-authority', code: CROYDON },
          data: { referralId: id(2), facts: {}, fingerprints: marks },
        }),
      ),
    );
  await amend(1);
  await scheme.settle();
  expect((await scheme.cases.read(SECOND))?.status).toBe(status);
  expect(told()).toHaveLength(3);
  await amend(2);
  await scheme.settle();
  const trail = await scheme.cases.trail(SECOND);
  expect(trail.filter(({ type }) => type === 'earlier-referral-found.v1')).toHaveLength(1);
});

test('a third referral is told of all that ended before it', async () => {
  const { scheme } = await ended('assessed-as-adult');
  await scheme.receive(referral(2, CROYDON, marks));
  await scheme.settle();
  await scheme.command(SECOND, { kind: 'withdraw', reason: 'other' });
  await scheme.settle();
  await scheme.receive(referral(3, 'E10000014', marks));
  await scheme.settle();
  const third = await scheme.cases.read(caseReference(id(3), 1));
  expect(third?.earlier?.map(({ reference }) => reference)).toEqual([FIRST, SECOND]);
});
