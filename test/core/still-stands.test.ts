/** Whether what an e-mail asks for still stands. */
import { describe, expect, test } from 'vitest';
import type { AnyEvent } from '../../events/catalogue.ts';
import { londonDate } from '../../shared/core/calendar/working-days.ts';
import type { Case, Offer } from '../../shared/core/case/case.ts';
import type { EmailTemplate } from '../../shared/core/case/notification-templates.ts';
import { caseEmailStands, councilEmailStands } from '../../shared/core/case/still-stands.ts';
import { aCase, aCouncil, aDeclaration, anOffer, aPlacement, NOW } from '../builders.ts';

const [LEEDS, KENT] = ['E08000035', 'E10000016'];
const BY = '2026-11-25T17:00:00.000Z';
const LATER = '2026-11-26T17:00:00.000Z';
const event = (type: string, data: object = {}): AnyEvent =>
  ({ id: 'e', type, at: NOW, actor: { kind: 'system', name: 'test' }, data }) as never;
const placement = aPlacement({ council: LEEDS, region: 'E12000003', arrangeBy: BY, completeBy: LATER });
const other = event('case-paused.v1');

describe('an e-mail about a case stands', () => {
  const stands = (template: string, subject: Partial<Case>, of: AnyEvent = other, status?: object) =>
    caseEmailStands(
      template as EmailTemplate,
      aCase(subject),
      of,
      status === undefined ? undefined : anOffer(status),
    );

  test.each([
    ['offer-to-primary', 'live', 'asked'],
    ['offer-promoted', 'live', 'expired'],
    ['offer-reminder', 'live', 'declined'],
    ['backup-request', 'asked', 'live'],
  ])('as %s while its offer is %s, not when it is %s or gone', (template, live, past) => {
    expect([
      stands(template, {}, other, { status: live }),
      stands(template, {}, other, { status: past }),
    ]).toEqual([true, false]);
    expect(stands(template, {})).toBe(false);
  });

  test('as a decline to review while that waits', () => {
    expect(stands('decline-to-review', {}, other, { review: 'pending' })).toBe(true);
    expect(stands('decline-to-review', {}, other, { review: 'accepted' })).toBe(false);
    expect(stands('decline-to-review', {})).toBe(false);
  });

  test.each([
    ['referral-incomplete', 'incomplete'],
    ['case-held', 'held'],
    ['case-escalated', 'escalated'],
    ['child-refused', 'child-refused'],
  ] as const)('as %s while the case is %s', (template, status) => {
    expect([stands(template, { status }), stands(template, { status: 'offered' })]).toEqual([true, false]);
  });

  test('as a search that goes on while nobody has the child, and until a later day’s word', () => {
    const goesOn = (subject: Partial<Case>) => stands('search-goes-on', { status: 'offered', ...subject });
    const searchToldOn = londonDate(NOW);
    expect(goesOn({ searchToldOn })).toBe(true);
    expect(goesOn({ searchToldOn: londonDate(LATER) })).toBe(false);
    expect(goesOn({ searchToldOn, status: 'accepted', placement })).toBe(false);
    expect(
      goesOn({ searchToldOn, status: 'escalated', escalation: { because: 'all-declined', decideBy: LATER } }),
    ).toBe(false);
  });

  test('as a place that was accepted while the child is to go there', () => {
    const accepted = event('place-accepted.v1', { council: LEEDS });
    expect(stands('place-accepted', { placement }, accepted)).toBe(true);
    expect(stands('place-accepted', {}, accepted)).toBe(false);
    expect(stands('place-accepted', { placement: { ...placement, council: KENT } }, accepted)).toBe(false);
    expect(stands('place-accepted', { placement }, event('offer-expired.v1', { council: LEEDS }))).toBe(
      false,
    );
  });

  const hold = { reasons: [], since: NOW, reviewAt: BY };
  const escalation = { because: 'no-answer', decideBy: BY } as const;
  test.each<readonly [string, Partial<Case>, boolean]>([
    ['facts', { status: 'incomplete', stepBy: BY }, true],
    ['facts', { status: 'incomplete', stepBy: LATER }, false],
    ['facts', { status: 'eligible', stepBy: BY }, false],
    ['arrange', { status: 'accepted', placement }, true],
    ['arrange', { status: 'accepted' }, false],
    ['arrange', { status: 'transfer-arranged', placement }, false],
    ['complete', { status: 'transfer-arranged', placement: { ...placement, completeBy: BY } }, true],
    ['complete', { status: 'transfer-arranged', placement }, false],
    ['complete', { status: 'transfer-arranged' }, false],
    ['complete', { status: 'accepted', placement: { ...placement, completeBy: BY } }, false],
    ['move', { status: 'offered', moveBy: BY }, true],
    ['move', { status: 'offered', moveBy: LATER }, false],
    ['move', { status: 'paused', moveBy: BY }, false],
    ['move', { status: 'transferred', moveBy: BY }, false],
    ['decide', { status: 'held', hold }, true],
    ['decide', { status: 'held', stepBy: BY }, false],
    ['decide', { status: 'escalated', escalation }, true],
    ['decide', { status: 'escalated', stepBy: BY }, false],
    ['decide', { status: 'eligible', stepBy: BY }, true],
    ['decide', { status: 'child-refused', stepBy: BY }, true],
    ['decide', { status: 'offered', stepBy: BY, hold, escalation }, false],
    ['answer', { status: 'offered', stepBy: BY }, false],
    ['region', { status: 'region-asked', regionAsked: { answerBy: BY } as never }, true],
    ['region', { status: 'region-asked', regionAsked: { answerBy: LATER } as never }, false],
    ['region', { status: 'offered' }, false],
    [
      'decide',
      { status: 'found-elsewhere', foundElsewhere: { council: KENT, decided: false, by: BY } },
      true,
    ],
    ['decide', { status: 'found-elsewhere', foundElsewhere: { council: KENT, decided: false } }, false],
    ['decide', { status: 'accepted', placement, hold }, true],
    ['arrange', { status: 'accepted', placement, hold }, false],
    ['complete', { status: 'transfer-arranged', placement: { ...placement, completeBy: BY }, hold }, false],
    ['places', { status: 'paused', pause: { from: 'offered', at: NOW, placesUntil: BY } }, true],
  ])('as a deadline to %s, of %j: %s', (deadline, subject, expected) => {
    for (const kind of ['approaching', 'passed']) {
      const told = event(`deadline-${kind}.v1`, { deadline, by: BY });
      expect(stands(`deadline-${kind}`, subject, told)).toBe(expected);
      expect(stands(`deadline-${kind}`, subject, event('offer-expired.v1', { deadline, by: BY }))).toBe(
        false,
      );
    }
  });

  test.each<readonly [string, Partial<Case>, boolean]>([
    ['facts', { status: 'incomplete', stepBy: BY }, true],
    ['facts', { status: 'incomplete', stepBy: LATER }, false],
    ['move', { status: 'accepted', moveBy: BY }, true],
    ['confirm', { proposals: [{ id: 'a', confirmBy: BY }] as never }, true],
    ['confirm', { proposals: [{ id: 'a', confirmBy: LATER }] as never }, false],
    ['places', { status: 'paused', pause: { from: 'offered', at: NOW, placesUntil: BY } }, true],
    ['places', { status: 'paused', pause: { from: 'offered', at: NOW } }, false],
  ])('as a deadline to %s that a bank holiday moved, of %j: %s', (deadline, subject, expected) => {
    const moved = [{ deadline, from: NOW, by: BY }];
    expect(stands('deadlines-moved', subject, event('deadlines-moved.v1', { moved }))).toBe(expected);
    expect(stands('deadlines-moved', subject, event('offer-expired.v1', { moved }))).toBe(false);
  });

  test('as the time to answer that a bank holiday moved, while that offer can be answered until then', () => {
    const told = event('deadlines-moved.v1', {
      moved: [
        { deadline: 'answer', from: NOW, by: BY, council: LEEDS, offerId: '1-1' },
        { deadline: 'move', from: NOW, by: BY },
      ],
    });
    const still = (offer: Partial<Offer>) =>
      caseEmailStands(
        'deadlines-moved',
        aCase({ moveBy: BY }),
        told,
        anOffer({ id: '1-1', answerBy: BY, ...offer }),
      );
    expect(still({ status: 'live' })).toBe(true);
    expect(still({ status: 'asked' })).toBe(true);
    expect(still({ status: 'declined' })).toBe(false);
    expect(still({ status: 'live', answerBy: LATER })).toBe(false);
    expect(still({ status: 'live', id: '1-2' })).toBe(false);
  });

  test('as one that waits, while the same is wanted of the same', () => {
    const party = { kind: 'council', code: LEEDS } as const;
    const needs = { party, by: BY, what: 'answer' };
    const told = event('case-waiting.v1', { what: 'answer', party });
    expect(stands('case-waiting', { needs }, told)).toBe(true);
    expect(stands('case-waiting', { needs: { ...needs, what: 'arrange' } }, told)).toBe(false);
    expect(
      stands('case-waiting', { needs: { ...needs, party: { kind: 'council', code: KENT } } }, told),
    ).toBe(false);
    expect(stands('case-waiting', { needs }, event('offer-expired.v1', told.data))).toBe(false);
    const { needs: _, ...nothing } = aCase();
    expect(caseEmailStands('case-waiting', nothing, told, undefined)).toBe(false);
  });

  test('as one about an e-mail while that waits for its desk', () => {
    const proposals = [{ id: 'a', confirmBy: BY }] as never;
    const toConfirm = (amendmentId: string) => event('amendment-to-confirm.v1', { amendmentId });
    expect(stands('amendment-to-confirm', { proposals }, toConfirm('a'))).toBe(true);
    expect(stands('amendment-to-confirm', { proposals }, toConfirm('b'))).toBe(false);
    expect(stands('amendment-to-confirm', {}, toConfirm('a'))).toBe(false);
    expect(
      stands('amendment-to-confirm', { proposals }, event('offer-expired.v1', { amendmentId: 'a' })),
    ).toBe(false);
    for (const template of ['confirmation-reminder', 'confirmation-overdue']) {
      expect(stands(template, { proposals }, event('confirmation-due.v1', { by: BY })), template).toBe(true);
      expect(stands(template, { proposals }, event('confirmation-due.v1', { by: LATER })), template).toBe(
        false,
      );
      expect(stands(template, {}, event('confirmation-due.v1', { by: BY })), template).toBe(false);
      expect(stands(template, { proposals }, event('offer-expired.v1', { by: BY })), template).toBe(false);
    }
  });

  test('as a referral that has changed while its council has an open offer or the child, and hears no more of the same change', () => {
    const changed = (offer: Partial<Offer>, of: AnyEvent, council: string | undefined = LEEDS) =>
      caseEmailStands(
        'referral-changed',
        aCase({ offers: [anOffer({ council: LEEDS, ...offer })] }),
        of,
        undefined,
        council,
      );
    expect(changed({ status: 'live' }, other)).toBe(true);
    expect(changed({ status: 'withdrawn' }, other)).toBe(false);
    expect(changed({ status: 'live' }, other, KENT)).toBe(false);
    expect(caseEmailStands('referral-changed', aCase(), other, undefined)).toBe(true);
    const kept = event('offers-kept.v1');
    expect(changed({ status: 'live' }, kept)).toBe(true);
    expect(changed({ status: 'live', promotedAt: NOW }, kept)).toBe(false);
    expect(changed({ status: 'live', promotedAt: LATER }, kept)).toBe(true);
    const has = (acceptedAt: string) =>
      caseEmailStands(
        'referral-changed',
        aCase({ status: 'accepted', placement: { ...placement, acceptedAt } }),
        kept,
        undefined,
        LEEDS,
      );
    expect([has(NOW), has(LATER)]).toEqual([false, true]);
  });

  test('as a region that is asked while it is that asking, and as one that need not answer unless it is asked anew', () => {
    const asking = { region: 'E12000003', councils: [LEEDS], askedAt: NOW, answerBy: BY };
    const asked = event('region-asked.v1', { region: 'E12000003' });
    expect(stands('region-asked', { regionAsked: asking }, asked)).toBe(true);
    expect(stands('region-asked', { regionAsked: { ...asking, askedAt: LATER } }, asked)).toBe(false);
    expect(stands('region-asked', {}, asked)).toBe(false);
    const answered = event('region-answered.v1', { region: 'E12000003' });
    expect(stands('region-settled', {}, answered)).toBe(true);
    expect(stands('region-settled', { regionAsked: asking }, answered)).toBe(false);
    expect(stands('region-settled', { regionAsked: { ...asking, region: 'E12000008' } }, answered)).toBe(
      true,
    );
    expect(stands('region-settled', { regionAsked: asking }, other)).toBe(true);
  });

  test('as a merger until it is undone', () => {
    const merged = { referralId: 'r-2', reference: 'NTS-4V8Q-Z1KD', council: LEEDS };
    const told = event('referral-merged.v1', { referralId: 'r-2' });
    expect(stands('referral-merged', { merged: [merged] }, told)).toBe(true);
    expect(stands('referral-merged', { merged: [{ ...merged, undone: true }] }, told)).toBe(false);
    expect(stands('referral-merged', {}, told)).toBe(false);
    expect(stands('referral-merged', { merged: [merged] }, other)).toBe(false);
  });

  test('as a hold of a move, a release of it, and a link at a full council, while it is so', () => {
    const moving = { status: 'accepted', placement } as const;
    expect(stands('case-held', { ...moving, hold })).toBe(true);
    expect(stands('case-held', moving)).toBe(false);
    expect(stands('hold-released', moving)).toBe(true);
    expect(stands('hold-released', { ...moving, hold })).toBe(false);
    expect(stands('hold-released', { status: 'offered' })).toBe(false);
    expect(stands('link-at-full-council', { status: 'held' })).toBe(true);
    expect(stands('link-at-full-council', { status: 'offered' })).toBe(false);
  });

  test('as a reminder that a child is missing until the child is found', () => {
    const told = event('case-waiting.v1', {
      what: 'find',
      party: { kind: 'council', code: LEEDS },
      reminder: 2,
    });
    const pause = { from: 'offered', at: NOW } as const;
    expect(stands('case-waiting', { status: 'paused', pause }, told)).toBe(true);
    expect(stands('case-waiting', { status: 'offered' }, told)).toBe(false);
  });

  test('always, when it only tells what happened', () => {
    for (const template of ['offer-expired', 'transfer-completed', 'case-paused'])
      expect(stands(template, { status: 'transferred' }), template).toBe(true);
  });
});

test('a reminder to declare places stands until the council has declared since; other e-mails to it stand', () => {
  const due = event('capacity-reminder-due.v1');
  const declared = (declaredAt: string) => aCouncil({ declaration: aDeclaration({ declaredAt }) });
  expect(councilEmailStands('capacity-reminder', aCouncil(), due)).toBe(true);
  expect(councilEmailStands('capacity-reminder', declared('2026-11-23T08:59:59.999Z'), due)).toBe(true);
  expect(councilEmailStands('capacity-reminder', declared(NOW), due)).toBe(false);
  expect(councilEmailStands('capacity-declared', declared(LATER), due)).toBe(true);
});
