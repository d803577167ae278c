import { describe, expect, test } from 'vitest';
import { type AnyEvent, catalogue, type DataOf, type EventType, readEvent } from '../../events/catalogue.ts';
import type { Actor } from '../../events/envelope.ts';
import { appendTo, type EventDraft, noHash } from '../../shared/core/audit-trail.ts';
import { emailTemplates } from '../../shared/core/case/notification-templates.ts';
import { emailsFor } from '../../shared/core/case/notifications.ts';
import { defined } from '../../shared/core/defined.ts';
import { aReferral, NOW } from '../builders.ts';
import { CARDIFF, coordinator, duty, entry, HAMPSHIRE, LEEDS, Play, system } from './a-scheme.ts';

const recorded = <T extends EventType>(
  type: T,
  data: DataOf<T>,
  actor: Actor = system,
  subject = 'NTS-7F3K-2M9Q',
): AnyEvent => {
  const [event] = appendTo({ subject, number: 6, hash: noHash }, [{ type, data } as EventDraft], {
    at: NOW,
    actor,
    policy: 'nts-2025',
    cause: 'cause',
  });
  if (event === undefined) throw new Error('one draft gives one event');
  return event;
};

/** "template > desk" for each mail, in order. */
const mailsFor = (event: AnyEvent): readonly string[] =>
  emailsFor(event).map(({ data: { template, to } }) => {
    switch (to.role) {
      case 'council':
        return `${template} > ${to.council}${to.secondContact ? ' + second' : ''}`;
      case 'smp-lead':
        return `${template} > lead of ${to.region}${to.copyOf === undefined ? '' : `, as ${to.copyOf} reads it`}`;
      default:
        return `${template} > ${to.role}`;
    }
  });

const H = HAMPSHIRE;
/** The lead of its region, who reads along. */
const leadReads = `lead of E12000008, as ${H} reads it`;
const offerId = '1-1';
const bounced = {
  email: {
    id: 'NTS-7F3K-2M9Q:3:offer-to-primary:council:E10000014',
    template: 'offer-to-primary',
    to: { role: 'council' as const, council: 'E10000014' },
    eventNumber: 3,
    offerId: '1-1',
  },
  attempt: 1,
  failed: 'second' as const,
  why: 'no-such-mailbox' as const,
  next: 'coordinators' as const,
};
const by = NOW;

const merged = (differing: readonly string[], concerned?: readonly string[]): AnyEvent =>
  recorded('referral-merged.v1', {
    referralId: crypto.randomUUID(),
    reference: 'NTS-4V8Q-Z1KD',
    channel: 'api',
    council: H,
    facts: aReferral(),
    differing: [...differing],
    ...(concerned === undefined ? {} : { concerned: [...concerned] }),
  });

const parted = { referralId: crypto.randomUUID(), reference: 'NTS-4V8Q-Z1KD', council: H, note: 'n' };

const cases: readonly (readonly [string, AnyEvent, readonly string[]])[] = [
  [
    'offers of a first round',
    recorded('offers-made.v1', {
      round: 1,
      places: 1,
      decisionHash: 'd'.repeat(64),
      offers: [
        { offerId: '1-1', council: H, role: 'primary', rank: 1, answerBy: by },
        { offerId: '1-2', council: LEEDS, role: 'back-up', rank: 2, answerBy: by },
      ],
    }),
    [`offer-to-primary > ${H}`, `backup-request > ${LEEDS}`, 'referral-acknowledged > entry-authority'],
  ],
  [
    'offers of a second round',
    recorded('offers-made.v1', {
      round: 2,
      places: 1,
      decisionHash: 'd'.repeat(64),
      offers: [{ offerId: '2-1', council: H, role: 'primary', rank: 1, answerBy: by }],
    }),
    [`offer-to-primary > ${H}`],
  ],
  [
    'offers that still fit what was corrected',
    recorded('offers-kept.v1', {
      decisionHash: 'd'.repeat(64),
      offers: [
        { offerId: '1-1', council: H },
        { offerId: '1-2', council: LEEDS },
      ],
    }),
    [`referral-changed > ${H}`, `referral-changed > ${LEEDS}`],
  ],
  [
    'a decline',
    recorded('offer-answered.v1', { offerId, council: H, answer: 'declined' }),
    ['decline-to-review > coordinators'],
  ],
  [
    'the first promotion of a day after an offer that ended',
    recorded('offer-promoted.v1', {
      offerId,
      council: H,
      answerBy: by,
      because: 'declined',
      searchGoesOn: true,
    }),
    [`offer-promoted > ${H}`, 'search-goes-on > entry-authority'],
  ],
  [
    'another round, the first word of a day',
    recorded('case-reallocated.v1', { because: 'next-round', excluding: [], searchGoesOn: true }),
    ['search-goes-on > entry-authority'],
  ],
  [
    'a yes: the placement says it',
    recorded('offer-answered.v1', { offerId, council: H, answer: 'accepted' }),
    [],
  ],
  ['a promise', recorded('offer-answered.v1', { offerId, council: H, answer: 'back-up-yes' }), []],
  [
    'a review',
    recorded('decline-reviewed.v1', { offerId, council: H, outcome: 'refused', note: 'n' }),
    [`decline-reviewed > ${H}`],
  ],
  [
    'an expiry',
    recorded('offer-expired.v1', { offerId, council: H, answerBy: by }),
    [`offer-expired > ${H} + second`, `offer-expired > ${leadReads}`, 'offer-expired > coordinators'],
  ],
  [
    'a lead who is asked',
    recorded('region-asked.v1', {
      region: 'E12000007',
      councils: [H, LEEDS],
      places: 1,
      answerBy: by,
      decisionHash: 'd'.repeat(64),
    }),
    ['region-asked > lead of E12000007'],
  ],
  [
    'a lead’s own answer',
    recorded('region-answered.v1', { region: 'E12000007', outcome: 'named', first: H, council: LEEDS }),
    [],
  ],
  ...(['ran-out', 'not-needed'] as const).map(
    (outcome) =>
      [
        `a lead whose answer is ${outcome}`,
        recorded('region-answered.v1', { region: 'E12000007', outcome, first: H }),
        ['region-settled > lead of E12000007'],
      ] as const,
  ),
  [
    'a lead who is reminded',
    recorded('deadline-approaching.v1', { deadline: 'region', by, region: 'E12000007' }),
    ['deadline-approaching > lead of E12000007'],
  ],
  [
    'a promotion',
    recorded('offer-promoted.v1', { offerId, council: H, answerBy: by, because: 'expired' }),
    [`offer-promoted > ${H}`],
  ],
  [
    'a withdrawal of an offer',
    recorded('offer-withdrawn.v1', { offerId, council: H, because: 'held' }),
    [`offer-withdrawn > ${H}`],
  ],
  [
    'a placement',
    recorded('place-accepted.v1', {
      offerId,
      council: H,
      places: 1,
      how: 'accepted',
      arrangeBy: by,
      moveBy: '2026-12-07',
    }),
    [`place-accepted > ${H}`, 'place-accepted > entry-authority'],
  ],
  [
    'a direct placement',
    recorded('place-accepted.v1', {
      council: H,
      places: 1,
      how: 'placed-directly',
      arrangeBy: by,
      moveBy: '2026-12-07',
    }),
    [`place-accepted > ${H}`, 'place-accepted > entry-authority'],
  ],
  [
    'the order to place: the placement says it',
    recorded('place-directed.v1', { council: H, reason: 'court-order', note: 'n', overCapacity: false }),
    [],
  ],
  [
    'another round: the offers say it',
    recorded('case-reallocated.v1', { because: 'next-round', excluding: [] }),
    [],
  ],
  [
    'a placement given back',
    recorded('case-reallocated.v1', {
      because: 'receiving-authority-cannot',
      excluding: [H],
      concerned: [H],
    }),
    [
      `placement-cancelled > ${H}`,
      'placement-cancelled > entry-authority',
      'placement-cancelled > coordinators',
      'moves > coordinators',
    ],
  ],
  [
    'a placement undone by a coordinator',
    recorded('case-reallocated.v1', { because: 'coordinator', excluding: [H], concerned: [H] }),
    [`placement-cancelled > ${H}`, 'placement-cancelled > entry-authority', 'moves > coordinators'],
  ],
  [
    'a move to another council by a coordinator: the e-mail about the new place tells the entry authority',
    recorded('case-reallocated.v1', {
      because: 'coordinator',
      excluding: [],
      concerned: [H],
      placedWith: 'E08000035',
    }),
    [`placement-cancelled > ${H}`, 'moves > coordinators'],
  ],
  [
    'an arranged move',
    recorded('transfer-arranged.v1', { council: H, moveOn: '2026-11-26', socialWorkerNamed: true }),
    [`transfer-arranged > ${H}`, 'transfer-arranged > entry-authority', 'moves > coordinators'],
  ],
  [
    'a move into another council’s area, which is told',
    recorded('transfer-arranged.v1', {
      council: H,
      moveOn: '2026-11-26',
      socialWorkerNamed: true,
      placedIn: 'E09000009',
    }),
    [
      `transfer-arranged > ${H}`,
      'transfer-arranged > entry-authority',
      'child-to-live-there > E09000009',
      'moves > coordinators',
    ],
  ],
  [
    'a first social worker: the e-mail about the day says it',
    recorded('social-worker-named.v1', { council: H, socialWorker: 'm'.repeat(43), replaces: false }),
    [],
  ],
  [
    'another social worker',
    recorded('social-worker-named.v1', { council: H, socialWorker: 'm'.repeat(43), replaces: true }),
    ['social-worker-changed > entry-authority'],
  ],
  [
    'a document that was added: the trail says it',
    recorded('documents-changed.v1', {
      council: 'E10000016',
      change: 'added',
      document: '1e4b7e1a-3b1d-8f6e-9a2c-8d4e6b7f1a20',
    }),
    [],
  ],
  [
    'sealed details opened by a coordinator: the councils’ pages say it',
    recorded('sealed-details-consulted.v1', { reason: 'safety', note: 'n', session: 's'.repeat(16) }),
    [],
  ],
  [
    'sealed details opened: the trail says it',
    recorded('sealed-details-opened.v1', {
      council: H,
      part: 'receiving-authority',
      session: 's'.repeat(16),
    }),
    [],
  ],
  [
    'a handover',
    recorded('transfer-completed.v1', { council: H, handedOverAt: NOW }),
    [`transfer-completed > ${H}`, 'transfer-completed > entry-authority', 'moves > coordinators'],
  ],
  [
    'a failed move',
    recorded('transfer-failed.v1', { council: H, moveOn: '2026-11-26', reason: 'transport', arrangeBy: by }),
    [`transfer-failed > ${H}`, 'transfer-failed > entry-authority', 'moves > coordinators'],
  ],
  [
    'missing facts',
    recorded('referral-incomplete.v1', { fields: [{ field: 'f', problem: 'missing', words: 'w' }] }),
    ['referral-incomplete > entry-authority'],
  ],
  [
    'a hold',
    recorded('referral-held.v1', { reasons: [{ code: 'c', words: 'w' }] }),
    ['case-held > coordinators', 'case-held > entry-authority'],
  ],
  [
    'a hold for family at a council that is full, which is asked',
    recorded('referral-held.v1', { reasons: [{ code: 'link-at-full-council:E08000035', words: 'w' }] }),
    ['case-held > coordinators', 'case-held > entry-authority', 'link-at-full-council > E08000035'],
  ],
  ['a release: what follows says it', recorded('referral-released.v1', { reasons: ['c'], note: 'n' }), []],
  [
    'a release of a move',
    recorded('referral-released.v1', { reasons: ['c'], council: 'E08000035', note: 'n' }),
    ['hold-released > E08000035', 'hold-released > entry-authority'],
  ],
  ['the same referral again, with nothing new', merged([]), ['referral-merged > entry-authority']],
  [
    'the same child referred with other facts, by another council',
    merged(['areasToAvoid'], [H]),
    ['referral-merged > entry-authority', `referral-merged > ${H}`, 'referral-merged > coordinators'],
  ],
  [
    'the same child referred by another council with the same facts',
    merged([], [H]),
    ['referral-merged > entry-authority', `referral-merged > ${H}`, 'referral-merged > coordinators'],
  ],
  [
    'the same referral again, with other facts',
    merged(['areasToAvoid']),
    ['referral-merged > entry-authority', 'referral-merged > coordinators'],
  ],
  ...(
    [
      ['an earlier referral that ended', {}, []],
      ['one that another council has to know of', { concerned: [H] }, [`earlier-referral > ${H}`]],
    ] as const
  ).map(
    ([what, more, mails]) =>
      [
        what,
        recorded('earlier-referral-found.v1', {
          referrals: [{ reference: 'NTS-4V8Q-Z1KD', council: H, responsible: H, ended: 'assessed-as-adult' }],
          ...(more as { concerned?: string[] }),
        }),
        ['earlier-referral > coordinators', 'earlier-referral > entry-authority', ...mails],
      ] as const,
  ),
  [
    'ages that another council may know',
    recorded('age-known-elsewhere.v1', { councils: [{ council: H, because: ['assessed'] }] }),
    [`age-known-elsewhere > ${H}`, 'age-known-elsewhere > entry-authority'],
  ],
  [
    'a merger that was undone, of two councils',
    recorded('merger-undone.v1', { ...parted, concerned: [H] }),
    ['merger-undone > entry-authority', `merger-undone > ${H}`],
  ],
  [
    'a merger that was undone, of one',
    recorded('merger-undone.v1', parted),
    ['merger-undone > entry-authority'],
  ],
  [
    'an amendment that concerns nobody',
    recorded('referral-amended.v2', { referralId: crypto.randomUUID(), facts: {} }),
    [],
  ],
  [
    'an amendment',
    recorded('referral-amended.v2', { referralId: crypto.randomUUID(), facts: {}, concerned: [H, LEEDS] }),
    [`referral-changed > ${H}`, `referral-changed > ${LEEDS}`],
  ],
  [
    'a correction by which another case may be about the same child',
    recorded('referral-amended.v2', {
      referralId: crypto.randomUUID(),
      facts: {},
      concerned: [H],
      possibleDuplicates: ['NTS-4V8Q-Z1KD'],
    }),
    [`referral-changed > ${H}`, 'possible-duplicate > coordinators'],
  ],
  ...(
    [
      ['an e-mail that waits for confirmation', {}, ['amendment-to-confirm > entry-authority']],
      [
        'one that says that a council with the child or an offer is not safe',
        { unsafe: [H] },
        ['amendment-to-confirm > entry-authority', 'amendment-to-confirm > coordinators'],
      ],
    ] as const
  ).map(
    ([what, more, mails]) =>
      [
        what,
        recorded('amendment-to-confirm.v1', {
          amendmentId: 'mail:1',
          referralId: crypto.randomUUID(),
          saidAt: by,
          confirmBy: by,
          because: ['safety'],
          facts: {},
          ...(more as { unsafe?: string[] }),
        }),
        mails,
      ] as const,
  ),
  [
    'a reminder to confirm',
    recorded('confirmation-due.v1', { by }),
    ['confirmation-reminder > entry-authority'],
  ],
  [
    'nobody confirmed in time',
    recorded('confirmation-due.v1', { by, passed: true }),
    ['confirmation-overdue > entry-authority', 'confirmation-overdue > coordinators'],
  ],
  [
    'an e-mail that was not theirs',
    recorded('amendment-refused.v1', { amendmentId: 'mail:1', because: 'not-ours' }, entry),
    ['amendment-refused > coordinators', 'amendment-refused > entry-authority'],
  ],
  [
    'an e-mail that was not theirs, as a coordinator was told',
    recorded('amendment-refused.v1', { amendmentId: 'mail:1', because: 'not-ours' }, coordinator),
    ['amendment-refused > entry-authority'],
  ],
  [
    'an e-mail that nobody had answered when the case ended',
    recorded('amendment-refused.v1', { amendmentId: 'mail:1', because: 'case-ended' }),
    ['amendment-ended > entry-authority', 'amendment-ended > coordinators'],
  ],
  [
    'an e-mail that was overtaken: the desk said the newer word itself',
    recorded('amendment-refused.v1', { amendmentId: 'mail:1', because: 'superseded' }),
    [],
  ],
  [
    'an escalation',
    recorded('case-escalated.v1', { because: 'no-answer', decideBy: by, round: 3, region: 'E12000008' }),
    [
      'case-escalated > coordinators',
      'case-escalated > lead of E12000008',
      'case-escalated > entry-authority',
    ],
  ],
  [
    'an escalation from nowhere',
    recorded('case-escalated.v1', { because: 'no-answer', decideBy: by }),
    ['case-escalated > coordinators', 'case-escalated > entry-authority'],
  ],
  [
    'a missing child, said by the entry authority',
    recorded('case-paused.v1', { because: 'missing', missingSince: NOW, concerned: [H] }, entry),
    [`case-paused > ${H}`, 'case-paused > coordinators'],
  ],
  [
    'a missing child, said by a coordinator',
    recorded('case-paused.v1', { because: 'missing', missingSince: NOW }, coordinator),
    ['case-paused > entry-authority'],
  ],
  [
    'a child found, said by a coordinator',
    recorded('case-resumed.v1', { foundAt: NOW }, coordinator),
    ['case-resumed > entry-authority'],
  ],
  [
    'a refusal, said by the entry authority',
    recorded('child-refused.v1', { concerned: [H] }, entry),
    [`child-refused > ${H}`, 'child-refused > coordinators', 'moves > coordinators'],
  ],
  [
    'a found child',
    recorded('case-resumed.v1', { foundAt: NOW, concerned: [H] }, entry),
    [`case-resumed > ${H}`, 'case-resumed > coordinators'],
  ],
  [
    'a withdrawn referral',
    recorded('referral-withdrawn.v1', { reason: 'other', concerned: [H] }, entry),
    [`referral-withdrawn > ${H}`, 'moves > coordinators'],
  ],
  [
    'a referral that a coordinator withdraws',
    recorded('referral-withdrawn.v1', { reason: 'other', concerned: [H] }, coordinator),
    [`referral-withdrawn > ${H}`, 'referral-withdrawn > entry-authority', 'moves > coordinators'],
  ],
  [
    'a family, said by the entry authority',
    recorded('family-joined.v1', { note: 'n', concerned: [H] }, entry),
    [`family-joined > ${H}`, 'moves > coordinators'],
  ],
  [
    'a family',
    recorded('family-joined.v1', { note: 'n', concerned: [H] }, coordinator),
    [`family-joined > ${H}`, 'family-joined > entry-authority', 'moves > coordinators'],
  ],
  [
    'a stay',
    recorded('case-stayed.v1', { reason: 'settled', note: 'n', concerned: [H] }, coordinator),
    [`case-stayed > ${H}`, 'case-stayed > entry-authority', 'moves > coordinators'],
  ],
  [
    'a refusal, said by the receiving authority',
    recorded('child-refused.v1', { concerned: [H] }, duty(H)),
    [
      `child-refused > ${H}`,
      'child-refused > coordinators',
      'child-refused > entry-authority',
      'moves > coordinators',
    ],
  ],
  [
    'a refusal, said by a coordinator',
    recorded('child-refused.v1', {}, coordinator),
    ['child-refused > entry-authority'],
  ],
  [
    'an 18th birthday',
    recorded('child-turned-18.v1', { child: 1, concerned: [H] }),
    [`child-turned-18 > ${H}`, 'child-turned-18 > entry-authority', 'moves > coordinators'],
  ],
  [
    'a sibling who lives where it was found, by the council’s own word',
    recorded(
      'found-decided.v1',
      { council: H, foundIn: 'E09000009', children: [1], decision: 'lives-there' },
      { kind: 'council', code: H },
    ),
    ['found-decided > coordinators', 'child-lives-there > E09000009'],
  ],
  [
    'a child who is brought back, by a coordinator',
    recorded(
      'found-decided.v1',
      { council: H, foundIn: 'E09000009', children: [1], decision: 'brought-back' },
      coordinator,
    ),
    [`found-decided > ${H}`],
  ],
  [
    'siblings who go on, by a coordinator’s word',
    recorded('group-decided.v1', { goOn: true, missing: [2], note: 'n', concerned: [H] }, coordinator),
    [`group-decided > ${H}`, 'group-decided > entry-authority'],
  ],
  [
    'a group of whom nobody is missing any more',
    recorded('group-decided.v1', { goOn: true, missing: [] }),
    ['group-decided > entry-authority', 'group-decided > coordinators'],
  ],
  [
    'a child missing since the handover, by the council’s own word',
    recorded(
      'case-paused.v1',
      { because: 'missing', missingSince: by, council: H },
      { kind: 'council', code: H },
    ),
    ['case-paused > coordinators'],
  ],
  [
    'a child missing since the handover, by a coordinator',
    recorded(
      'case-paused.v1',
      { because: 'missing', missingSince: by, council: H },
      { kind: 'coordinator', name: 'N' },
    ),
    [`case-paused > ${H}`],
  ],
  [
    'a missing child found elsewhere',
    recorded('case-resumed.v1', { foundAt: by, foundIn: 'E08000019', elsewhere: true, concerned: [H] }),
    [`case-resumed > ${H}`, 'case-resumed > entry-authority', 'case-resumed > coordinators'],
  ],
  [
    'a child found since the handover',
    recorded('case-resumed.v1', { foundAt: by, council: H }),
    [`case-resumed > ${H}`, 'case-resumed > coordinators'],
  ],
  [
    'a child missing since the handover, who lived in another area',
    recorded(
      'case-paused.v1',
      { because: 'missing', missingSince: by, council: H, livesIn: 'E09000009' },
      { kind: 'council', code: H },
    ),
    ['case-paused > coordinators', 'area-child-missing > E09000009'],
  ],
  [
    'the same child found',
    recorded(
      'case-resumed.v1',
      { foundAt: by, council: H, livesIn: 'E09000009' },
      { kind: 'council', code: H },
    ),
    ['case-resumed > coordinators', 'area-child-found > E09000009'],
  ],
  [
    'an early reminder of a missing child',
    recorded('case-waiting.v1', {
      since: by,
      party: { kind: 'entry-authority', code: 'E10000016' },
      what: 'w',
      missing: true,
      reminder: 1,
      concerned: [H],
    }),
    ['case-waiting > entry-authority', `case-waiting > ${H}`, 'case-waiting > coordinators'],
  ],
  [
    'a later reminder of a missing child',
    recorded('case-waiting.v1', {
      since: by,
      party: { kind: 'council', code: H },
      what: 'w',
      missing: true,
      reminder: 3,
      region: 'E12000008',
    }),
    [`case-waiting > ${H}`, 'case-waiting > coordinators', 'case-waiting > lead of E12000008'],
  ],
  [
    'places that lapse',
    recorded('places-lapsed.v1', { missingSince: by, concerned: [H] }),
    [
      `places-lapsed > ${H}`,
      'places-lapsed > entry-authority',
      'places-lapsed > coordinators',
      'moves > coordinators',
    ],
  ],
  [
    'places that are kept',
    recorded('places-kept.v1', { until: by, note: 'n', concerned: [H] }),
    [`places-kept > ${H}`, 'places-kept > entry-authority'],
  ],
  [
    'a child who left care',
    recorded('left-care.v1', { council: H, outcome: 'died', on: '2026-11-30', children: [1] }),
    [`left-care > ${H}`, 'left-care > coordinators'],
  ],
  [
    'a child who will not live in an area after all',
    recorded('area-told.v1', { council: LEEDS, holds: false, responsible: H }),
    [`area-told > ${LEEDS}`],
  ],
  [
    'a placement that moved under the same council',
    recorded('placement-moved.v1', { council: H, placedIn: 'E08000019', on: '2026-11-30', children: 1 }),
    [`placement-moved > ${H}`, 'child-lives-there > E08000019'],
  ],
  [
    'an area to avoid where nobody lives',
    recorded('areas-avoided.v1', { council: H, areas: ['E08000019'] }),
    [`areas-avoided > ${H}`],
  ],
  [
    'an area to avoid where the child lives',
    recorded('areas-avoided.v1', { council: H, areas: ['E08000019'], livesThere: 'E08000019' }),
    [`areas-avoided > ${H}`, 'areas-avoided > coordinators'],
  ],
  [
    'care that moved to another council',
    recorded('care-moved.v1', { from: H, to: 'E08000019', on: '2026-11-30', children: 1 }),
    [`care-moved > ${H}`, 'care-moved > E08000019', 'care-moved > coordinators'],
  ],
  [
    'a council that takes over an offer',
    recorded('council-succeeded.v1', { from: H, to: LEEDS, parts: ['asked-council'] }),
    [`council-succeeded > ${LEEDS}`],
  ],
  [
    'a council that takes over a placement',
    recorded('council-succeeded.v1', { from: H, to: LEEDS, parts: ['receiving-authority'] }),
    [`council-succeeded > ${LEEDS}`, 'council-succeeded > entry-authority'],
  ],
  [
    'a council that takes over a referral',
    recorded('council-succeeded.v1', { from: LEEDS, to: H, parts: ['entry-authority'], concerned: [LEEDS] }),
    ['council-succeeded > entry-authority', `council-succeeded > ${LEEDS}`],
  ],
  [
    'a case opened again before a handover',
    recorded('case-reopened.v1', { because: 'family-broke-down', note: 'n' }),
    ['case-reopened > entry-authority'],
  ],
  [
    'a case opened again after it',
    recorded('case-reopened.v1', { because: 'family-broke-down', note: 'n', countedAgainst: H }),
    [`case-reopened > ${H}`],
  ],
  [
    'an age in question',
    recorded('age-in-question.v1', { child: 1, assessment: 'required', concerned: [H] }),
    ['age-in-question > coordinators', 'age-in-question > entry-authority', `age-in-question > ${H}`],
  ],
  [
    'a decision that somebody counts as a child',
    recorded('age-decided.v1', {
      child: 1,
      counts: true,
      evidence: 'court',
      turns18Month: '2028-05',
      note: 'n',
      concerned: [H],
    }),
    ['age-decided > entry-authority', `age-decided > ${H}`],
  ],
  [
    'a decision that somebody does not, which the birthday’s own e-mail tells',
    recorded('age-decided.v1', { child: 1, counts: false, evidence: 'court', note: 'n', concerned: [H] }),
    [],
  ],
  [
    'an 18th birthday after the end',
    recorded('child-turned-18.v1', { child: 1, countedAgainst: H, afterTheEnd: true }),
    [],
  ],
  [
    'a reminder to answer',
    recorded('deadline-approaching.v1', { deadline: 'answer', by, offerId, council: H }),
    [`offer-reminder > ${H} + second`],
  ],
  [
    'a reminder to answer nothing',
    recorded('deadline-approaching.v1', { deadline: 'answer', by, council: H }),
    [`offer-reminder > ${H} + second`],
  ],
  [
    'a reminder to arrange',
    recorded('deadline-approaching.v1', { deadline: 'arrange', by, council: H }),
    [`deadline-approaching > ${H}`],
  ],
  [
    'a reminder of facts',
    recorded('deadline-approaching.v1', { deadline: 'facts', by }),
    ['deadline-approaching > entry-authority'],
  ],
  [
    'a reminder to decide',
    recorded('deadline-approaching.v1', { deadline: 'decide', by }),
    ['deadline-approaching > coordinators'],
  ],
  [
    'a late move',
    recorded('deadline-passed.v1', { deadline: 'move', by, council: H }),
    [`deadline-passed > ${H}`, 'deadline-passed > coordinators'],
  ],
  [
    'late facts',
    recorded('deadline-passed.v1', { deadline: 'facts', by }),
    ['deadline-passed > entry-authority', 'deadline-passed > coordinators'],
  ],
  [
    'a late decision',
    recorded('deadline-passed.v1', { deadline: 'decide', by }),
    ['deadline-passed > coordinators'],
  ],
  [
    'more time to answer, to whoever has it and to who has the child meanwhile',
    recorded('more-time-given.v1', {
      deadline: 'answer',
      council: H,
      offerId,
      from: by,
      by,
      because: 'people-away',
      note: 'n',
    }),
    [`more-time-given > ${H}`, 'more-time-given > entry-authority'],
  ],
  [
    'a bank holiday, to whoever has a deadline that moves: each desk once',
    recorded('deadlines-moved.v1', {
      holidays: ['2026-11-24'],
      moved: [
        { deadline: 'answer', from: by, by, council: H, offerId },
        { deadline: 'answer', from: by, by, council: LEEDS, offerId: '1-2' },
        { deadline: 'move', from: by, by },
        { deadline: 'confirm', from: by, by },
      ],
    }),
    [`deadlines-moved > ${H}`, `deadlines-moved > ${LEEDS}`, 'deadlines-moved > entry-authority'],
  ],
  [
    'a bank holiday, while the move is arranged',
    recorded('deadlines-moved.v1', {
      holidays: ['2026-11-24'],
      moved: [
        { deadline: 'arrange', from: by, by, council: H },
        { deadline: 'move', from: by, by, council: H },
      ],
    }),
    [`deadlines-moved > ${H}`, 'deadlines-moved > entry-authority'],
  ],
  [
    'a bank holiday, to those who decide',
    recorded('deadlines-moved.v1', {
      holidays: ['2026-11-24'],
      moved: [{ deadline: 'decide', from: by, by }],
    }),
    ['deadlines-moved > coordinators'],
  ],
  [
    'a bank holiday in the time for the search alone: nobody',
    recorded('deadlines-moved.v1', {
      holidays: ['2026-11-24'],
      moved: [{ deadline: 'search', from: by, by }],
    }),
    [],
  ],
  [
    'a bank holiday while the child is missing: of what stands still, nobody',
    recorded('deadlines-moved.v1', {
      holidays: ['2026-11-24'],
      clocksStand: true,
      moved: [
        { deadline: 'answer', from: by, by, council: H, offerId },
        { deadline: 'decide', from: by, by },
        { deadline: 'move', from: by, by },
      ],
    }),
    [],
  ],
  [
    'a bank holiday while the child is missing, of what runs on',
    recorded('deadlines-moved.v1', {
      holidays: ['2026-11-24'],
      clocksStand: true,
      moved: [{ deadline: 'places', from: by, by }],
    }),
    ['deadlines-moved > entry-authority'],
  ],
  [
    'a child still missing',
    recorded('case-waiting.v1', {
      since: NOW,
      party: { kind: 'entry-authority', code: 'E10000016' },
      what: 'say when the child is found',
      missing: true,
      concerned: [H],
    }),
    ['case-waiting > entry-authority', `case-waiting > ${H}`],
  ],
  [
    'a council still late',
    recorded('case-waiting.v1', { since: by, party: { kind: 'council', code: H }, what: 'arrange the move' }),
    [`case-waiting > ${H}`, 'case-waiting > coordinators'],
  ],
  [
    'a decision still open',
    recorded('case-waiting.v1', { since: by, party: { kind: 'coordinators' }, what: 'find a place' }),
    ['case-waiting > coordinators'],
  ],
  [
    'declared places',
    recorded(
      'capacity-declared.v1',
      { council: H, places: { fosterCare: 1, supportedAccommodation: 0 }, supports: [], declaredAt: NOW },
      duty(H),
      H,
    ),
    [`capacity-declared > ${H}`],
  ],
  [
    'a declaration of figures far from the last',
    recorded(
      'capacity-declared.v1',
      {
        council: H,
        places: { fosterCare: 200, supportedAccommodation: 0 },
        supports: [],
        meantSo: ['fosterCare'],
        declaredAt: NOW,
      },
      { kind: 'council', code: H },
      H,
    ),
    [`capacity-declared > ${H}`, 'capacity-unusual > coordinators'],
  ],
  [
    'an e-mail came in',
    recorded(
      'mail-received.v1',
      {
        council: H,
        mailId: 'a'.repeat(32),
        outcome: 'nothing-read',
        answer: 'sender',
        referrals: [],
        problems: [],
      },
      system,
      H,
    ),
    [`mail-answered > ${H}`],
  ],
  [
    'the key of a council’s system is changed',
    recorded(
      'api-key-changed.v1',
      { council: H, change: 'replaced', oldUntil: '2026-11-30T09:00:00.000Z' },
      { kind: 'coordinator', name: 'Robin Hale' },
      H,
    ),
    [`api-key-changed > ${H}`],
  ],
  [
    'where e-mail to a council goes is changed',
    recorded(
      'contacts-changed.v1',
      { council: H, contact: 'second', change: 'given' },
      { kind: 'coordinator', name: 'Robin Hale' },
      H,
    ),
    [`contacts-changed > ${H} + second`, `contacts-changed > ${leadReads}`],
  ],
  [
    'a council takes over from one that has ended',
    recorded(
      'council-took-over.v1',
      { council: H, from: 'E10000030', left: 3, drafts: 1, systemKey: true },
      { kind: 'coordinator', name: 'Robin Hale' },
      H,
    ),
    [`council-took-over > ${H} + second`, `council-took-over > ${leadReads}`],
  ],
  [
    'a council is closed by a coordinator',
    recorded(
      'council-closed.v1',
      { council: H, because: 'inspection', note: 'n', from: '2026-11-23' },
      { kind: 'coordinator', name: 'Robin Hale' },
      H,
    ),
    [`council-closed > ${H} + second`, `council-closed > ${leadReads}`],
  ],
  [
    'a council left the file',
    recorded('council-closed.v1', { council: H, because: 'not-in-file', from: '2026-11-23' }, system, H),
    [`council-closed > ${H} + second`, `council-closed > ${leadReads}`, 'council-closed > coordinators'],
  ],
  [
    'a council is opened again by a coordinator',
    recorded(
      'council-reopened.v1',
      { council: H, note: 'n' },
      { kind: 'coordinator', name: 'Robin Hale' },
      H,
    ),
    [`council-reopened > ${H} + second`, `council-reopened > ${leadReads}`],
  ],
  [
    'a council is in the file again',
    recorded('council-reopened.v1', { council: H }, system, H),
    [
      `council-reopened > ${H} + second`,
      `council-reopened > ${leadReads}`,
      'council-reopened > coordinators',
    ],
  ],
  [
    'what a council declares for long',
    recorded(
      'exemptions-in-question.v1',
      { council: H, exemptions: [{ what: 'pause', since: '2026-11-23', until: '2027-02-01' }] },
      system,
      H,
    ),
    ['exemptions-in-question > coordinators'],
  ],
  [
    'what a coordinator decides of that',
    recorded(
      'exemptions-decided.v1',
      { council: H, exemptions: ['pause'], agreedUntil: '2027-01-04', note: 'n' },
      { kind: 'coordinator', name: 'Robin Hale' },
      H,
    ),
    [`exemptions-decided > ${H} + second`, `exemptions-decided > ${leadReads}`],
  ],
  [
    'a first reminder',
    recorded('capacity-reminder-due.v1', { council: H, reminder: 1, on: '2026-11-23' }, system, H),
    [`capacity-reminder > ${H}`],
  ],
  [
    'a second reminder',
    recorded('capacity-reminder-due.v1', { council: H, reminder: 2, on: '2026-11-23' }, system, H),
    [`capacity-reminder > ${H}`, `capacity-reminder > ${leadReads}`],
  ],
  [
    'an offer, where the e-mail of its council goes elsewhere from now on',
    recorded('offer-told-again.v1', {
      offerId,
      council: H,
      template: 'offer-to-primary',
      eventNumber: 3,
      contactsChanged: 2,
    }),
    [`offer-to-primary > ${H}`],
  ],
  [
    'an e-mail that came back, to whoever gets it now',
    recorded('email-bounced.v1', bounced),
    [`offer-to-primary > ${H}`],
  ],
  [
    'an e-mail that came back, though another of the desk had it',
    recorded('email-bounced.v1', { ...bounced, next: 'reached' }),
    [],
  ],
  [
    'an e-mail that came back, with nobody left to tell',
    recorded('email-bounced.v1', { ...bounced, next: 'nobody' }),
    [],
  ],
  ['a sent e-mail', recorded('email-sent.v1', { emailId: 'e', template: 't', outcome: 'sent' }), []],
];

describe('who hears of an event', () => {
  test.each(cases)('%s', (_, event, mails) => {
    expect(mailsFor(event)).toEqual(mails);
  });

  test('every template serves some event, and every event but a few kinds has been thought about', () => {
    const used = cases.flatMap(([, event]) => emailsFor(event).map(({ data }) => data.template));
    expect(new Set(used)).toEqual(new Set(emailTemplates));
    const untold: readonly EventType[] = [
      'referral-received.v1',
      'referral-amended.v1',
      'referral-received.v2',
      'hold-kept.v1',
      'case-assigned.v1',
      // Why a court or an inquiry wants a case is for coordinators: whoever would remove something is told then.
      'legal-hold-placed.v1',
      'legal-hold-lifted.v1',
      'facts-repeated.v1',
      // Whoever is reminded meanwhile is told whether the police have the case.
      'missing-details-given.v1',
      'offer-read.v1',
      'email-requested.v1',
      'email-returned.v1',
      'sign-in-requested.v1',
      'coordinator-sign-in-requested.v1',
      'lead-sign-in-requested.v1',
      'reader-changed.v1',
      'reader-sign-in-requested.v1',
      'coordinator-access-changed.v1',
      'sign-in-stopped.v1',
      'person-changed.v1',
      'mail-set-aside.v1',
      'alarms-unheard.v1',
      'digest-due.v1',
      'document-not-cleared.v1',
    ];
    expect(new Set([...cases.map(([, { type }]) => type), ...untold])).toEqual(
      new Set(Object.keys(catalogue)),
    );
  });

  test('nobody, while it has no place in a trail', () => {
    const { trail: _, ...message } = recorded('offer-expired.v1', { offerId, council: H, answerBy: by });
    expect(emailsFor(message as AnyEvent)).toEqual([]);
  });
});

test('e-mails keep to their contract, carry ids that follow from the event, and say what they are about', () => {
  const event = recorded('offer-expired.v1', { offerId, council: H, answerBy: by });
  const [email, ...others] = emailsFor(event);
  expect(emailsFor(event)).toEqual([email, ...others]);
  expect(readEvent(email)).toEqual(email);
  expect(email).toMatchObject({
    id: `NTS-7F3K-2M9Q:7:offer-expired:council:${H}`,
    data: { about: { kind: 'case', caseId: 'NTS-7F3K-2M9Q', eventNumber: 7, offerId } },
  });
  // One that came back is sent again under the id that it had, so that it is sent once whichever address says so.
  expect(emailsFor(recorded('email-bounced.v1', bounced))).toMatchObject([
    {
      id: `${bounced.email.id}:again:2`,
      data: { about: { kind: 'case', caseId: 'NTS-7F3K-2M9Q', eventNumber: 7, offerId: '1-1' } },
    },
  ]);
  const [reminder] = emailsFor(
    recorded('capacity-reminder-due.v1', { council: H, reminder: 1, on: '2026-11-23' }, system, H),
  );
  expect(reminder?.data.about).toEqual({ kind: 'council', council: H, eventNumber: 7 });
});

/** Which offer each e-mail of an event is about. */
const offersOf = (event: AnyEvent): readonly (string | undefined)[] =>
  event.type === 'offers-made.v1'
    ? [...event.data.offers.map(({ offerId }) => offerId), ...(event.data.round === 1 ? [undefined] : [])]
    : emailsFor(event).map(({ data: { to, template } }) =>
        template === 'search-goes-on'
          ? undefined
          : event.type === 'deadlines-moved.v1'
            ? event.data.moved.find((one) => to.role === 'council' && one.council === to.council)?.offerId
            : event.type === 'email-bounced.v1'
              ? event.data.email.offerId
              : (event.data as { readonly offerId?: string }).offerId,
      );

test('each e-mail says which offer it is about, and nothing where it is about none', () => {
  for (const [, event] of cases.filter(([, { trail }]) => trail?.subject.startsWith('NTS-'))) {
    expect(emailsFor(event).map(({ data }) => data.about)).toStrictEqual(
      offersOf(event).map((offerId) => ({
        kind: 'case',
        caseId: 'NTS-7F3K-2M9Q',
        eventNumber: 7,
        ...defined({ offerId }),
      })),
    );
  }
});

test('each desk has its own id', () => {
  const escalated = recorded('case-escalated.v1', {
    because: 'no-answer',
    decideBy: by,
    region: 'E12000008',
  });
  expect(emailsFor(escalated).map(({ id }) => id)).toEqual(
    ['coordinators', 'smp-lead:E12000008', 'entry-authority'].map(
      (desk) => `NTS-7F3K-2M9Q:7:case-escalated:${desk}`,
    ),
  );
});

test('an e-mail that came in is answered to its sender, or to the council’s own address', () => {
  const came = { council: H, mailId: 'a'.repeat(32), outcome: 'nothing-read', referrals: [], problems: [] };
  const to = (answer: 'sender' | 'desk') =>
    emailsFor(recorded('mail-received.v1', { ...came, answer } as DataOf<'mail-received.v1'>, system, H)).map(
      ({ data }) => data.to,
    );
  expect(to('sender')).toStrictEqual([{ role: 'council', council: H, mail: came.mailId }]);
  expect(to('desk')).toStrictEqual([{ role: 'council', council: H }]);
});

test('of one decision, no desk gets two mails with one template', () => {
  const play = new Play().receive().offer(HAMPSHIRE, LEEDS, CARDIFF);
  play.answer('1-2', 'back-up-yes');
  const known = play.trail.length;
  play.answer('1-1', 'decline');
  const mails = play.trail.slice(known).flatMap(mailsFor);
  expect(mails).toEqual([
    'decline-to-review > coordinators',
    `place-accepted > ${LEEDS}`,
    'place-accepted > entry-authority',
    `offer-withdrawn > ${CARDIFF}`,
  ]);
});
