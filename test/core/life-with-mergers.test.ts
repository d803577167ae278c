import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ReferralFacts } from '../../events/referral.ts';
import { caseReference } from '../../shared/core/case/reference.ts';
import { aChild, aReferral } from '../builders.ts';
import { entry, HAMPSHIRE, KENT, LEEDS, Play } from './a-scheme.ts';

const ids = ['0b3a2c52-6a0e-4f0e-8b7e-9d1c5e2f7a01', '0b3a2c52-6a0e-4f0e-8b7e-9d1c5e2f7a02'] as const;
const merge = (play: Play, id: string, facts: ReferralFacts) =>
  play.do({
    kind: 'merge',
    data: { referralId: id, channel: 'api', facts },
    reference: caseReference(id, 1),
  });

/** What a second clerk may say otherwise, or for the first time. */
const said: { readonly [Name in keyof ReferralFacts]?: ReferralFacts[Name] } = {
  arrivedOn: '2026-11-14',
  arrivalPlace: 'port',
  areasToAvoid: [LEEDS],
  children: [aChild({ needs: ['medical-care'] })],
  proposedMoveOn: '2026-12-01',
  trafficking: 'indicators',
};
const names = Object.keys(said) as (keyof typeof said)[];

test('a merger says in what the second referral differs, and leaves the case as it was', () => {
  fc.assert(
    fc.property(fc.shuffledSubarray(names), fc.constantFrom(KENT, HAMPSHIRE), (others, council) => {
      const play = new Play().receive().offer(LEEDS);
      const before = play.case;
      const facts = {
        ...aReferral(),
        ...Object.fromEntries(others.map((name) => [name, said[name]])),
        referredOn: '2026-11-24',
        entryAuthority: council,
      };
      const [id] = ids;
      const reference = caseReference(id, 1);
      const outcome = merge(play, id, facts);
      expect(play.trail.at(-1)?.data).toStrictEqual({
        referralId: id,
        reference,
        channel: 'api',
        council,
        facts,
        ...(council === KENT ? {} : { concerned: [council] }),
        differing: others.toSorted(),
      });
      expect(outcome).toMatchObject({ change: { merged: { reference, council } } });
      expect(play.case).toStrictEqual({
        ...before,
        version: before.version + 1,
        lastHash: play.trail.at(-1)?.trail?.hash,
        merged: [{ referralId: id, reference, council }],
      });
    }),
  );
});

test('a child who is missing may be referred again: that merges too', () => {
  const play = new Play().receive();
  play.do({ kind: 'child-missing', missingSince: '2026-11-23T08:00:00Z' }, entry);
  expect(merge(play, ids[0], aReferral()).kind).toBe('changed');
  expect(play.case).toMatchObject({ status: 'paused', merged: [{ referralId: ids[0] }] });
});

test('each referral is merged once, however often it comes, and in whatever order', () => {
  const play = new Play().receive();
  const [first, second] = ids;
  expect(merge(play, first, aReferral()).kind).toBe('changed');
  expect(merge(play, second, aReferral()).kind).toBe('changed');
  const done = play.case;
  for (const id of [first, second, first])
    expect(merge(play, id, aReferral())).toEqual({
      kind: 'unchanged',
      words: 'This referral was merged already.',
    });
  expect(play.case).toBe(done);
  expect(done.merged?.map((one) => one.referralId)).toEqual([first, second]);
});
