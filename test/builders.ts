/** Valid things for tests, with only what a test is about spelt out. Synthetic: nobody is behind any of it. */
import { createHash } from 'node:crypto';
import type { DataOf, EventOf, EventType } from '../events/catalogue.ts';
import type { TrailEntry } from '../events/envelope.ts';
import { type Overruling, speakingAgainst } from '../events/place-directed.v1.ts';
import { type ChildFacts, Need, type ReferralFacts } from '../events/referral.ts';
import type { Case, Offer } from '../shared/core/case/case.ts';
import type { CaseChange, PlaceChange } from '../shared/core/case/change.ts';
import { beforeAnybody, type Council, type Declaration } from '../shared/core/council/council.ts';

/** The mark of a social worker whom a test's council names. */
export const SOCIAL_WORKER = 'm'.repeat(43);

/** A Monday morning without bank holidays around it. */
export const NOW = '2026-11-23T09:00:00.000Z';

/** In the South East, with room for a handful: 100,000 children, so a threshold of 100, and 90 cared for. */
export const aCouncil = (overrides: Partial<Council> = {}): Council => ({
  code: 'E10000014',
  name: 'Hampshire',
  nation: 'England',
  region: 'E12000008',
  regionName: 'South East',
  childPopulation: 100_000,
  caredFor: { count: 90, asAt: '2025-03-31', source: 'published' },
  publishedCount: 90,
  ...beforeAnybody,
  ...overrides,
});

/** A council that takes part, with nobody in its care and these places declared this morning. */
export const aDeclaration = (overrides: Partial<Declaration> = {}): Declaration => ({
  places: { fosterCare: 5, supportedAccommodation: 5 },
  used: { fosterCare: 0, supportedAccommodation: 0 },
  supports: [],
  declaredAt: NOW,
  ...overrides,
});

/** A reason for whatever speaks against a council with which a child is placed directly. */
export const everyReason: readonly Overruling[] = [
  ...speakingAgainst.map((what) => ({ what, because: 'court-order' as const })),
  ...Need.options.map((need) => ({ what: 'need-not-met' as const, need, because: 'court-order' as const })),
];

/** Sixteen, in foster care, with no particular needs. */
export const aChild = (overrides: Partial<ChildFacts> = {}): ChildFacts => ({
  number: 1,
  sex: 'male',
  turns18Month: '2028-05',
  ageAssessment: 'not-required',
  placementKind: 'foster-care',
  needs: [],
  ...overrides,
});

/** Facts of a referral that nothing is missing from and nothing holds: one child, in Kent's care for a week. */
export const aReferral = (overrides: Partial<ReferralFacts> = {}): ReferralFacts => ({
  entryAuthority: 'E10000016',
  referredOn: '2026-11-23',
  children: [aChild()],
  definition: {
    under18AtClaim: true,
    claimsInOwnRight: true,
    separatedFromParents: true,
    noResponsibleAdult: true,
  },
  asylumClaimOn: '2026-11-16',
  arrivedOn: '2026-11-15',
  inCareOfAuthority: true,
  settledSince: '2026-11-16',
  familyInUk: 'none',
  links: [],
  areasToAvoid: [],
  trafficking: 'no-indicators',
  wishesRecorded: true,
  ...overrides,
});

/** Eligible and not yet allocated, after one event. */
export const aCase = (overrides: Partial<Case> = {}): Case => ({
  id: 'NTS-7F3K-2M9Q',
  referralId: '5f0c7e1a-3b1d-4f6e-9a2c-8d4e6b7f1a20',
  version: 1,
  lastHash: 'a'.repeat(64),
  policy: 'nts-2025',
  status: 'eligible',
  facts: aReferral(),
  openedAt: NOW,
  moveBy: '2026-12-07T17:00:00.000Z',
  cleared: [],
  round: 0,
  offers: [],
  excluded: [],
  turned18: [],
  told: [],
  needs: { party: { kind: 'system' }, by: '2026-11-23T17:00:00.000Z', what: 'allocation' },
  nextDueAt: '2026-11-23T17:00:00.000Z',
  ...overrides,
});

/** The live primary offer of a first round, to be answered by the end of Wednesday. */
export const anOffer = (overrides: Partial<Offer> = {}): Offer => ({
  id: '1-1',
  round: 1,
  rank: 1,
  council: 'E10000014',
  region: 'E12000008',
  role: 'primary',
  status: 'live',
  madeAt: NOW,
  answerBy: '2026-11-24T17:00:00.000Z',
  ...overrides,
});

type Placement = NonNullable<Case['placement']>;
/** What follows when Hampshire accepts that offer for one child. */
export const aPlacement = (overrides: Partial<Placement> = {}): Placement => ({
  council: 'E10000014',
  region: 'E12000008',
  how: 'accepted',
  acceptedAt: NOW,
  children: 1,
  arrangeBy: '2026-11-26T17:00:00.000Z',
  ...overrides,
});

const data = {
  'referral-received.v2': {
    referralId: '5f0c7e1a-3b1d-4f6e-9a2c-8d4e6b7f1a20',
    channel: 'queue',
    facts: aReferral(),
  },
  'referral-amended.v2': { referralId: '5f0c7e1a-3b1d-4f6e-9a2c-8d4e6b7f1a20', facts: {} },
  'offer-answered.v1': {
    offerId: '1-1',
    council: 'E10000014',
    answer: 'declined',
    reason: 'no-safe-placement',
  },
  'decline-reviewed.v1': { offerId: '1-1', council: 'E10000014', outcome: 'accepted', note: 'Full.' },
  'case-paused.v1': { because: 'missing', missingSince: NOW },
  'case-resumed.v1': { foundAt: NOW },
  'capacity-declared.v1': {
    council: 'E10000014',
    places: { fosterCare: 2, supportedAccommodation: 3 },
    supports: [],
    declaredAt: NOW,
  },
  'capacity-reminder-due.v1': { council: 'E10000014', reminder: 1, on: '2026-11-23' },
  'email-requested.v1': {
    template: 'case-held',
    to: { role: 'coordinators' },
    about: { kind: 'case', caseId: 'NTS-7F3K-2M9Q', eventNumber: 1 },
  },
  'email-sent.v1': { emailId: 'email-1', template: 'offer', outcome: 'sent', messageId: 'ses-1' },
} satisfies { [T in EventType]?: DataOf<T> };
type Ready = keyof typeof data;

/** An event without a place in a trail, as messages are. */
export const anEvent = <T extends Ready>(type: T, overrides: Partial<EventOf<T>> = {}): EventOf<T> =>
  ({
    id: `${type}-1`,
    type,
    at: NOW,
    actor: { kind: 'system', name: 'test' },
    data: data[type],
    ...overrides,
  }) as unknown as EventOf<T>;

/** An event in a trail. Its hash is made up from what it says, not by the core's rule: stores do not judge chains. */
export const anEntry = <T extends Ready>(
  type: T,
  trail: Partial<TrailEntry> = {},
  overrides: Partial<EventOf<T>> = {},
): EventOf<T> => {
  const subject = trail.subject ?? 'NTS-7F3K-2M9Q';
  const number = trail.number ?? 1;
  const hash = createHash('sha256')
    .update(JSON.stringify([subject, number, type, overrides, trail]))
    .digest('hex');
  return anEvent(type, {
    id: `${subject}:${number}`,
    ...overrides,
    trail: {
      subject,
      number,
      policy: 'nts-2025',
      cause: 'test',
      previousHash: '0'.repeat(64),
      hash,
      ...trail,
    },
  } as Partial<EventOf<T>>);
};

/** One child more held for the live offer of the council that `aCouncil` builds. */
export const aPlaceChange = (overrides: Partial<PlaceChange> = {}): PlaceChange => ({
  council: 'E10000014',
  held: 1,
  offered: 1,
  incoming: 0,
  netSince: 0,
  used: { fosterCare: 1, supportedAccommodation: 0 },
  mustFit: true,
  mustBeDeclared: false,
  ...overrides,
});

/** The first commit of a case: the case and the event that opened it, which agree about version and hash. */
export const aCaseChange = (overrides: Partial<CaseChange> = {}): CaseChange => {
  const subject = overrides.case ?? aCase();
  const events = overrides.events ?? [
    anEntry('referral-received.v2', { subject: subject.id, number: subject.version }),
  ];
  const last = events.at(-1)?.trail;
  return {
    seen: subject.version - events.length,
    places: [],
    rota: [],
    birthdays: [],
    was: {},
    ...overrides,
    events,
    case: { ...subject, lastHash: last?.hash ?? subject.lastHash },
  };
};
