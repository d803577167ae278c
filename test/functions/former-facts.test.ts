/** A referral in the words of version 1 is read, kept and told as what it says in those of now. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type AnyEvent, readEvent } from '../../events/catalogue.ts';
import { asSaidNow } from '../../events/former-codes.ts';
import { presentFacts } from '../../events/former-facts.ts';
import { presentForm } from '../../events/present-form.ts';
import { type ChildFacts, immigrationStatuses, type ReferralFacts } from '../../events/referral.ts';
import { eventWords } from '../../functions/pages/words/event-words.ts';
import { caseFrom, caseItem } from '../../shared/aws/case-item.ts';
import { appendTo, noHash, verifyTrail } from '../../shared/core/audit-trail.ts';
import { emailsFor } from '../../shared/core/case/notifications.ts';
import {
  ReferralRequest,
  takeAmendmentApart,
  takeApart,
} from '../../shared/core/referral/referral-request.ts';
import { readMessage } from '../../shared/runtime/read-message.ts';
import { aCase, aChild, aReferral, NOW } from '../builders.ts';
import { runs } from '../how-much.ts';
import { SchemeInMemory } from './scheme-in-memory.ts';

const KENT = 'E10000016';
const referralId = '5f0c7e1a-3b1d-4f6e-9a2c-8d4e6b7f1a20';
const frame = { at: NOW, actor: { kind: 'entry-authority', code: KENT } };
const received = (facts: object, version = 1, id = 'received') => ({
  ...frame,
  id,
  type: `referral-received.v${version}`,
  data: { referralId, channel: 'queue', facts },
});
const amended = (facts: object, version = 1, id = 'amended') => ({
  ...frame,
  id,
  type: `referral-amended.v${version}`,
  data: { referralId, facts },
});
const json = JSON.stringify;
/** Facts with the status of the Home Office under the name that it had. */
const formerly = ({ immigrationStatus: legalStatus, ...facts }: Partial<ReferralFacts>): object =>
  legalStatus === undefined ? facts : { ...facts, legalStatus };
const status = fc.option(fc.constantFrom(...immigrationStatuses), { nil: undefined });
const aStatus = status.map((immigrationStatus) =>
  immigrationStatus === undefined ? {} : { immigrationStatus },
);

describe('a message of version 1', () => {
  test('comes to the same case as one of version 2 that says the same', async () => {
    await fc.assert(
      fc.asyncProperty(aStatus, aStatus, async (first, second) => {
        const cases = [1, 2].map(async (version) => {
          const worded = version === 1 ? formerly : (facts: Partial<ReferralFacts>) => facts;
          const scheme = await SchemeInMemory.open();
          expect(await scheme.receive(json(received(worded(aReferral(first)), version)))).toEqual([]);
          expect(await scheme.receive(json(amended(worded(second), version)))).toEqual([]);
          const { facts, status } = await scheme.onlyCase();
          return { facts, status, types: scheme.events.map(({ type }) => type) };
        });
        const [former, present] = await Promise.all(cases);
        expect(former).toEqual(present);
        expect(former?.facts.immigrationStatus).toBe(second.immigrationStatus ?? first.immigrationStatus);
      }),
      { numRuns: runs(8) },
    );
  });

  test('that comes again in either version changes nothing, and with other facts is refused', async () => {
    const facts = aReferral({ immigrationStatus: 'leave-granted' });
    const scheme = await SchemeInMemory.open();
    const twice = [received(formerly(facts)), received(formerly(facts)), received(facts, 2)];
    for (const message of twice) expect(await scheme.receive(json(message))).toEqual([]);
    expect(scheme.events.map(({ type }) => type)).toEqual(['referral-received.v2', 'offers-made.v1']);
    const other = received(formerly({ ...facts, immigrationStatus: 'claim-pending' }));
    await scheme.receive(json(other));
    expect(scheme.quarantine.snapshot().map(({ reason }) => reason.code)).toEqual(['conflicting-duplicate']);
  });

  test('cannot say what there was no place for, and is refused for a kind of placement that it did not know', () => {
    const facts = { ...aReferral(), careStatus: 'care-order', children: [{ ...aChild(), smokes: 'yes' }] };
    const { data } = readMessage(json(received(facts)), ['referral-received.v1']);
    expect(data.facts).toEqual(aReferral());
    const home = { ...aReferral(), children: [aChild({ placementKind: 'childrens-home' })] };
    expect(() => readMessage(json(received(home)), ['referral-received.v1'])).toThrow(
      /children\.0\.placementKind/,
    );
    expect(readMessage(json(received(home, 2)), ['referral-received.v2']).data.facts).toEqual(home);
  });
});

describe('what was recorded in the words of version 1', () => {
  const of = (facts: object, data: object = {}) => ({ referralId, channel: 'queue', facts, ...data });
  const drafts = [
    { type: 'referral-received.v1', data: of({ ...aReferral(), legalStatus: 'claim-pending' }) },
    { type: 'referral-amended.v1', data: { referralId, facts: { legalStatus: 'leave-granted' } } },
    {
      type: 'amendment-to-confirm.v1',
      data: {
        amendmentId: 'a',
        referralId,
        saidAt: NOW,
        confirmBy: NOW,
        because: ['safety'],
        facts: { legalStatus: 'other' },
      },
    },
    {
      type: 'referral-merged.v1',
      data: of(
        { ...aReferral(), legalStatus: 'other' },
        { reference: 'NTS-7F3K-2M9Q', council: KENT, differing: [] },
      ),
    },
  ] as unknown as Parameters<typeof appendTo>[1];
  const trail = appendTo({ subject: 'NTS-7F3K-2M9Q', number: 0, hash: noHash }, drafts, {
    at: NOW,
    actor: { kind: 'entry-authority', code: KENT },
    policy: 'nts-2025',
    cause: 'x',
  });

  test('verifies as it was, and is told as what is said now', () => {
    expect(verifyTrail(trail)).toEqual({ kind: 'whole' });
    expect(verifyTrail(trail.map(presentForm)).kind).toBe('broken');
    for (const event of trail) {
      expect(readEvent(event)?.type).toBe(event.type);
      const present = presentForm(event) as AnyEvent & { data: { facts: Partial<ReferralFacts> } };
      expect(present.data.facts).not.toHaveProperty('legalStatus');
      expect(present.data.facts.immigrationStatus).toBeDefined();
      expect(presentForm(present)).toEqual(present);
      expect(eventWords(event)).toEqual(eventWords(present));
      expect(emailsFor(event)).toEqual(emailsFor(present));
    }
    expect(trail.map(presentForm).map(({ type }) => type)).toEqual([
      'referral-received.v2',
      'referral-amended.v2',
      'amendment-to-confirm.v1',
      'referral-merged.v1',
    ]);
  });

  test('of a case is read in the words of now, in its facts and in what waits for confirmation', () => {
    const proposal = { id: 'a', saidAt: NOW, askedAt: NOW, confirmBy: NOW, because: ['safety' as const] };
    const now = aCase({
      facts: aReferral({ immigrationStatus: 'claim-pending' }),
      factsSaidAt: { immigrationStatus: NOW },
      proposals: [
        { ...proposal, facts: { immigrationStatus: 'other' }, base: { immigrationStatus: 'claim-pending' } },
      ],
    });
    const then = JSON.parse(json(caseItem(now)).replaceAll('immigrationStatus', 'legalStatus'));
    expect(json(then)).toContain('legalStatus');
    expect(caseFrom(then)).toEqual(now);
    expect(asSaidNow({ legalStatus: 'other', toString: 1 })).toEqual({
      immigrationStatus: 'other',
      toString: 1,
    });
  });
});

describe('a request', () => {
  const child: Partial<ChildFacts> = { sex: 'male' };

  test('that says the status by its former name says it by the present one, which goes before', () => {
    fc.assert(
      fc.property(status, status, (former, present) => {
        const said = JSON.parse(
          json({ children: [child], legalStatus: former, immigrationStatus: present }),
        ) as object;
        const { facts } = takeApart(ReferralRequest.parse(said), KENT);
        const later = takeAmendmentApart(said as never, facts).facts;
        for (const one of [facts, later]) {
          expect(one).not.toHaveProperty('legalStatus');
          expect(one.immigrationStatus).toBe(present ?? former);
        }
        expect(presentFacts({ ...facts, legalStatus: former })).toEqual({
          ...facts,
          ...(former === undefined || present !== undefined ? {} : { immigrationStatus: former }),
        });
      }),
    );
  });
});
