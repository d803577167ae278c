/** Whatever is said of a child's safety after the move was arranged: nobody is handed over before it is seen to. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Actor } from '../../events/envelope.ts';
import { traffickingSigns } from '../../events/referral.ts';
import type { Command } from '../../shared/core/case/command.ts';
import { possibleCommands } from '../../shared/core/case/commands/possible-commands.ts';
import { isMoveUnsafe } from '../../shared/core/case/safe-move.ts';
import { aReferral, SOCIAL_WORKER } from '../builders.ts';
import { metIn, runs } from '../how-much.ts';
import { codeOf } from './a-play.ts';
import { coordinator, duty, entry, HAMPSHIRE, LEEDS, Play } from './a-scheme.ts';

const EALING = 'E09000009';
const BARKING = 'E09000002';
const ON_THE_DAY = '2026-11-26T15:00:00.000Z';

const arrange = (more: Partial<Extract<Command, { kind: 'arrange-transfer' }>> = {}): Command => ({
  kind: 'arrange-transfer',
  moveOn: '2026-11-26',
  socialWorker: SOCIAL_WORKER,
  ...more,
});
const complete = (handedOverAt: string, safetyPlan?: true): Command => ({
  kind: 'complete-transfer',
  handedOverAt,
  ...(safetyPlan && { safetyPlan }),
});
const says = (play: Play, facts: Extract<Command, { kind: 'amend' }>['data']['facts']) =>
  play.do({ kind: 'amend', data: { referralId: play.case.referralId, facts } }, entry);
const arranged = (placedIn?: string): Play => {
  const play = new Play().receive().offer(HAMPSHIRE);
  play.answer('1-1', 'accept');
  play.do(arrange(placedIn === undefined ? {} : { placedIn }), duty(HAMPSHIRE));
  return play.at(ON_THE_DAY);
};
const offered = (play: Play, actor: Actor) =>
  possibleCommands(play.case, actor, play.now).some(({ kind }) => kind === 'complete-transfer');

describe('signs of trafficking that are said after the move was arranged', () => {
  test.each(traffickingSigns)(
    'of the kind "%s", stop the handover until a plan is recorded',
    (trafficking) => {
      const needed = trafficking !== 'no-indicators';
      for (const by of [duty(HAMPSHIRE), entry]) {
        const play = arranged();
        says(play, { trafficking });
        expect(play.case.status).toBe('transfer-arranged');
        expect(codeOf(play.do(complete(play.now), by))).toBe(needed ? 'no-safety-plan' : 'changed');
      }
    },
  );

  test('the receiving authority says that the plan exists, with the handover or before it; the other alone cannot', () => {
    const play = arranged();
    says(play, { trafficking: 'nrm-referred' });
    expect(play.case.needs?.what).toBe('see to the child’s safety before the move');
    expect([offered(play, entry), offered(play, duty(HAMPSHIRE))]).toEqual([false, true]);
    expect(codeOf(play.do(complete(play.now, true), entry))).toBe('no-safety-plan');
    expect(codeOf(play.do(complete(play.now, true), duty(HAMPSHIRE)))).toBe('changed');
    expect(play.trail.at(-1)?.data).toMatchObject({ council: HAMPSHIRE, safetyPlan: true });
    expect(play.case.placement?.handover).toEqual({ safetyPlan: true });

    const agreed = arranged();
    agreed.do(arrange({ handover: { escort: 'both' } }), duty(HAMPSHIRE));
    says(agreed, { trafficking: 'indicators' });
    agreed.do(complete(agreed.now, true), duty(HAMPSHIRE));
    expect(agreed.case.placement?.handover).toEqual({ escort: 'both', safetyPlan: true });

    const before = arranged();
    says(before, { trafficking: 'nrm-referred' });
    before.do(arrange({ handover: { escort: 'both', safetyPlan: true } }), duty(HAMPSHIRE));
    expect(before.case.needs?.what).toBe('move the child and confirm the handover');
    expect(codeOf(before.do(complete(before.now), entry))).toBe('changed');
    expect(before.trail.at(-1)?.data).not.toHaveProperty('safetyPlan');
    expect(before.case.placement?.handover).toEqual({ escort: 'both', safetyPlan: true });
  });
});

test('an area that becomes one to avoid after it was chosen stops the handover, until the child lives elsewhere', () => {
  const play = arranged(EALING);
  says(play, { areasToAvoid: [EALING] });
  expect([offered(play, entry), offered(play, duty(HAMPSHIRE))]).toEqual([false, false]);
  expect(play.case.needs?.what).toBe('see to the child’s safety before the move');
  for (const by of [duty(HAMPSHIRE), entry])
    expect(codeOf(play.do(complete(play.now, true), by))).toBe('area-to-avoid');
  expect(codeOf(play.do(arrange({ placedIn: BARKING }), duty(HAMPSHIRE)))).toBe('changed');
  expect(codeOf(play.do(complete(play.now), entry))).toBe('changed');
});

describe('an e-mail that says to avoid the area after the move was arranged', () => {
  const byMail = (play: Play, area: string) =>
    play.do(
      {
        kind: 'amend',
        data: { referralId: play.case.referralId, channel: 'email', facts: { areasToAvoid: [area] } },
      },
      entry,
    );

  test.each([
    ['of the council that has the child', undefined, HAMPSHIRE],
    ['where the child would live', EALING, EALING],
    ['of the council, although the child would live elsewhere', EALING, HAMPSHIRE],
  ])('%s, stops the handover until it is answered', (_, livesIn, area) => {
    for (const by of [entry, coordinator]) {
      const play = arranged(livesIn);
      byMail(play, area);
      const { id: amendmentId = '' } = play.case.proposals?.[0] ?? {};
      expect(play.trail.at(-1)?.data).toMatchObject({ unsafe: [area] });
      expect(play.case.needs?.what).toBe('see to the child’s safety before the move');
      for (const who of [duty(HAMPSHIRE), entry]) {
        expect(offered(play, who)).toBe(false);
        expect(codeOf(play.do(complete(play.now, true), who))).toBe('area-in-question');
      }
      play.do({ kind: 'refuse-amendment', amendmentId }, by);
      expect(play.case.needs?.what).toBe('move the child and confirm the handover');
      expect([offered(play, entry), offered(play, duty(HAMPSHIRE))]).toEqual([true, true]);
      expect(codeOf(play.do(complete(play.now), duty(HAMPSHIRE)))).toBe('changed');
    }
  });

  test('stops nothing where neither the child nor the council is', () => {
    const play = arranged(EALING);
    byMail(play, BARKING);
    expect(play.case.proposals).toHaveLength(1);
    expect(play.trail.at(-1)?.data).not.toHaveProperty('unsafe');
    expect(codeOf(play.do(complete(play.now), entry))).toBe('changed');
  });
});

test('before a move is arranged there is none that could be unsafe', () => {
  const play = new Play().receive(aReferral({ trafficking: 'indicators' })).offer(HAMPSHIRE);
  play.answer('1-1', 'accept');
  expect(isMoveUnsafe(play.case)).toBe(false);
  play.do(arrange({ handover: { safetyPlan: true } }), duty(HAMPSHIRE));
  expect(isMoveUnsafe(play.case)).toBe(false);
});

test('the council’s own area does not matter to a child who lives elsewhere', () => {
  const play = arranged(EALING);
  says(play, { areasToAvoid: [BARKING] });
  expect(codeOf(play.do(complete(play.now), entry))).toBe('changed');
});

const aStep: fc.Arbitrary<readonly [Actor, Command | 'later']> = fc.oneof(
  fc.constant([coordinator, 'later'] as const),
  fc
    .record(
      {
        moveOn: fc.constantFrom('2026-11-26', '2026-11-30'),
        placedIn: fc.constantFrom(EALING, BARKING),
        handover: fc.constantFrom({ safetyPlan: true as const }, { escort: 'both' as const }),
      },
      { requiredKeys: ['moveOn'] },
    )
    .map((more) => [duty(HAMPSHIRE), arrange(more)] as const),
  fc
    .record(
      {
        trafficking: fc.constantFrom(...traffickingSigns),
        areasToAvoid: fc.subarray([EALING, BARKING, HAMPSHIRE, LEEDS]),
      },
      { requiredKeys: [] },
    )
    .map((facts) => [entry, { kind: 'amend', data: { referralId: '', facts } }] as const),
  fc
    .tuple(fc.constantFrom(duty(HAMPSHIRE), entry), fc.constantFrom(undefined, true as const))
    .map(([by, plan]) => [by, complete('', plan)] as const),
  fc.constantFrom<readonly [Actor, Command]>(
    [duty(HAMPSHIRE), { kind: 'transfer-failed', reason: 'transport' }],
    [entry, { kind: 'child-missing', missingSince: '2026-11-23T09:00:00.000Z' }],
    [entry, { kind: 'child-found', foundAt: '2026-11-23T09:00:00.000Z' }],
    [entry, { kind: 'child-refused' }],
    [
      coordinator,
      { kind: 'place-directly', council: HAMPSHIRE, reason: 'court-order', note: 'n', overCapacity: true },
    ],
  ),
);

test('whatever is said in whatever order, no child with signs of trafficking is handed over without a recorded plan, nor any to an area to avoid', () => {
  let over = 0;
  fc.assert(
    fc.property(
      fc.constantFrom(...traffickingSigns),
      fc.array(aStep, { maxLength: 14, size: 'max' }),
      (trafficking, steps) => {
        const play = new Play().receive(aReferral({ trafficking })).offer(HAMPSHIRE);
        play.answer('1-1', 'accept');
        for (const [by, step] of steps) {
          if (play.case.placement?.handedOverAt !== undefined) break;
          if (step === 'later') play.at(new Date(Date.parse(play.now) + 86_400_000).toISOString());
          else if (step.kind === 'amend')
            play.do({ ...step, data: { ...step.data, referralId: play.case.referralId } }, by);
          else if (step.kind === 'complete-transfer') play.do({ ...step, handedOverAt: play.now }, by);
          else play.do(step, by);
        }
        // In the end the council tries; then it sets right what it can, and tries again.
        const tries = [complete(play.now), arrange({ handover: { safetyPlan: true } }), complete(play.now)];
        for (const last of tries) play.do(last, duty(HAMPSHIRE));
        const { facts, placement } = play.case;
        if (placement?.handedOverAt === undefined) return;
        over += 1;
        if (facts.trafficking !== 'no-indicators') expect(placement.handover?.safetyPlan).toBe(true);
        expect(facts.areasToAvoid ?? []).not.toContain(placement.placedIn ?? placement.council);
        // Whoever recorded it is the receiving authority.
        const plans = play.trail.filter(({ data }) => 'safetyPlan' in data);
        for (const { actor } of plans) expect(actor).toEqual(duty(HAMPSHIRE));
      },
    ),
    { numRuns: runs(300) },
  );
  expect(over).toBeGreaterThan(metIn(300, 30));
});
