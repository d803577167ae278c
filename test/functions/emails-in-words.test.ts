/**
 * Every e-mail of the scheme, word for word, in every variant that its event and its case can give it. What is kept in
 * `fixtures/emails-in-words.txt` is for people to read when it changes; `KEEP_EMAILS=1` writes it anew.
 */

import { readFileSync, writeFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { oddFigureNames } from '../../events/capacity-declared.v1.ts';
import type { AnyEvent } from '../../events/catalogue.ts';
import { closingReasons } from '../../events/council-closed.v1.ts';
import { refusalReasons } from '../../events/decline-reviewed.v1.ts';
import { moreTimeReasons } from '../../events/more-time-given.v1.ts';
import { presentForm } from '../../events/present-form.ts';
import { healthKinds, linkKinds, Need } from '../../events/referral.ts';
import { alarmsUnheard } from '../../functions/send-notification/emails/alarms-unheard.ts';
import { capacityUnasked } from '../../functions/send-notification/emails/capacity-unasked.ts';
import type {
  CaseEmailContext,
  CouncilEmailContext,
} from '../../functions/send-notification/emails/context.ts';
import { coordinatorAccess } from '../../functions/send-notification/emails/coordinator-access.ts';
import { documentNotCleared } from '../../functions/send-notification/emails/document-not-cleared.ts';
import type { Block, Letter } from '../../functions/send-notification/emails/letter.ts';
import { mailSetAside } from '../../functions/send-notification/emails/mail-set-aside.ts';
import { personAsks, personDecided, readerDecided } from '../../functions/send-notification/emails/person.ts';
import { signIn } from '../../functions/send-notification/emails/sign-in.ts';
import { signInStopped } from '../../functions/send-notification/emails/sign-in-stopped.ts';
import {
  type CaseTemplate,
  caseEmails,
  councilEmails,
} from '../../functions/send-notification/emails/templates.ts';
import type { CouncilVerdict } from '../../shared/core/allocation/decision.ts';
import type { Case } from '../../shared/core/case/case.ts';
import type { Declaration } from '../../shared/core/council/council.ts';
import { defined } from '../../shared/core/defined.ts';
import { holdWords } from '../../shared/words/hold-reasons.ts';
import { aCase, aChild, aCouncil, aDeclaration, anOffer, aPlacement, aReferral, NOW } from '../builders.ts';
import { miscounted } from '../miscounted.ts';

const [HAMPSHIRE, LEICESTER, LEEDS, KENT] = ['E10000014', 'E06000016', 'E08000035', 'E10000016'];
const UNKNOWN = 'E09999999';
const help = 'coordinators@desks.example';
const url = 'https://pages.example/somewhere';
const BY = '2026-11-25T17:00:00.000Z';

const offers = [
  anOffer(),
  anOffer({ id: '1-2', rank: 2, role: 'back-up', council: LEICESTER, status: 'asked' }),
  anOffer({ id: '1-3', rank: 3, role: 'back-up', council: LEEDS, status: 'promised' }),
];
const placement = aPlacement({ council: LEICESTER, region: 'E12000004', arrangeBy: BY });
/** A child whom three councils are asked to take; and a group in its second round, with nobody beside the one council. */
const one = aCase({
  status: 'offered',
  round: 1,
  offers,
  needs: { party: { kind: 'coordinators' }, by: BY, what: 'decide' },
});
const group = aCase({
  status: 'offered',
  round: 2,
  facts: aReferral({
    children: [
      aChild({ needs: ['medical-care', 'trained-carers'] }),
      aChild({ number: 2, placementKind: 'supported-accommodation', needs: ['medical-care'] }),
      { number: 3 },
      aChild({ number: 4 }),
      aChild({ number: 5, needs: ['step-free-access'] }),
    ],
  }),
  turned18: [5],
  offers: [
    anOffer({ status: 'declined' }),
    anOffer({ id: '1-2', role: 'back-up', council: LEICESTER, status: 'asked' }),
    anOffer({ id: '2-1', round: 2 }),
    anOffer({ id: '2-2', round: 2, role: 'back-up', council: LEEDS, status: 'declined' }),
  ],
  needs: { party: { kind: 'entry-authority', code: KENT }, by: BY, what: 'give facts' },
});
const closed: Case = {
  ...one,
  status: 'transferred',
  placement: { ...placement, handedOverAt: BY },
  offers: [],
};
const afterHandover: Case = {
  ...closed,
  status: 'missing-from-care',
  pause: { from: 'transferred', at: BY },
};
const { needs: _, ...waitingForNobody } = one;

const heldWithOthers: Case = {
  ...one,
  status: 'held',
  hold: { reasons: [{ code: 'not-in-care', words: '' }], since: BY, reviewAt: BY },
};

const moveHeld: Case = {
  ...one,
  status: 'accepted',
  placement,
  hold: { reasons: [{ code: 'not-fit-to-move:1', words: '' }], since: BY, reviewAt: BY },
  needs: { party: { kind: 'coordinators' }, by: BY, what: 'keep or release the hold' },
};

const careMovedElsewhere = {
  type: 'care-moved.v1',
  at: BY,
  data: { from: LEEDS, to: HAMPSHIRE, placedIn: LEICESTER, on: '2026-11-30', children: 1 },
} as unknown as AnyEvent;

const foundToLiveThere = {
  type: 'found-decided.v1',
  at: BY,
  data: { council: LEEDS, foundIn: LEICESTER, children: [1, 3], decision: 'lives-there' },
} as unknown as AnyEvent;

const movedTo = (deadline: string) => ({ deadline, from: BY, by: '2026-11-26T17:00:00.000Z' });

interface Variant {
  readonly data?: Readonly<Record<string, unknown>>;
  readonly of?: Case;
  readonly context?: Partial<CaseEmailContext>;
  /** The policy under which it happened, where that is not the example's. */
  readonly policy?: string;
}
const heldAlike: Readonly<Record<string, Variant>> = {
  'held with others alike': { data: { deadline: 'decide', council: undefined }, of: heldWithOthers },
  'of such a case, about the move': { data: { deadline: 'move', council: undefined }, of: heldWithOthers },
};
const underNow: Variant = { policy: 'nts-2026' };
const verdict = (numbers: object, because: CouncilVerdict['because'], council = HAMPSHIRE): Variant => ({
  context: {
    verdict: {
      council,
      because,
      numbers: { threshold: 100, caredFor: 90, incoming: 0, held: 0, headroom: 10, ...numbers },
    } as never,
  },
});
/** A variant for each value of a field, as `reason: other`. */
const each = (field: string, values: readonly unknown[], of?: Case): Readonly<Record<string, Variant>> =>
  Object.fromEntries(
    values.map((value) => [
      `${field}: ${JSON.stringify(value)}`,
      { data: { [field]: value }, ...(of && { of }) },
    ]),
  );
const both: Readonly<Record<string, Variant>> = { 'a child': {}, 'a group': { of: group } };
const ended: Readonly<Record<string, Variant>> = { ...both, 'a closed case': { of: closed } };
const why: Readonly<Record<string, Variant>> = {
  ...both,
  'in turn': verdict({}, 'turn'),
  'family there': verdict({ incoming: 1 }, 'family-link'),
  'a community there': verdict({ caredFor: 1, threshold: 1, held: 2, incoming: 1 }, 'community-link'),
  'no published figure': verdict({ caredFor: null, held: 1 }, 'turn'),
  'no region': verdict({}, 'turn', UNKNOWN),
};
/** What the page says of areas, trafficking and family, no e-mail does. */
const unsafe: Readonly<Record<string, Variant>> = {
  'what bears on safety': {
    of: { ...one, facts: { ...one.facts, areasToAvoid: [LEICESTER], trafficking: 'nrm-referred' } },
  },
};
const everyRole = ['council', 'entry-authority', 'coordinators', 'smp-lead'] as const;
type Roles = readonly (typeof everyRole)[number][];

/** The event that each e-mail tells of, its variants, and whom it goes to. */
const cases: Readonly<Record<CaseTemplate, readonly [string, Readonly<Record<string, Variant>>, Roles?]>> = {
  'offer-to-primary': [
    'offers-made',
    {
      ...why,
      ...unsafe,
      'a back-up may go first at half-time': underNow,
      'a group, at half-time': { ...underNow, of: { ...group, round: 1, offers } },
    },
    ['council'],
  ],
  'backup-request': [
    'offers-made',
    {
      ...why,
      ...unsafe,
      'next in turn': { context: { ...verdict({}, 'turn').context, offer: offers[1] } },
      'next in turn, no region': {
        context: { ...verdict({}, 'turn', UNKNOWN).context, offer: offers[1] },
      },
      'nobody asked first': { of: { ...one, offers: [anOffer({ id: '1-2', role: 'back-up', rank: 2 })] } },
    },
    ['council'],
  ],
  'offer-promoted': [
    'offer-promoted',
    {
      ...both,
      ...unsafe,
      ...each('because', [
        'declined',
        'expired',
        'decline-refused',
        'no-place-left',
        'area-to-avoid',
        'council-closed',
      ]),
      'an area to avoid, a group': { data: { because: 'area-to-avoid' }, of: group },
      'one back-up': { of: { ...one, offers: offers.slice(0, 2) } },
      'a group with back-ups': { of: { ...group, round: 1, offers } },
      'a group with one': { of: { ...group, round: 1, offers: offers.slice(0, 2) } },
    },
    ['council'],
  ],
  'offer-reminder': ['deadline-approaching', { ...both, ...unsafe }, ['council']],
  'offer-expired': [
    'offer-expired',
    {
      ...both,
      'at half-time': { data: { readBy: '2026-11-24T13:00:00.000Z' } },
      'a group, at half-time': { data: { readBy: '2026-11-24T13:00:00.000Z' }, of: group },
      'the next is asked': {
        of: {
          ...one,
          needs: {
            party: { kind: 'council', code: KENT },
            by: '2026-11-25T17:00:00.000Z',
            what: 'answer the offer',
          },
        },
      },
      'nobody is left to ask': {
        of: {
          ...one,
          needs: {
            party: { kind: 'coordinators' },
            by: '2026-11-25T17:00:00.000Z',
            what: 'decide what happens next',
          },
        },
      },
    },
    ['council', 'coordinators'],
  ],
  'offer-withdrawn': [
    'offer-withdrawn',
    {
      ...ended,
      ...each('because', [
        'placed-elsewhere',
        'case-closed',
        'reallocated',
        'no-place-left',
        'council-ended',
        'held',
        'area-to-avoid',
        'council-closed',
      ]),
      ...each('because', ['placed-elsewhere', 'area-to-avoid'], group),
    },
    ['council'],
  ],
  'search-goes-on': [
    'offer-promoted',
    {
      ...both,
      'the second day, nobody live': {
        of: {
          ...group,
          status: 'eligible',
          offers: [
            anOffer({ status: 'declined' }),
            anOffer({ id: '1-2', role: 'back-up', council: LEICESTER, status: 'expired', promotedAt: NOW }),
            anOffer({ id: '1-3', role: 'back-up', council: LEEDS, status: 'declined', promotedAt: NOW }),
          ],
        },
      },
      'one stands by': {
        of: { ...one, offers: [offers[0] ?? anOffer(), anOffer({ id: '1-2', status: 'promised' })] },
      },
    },
    ['entry-authority'],
  ],
  'region-asked': ['region-asked', { ...both, ...unsafe }, ['smp-lead']],
  'region-settled': ['region-answered', each('outcome', ['ran-out', 'not-needed']), ['smp-lead']],
  'decline-to-review': [
    'offer-answered',
    {
      ...both,
      ...each('reason', [
        'at-or-over-threshold',
        'unsuitable-for-child',
        'no-safe-placement',
        'safeguarding',
        'other',
        undefined,
      ]),
      'no deadline': { of: waitingForNobody },
    },
    ['coordinators'],
  ],
  'decline-reviewed': [
    'decline-reviewed',
    {
      ...each('outcome', ['accepted', 'refused']),
      ...Object.fromEntries(
        refusalReasons.map((reason) => [`refused: ${reason}`, { data: { outcome: 'refused', reason } }]),
      ),
      'with words': { data: { outcome: 'refused', reason: 'other', text: 'n' } },
    },
    ['council'],
  ],
  'place-accepted': [
    'place-accepted',
    {
      ...both,
      ...unsafe,
      ...each('how', ['accepted', 'back-up-yes', 'placed-directly']),
      ...each('insteadOf', [LEEDS]),
      ...each('how', ['placed-directly'], group),
      'although things spoke against it': {
        data: { how: 'placed-directly' },
        of: {
          ...one,
          placement: {
            ...placement,
            overruled: [
              { what: 'paused', because: 'council-agrees' },
              { what: 'area-in-question', because: 'other' },
              { what: 'need-not-met', need: 'medical-care', because: 'best-for-child' },
            ],
          },
        },
      },
    },
  ],
  'child-to-live-there': ['transfer-arranged', both, ['council']],
  'placement-cancelled': ['case-reallocated', both],
  'transfer-arranged': ['transfer-arranged', both],
  'area-told': [
    'area-told',
    {
      ...each('holds', [false, true]),
      'a move that is ahead': {
        data: { holds: true },
        of: { ...one, status: 'transfer-arranged', placement: { ...placement, moveOn: '2026-11-26' } },
      },
    },
    ['council'],
  ],
  'social-worker-changed': ['social-worker-named', both],
  'transfer-completed': ['transfer-completed', { ...both, 'a closed case': { of: closed } }],
  'transfer-failed': [
    'transfer-failed',
    each('reason', ['transport', 'placement-fell-through', 'child-unwell', 'child-not-ready', 'other']),
  ],
  // Of one move; of several together: digests.test.ts.
  moves: ['transfer-failed', { 'one that failed': {} }, ['coordinators']],
  'referral-acknowledged': [
    'offers-made',
    {
      ...both,
      'one council': { of: { ...one, offers: [anOffer()] } },
      nobody: { of: { ...one, offers: [] } },
    },
    ['entry-authority'],
  ],
  'referral-incomplete': [
    'referral-incomplete',
    {
      ...both,
      'no deadline': { of: waitingForNobody },
      'every kind of fact': {
        data: {
          fields: [
            { field: 'arrivedOn', problem: 'missing', words: 'Give the day.' },
            { field: 'children.2.sex', problem: 'missing', words: 'Say which.' },
            { field: 'children.1.turns18Month', problem: 'contradiction', words: 'x' },
            { field: 'children', problem: 'contradiction', words: 'x' },
            { field: 'familyInUk', problem: 'contradiction', words: 'x' },
            { field: '', problem: 'contradiction', words: 'x' },
          ],
        },
      },
    },
    ['entry-authority'],
  ],
  'referral-merged': [
    'referral-merged',
    {
      ...both,
      ...each('differing', [[], ['sex']]),
      ...each('concerned', [[KENT]]),
      'nothing new, a group': { data: { differing: [] }, of: group },
    },
  ],
  'merger-undone': [
    'merger-undone',
    { ...both, 'by the same council': { data: { concerned: undefined } } },
    ['council', 'entry-authority'],
  ],
  'referral-changed': [
    'referral-amended',
    {
      ...each('facts', [{}, { arrivedOn: '2026-11-14' }]),
      'sealed details': { data: { facts: {}, sealedChanged: true } },
      'sealed details and facts': { data: { facts: { arrivedOn: '2026-11-14' }, sealedChanged: true } },
      'what keeps the move from being made': {
        data: { facts: { trafficking: 'nrm-referred' } },
        of: {
          ...one,
          status: 'transfer-arranged',
          placement: { ...placement, moveOn: '2026-11-26' },
          facts: { ...one.facts, trafficking: 'nrm-referred' },
        },
      },
      'what a coordinator has to look at first': {
        data: { facts: { familyInUk: 'may-care' } },
        of: moveHeld,
      },
    },
    ['council'],
  ],
  'possible-duplicate': [
    'referral-amended',
    each('possibleDuplicates', [['NTS-0000-0001'], ['NTS-0000-0001', 'NTS-0000-0002', 'NTS-0000-0003']]),
    ['coordinators'],
  ],
  'earlier-referral': [
    'earlier-referral-found',
    {
      ...both,
      ...each('referrals', [
        [
          {
            reference: 'NTS-0000-0001',
            council: LEEDS,
            responsible: LEICESTER,
            ended: 'in-care',
          },
        ],
        [
          { reference: 'NTS-0000-0001', council: LEEDS, responsible: LEEDS, ended: 'turned-18' },
          { reference: 'NTS-0000-0002', council: KENT, responsible: KENT, ended: 'withdrawn' },
        ],
      ]),
    },
    ['coordinators', 'entry-authority', 'council'],
  ],
  'age-known-elsewhere': [
    'age-known-elsewhere',
    {
      ...both,
      ...each('councils', [
        [{ council: HAMPSHIRE, because: ['presented-before', 'leads'] }],
        [
          { council: LEEDS, because: ['presented-before'] },
          { council: HAMPSHIRE, because: ['assessed'] },
        ],
      ]),
    },
    ['entry-authority', 'council'],
  ],
  'referral-withdrawn': [
    'referral-withdrawn',
    {
      ...each('reason', [
        'no-longer-needed',
        'made-in-error',
        'assessed-as-adult',
        'left-the-country',
        'died',
        'other',
      ]),
      'a closed case': { of: closed },
    },
  ],
  'amendment-to-confirm': [
    'amendment-to-confirm',
    {
      ...each('because', [['placement'], ['identity', 'safety', 'placement']]),
      'nowhere unsafe': { data: { unsafe: undefined } },
      'where the child has a place': { data: { unsafe: [LEICESTER, LEEDS] }, of: { ...one, placement } },
      elsewhere: { data: { unsafe: [LEEDS] }, of: { ...one, placement } },
      'where nobody has a place': { data: { unsafe: [LEEDS] } },
      'for which the move would wait': { data: { unsafe: undefined, holdsMove: true } },
    },
    ['entry-authority', 'coordinators'],
  ],
  'confirmation-reminder': ['confirmation-due', both, ['entry-authority']],
  'confirmation-overdue': ['confirmation-due', both, ['entry-authority', 'coordinators']],
  'amendment-refused': ['amendment-refused', both, ['entry-authority', 'coordinators']],
  'amendment-ended': [
    'transfer-completed',
    {
      'a child who moved': { of: closed },
      'a child who stayed': { of: { ...closed, status: 'stayed', placement } },
      nowhere: { of: { ...one, status: 'transferred' } },
    },
    ['entry-authority', 'coordinators'],
  ],
  'link-at-full-council': ['referral-held', both, ['council']],
  'hold-released': [
    'referral-released',
    {
      'to be arranged': { data: { council: HAMPSHIRE }, of: { ...one, status: 'accepted', placement } },
      arranged: {
        data: { council: HAMPSHIRE },
        of: { ...one, status: 'transfer-arranged', placement: { ...placement, moveOn: '2026-11-26' } },
      },
      'undone since': { data: { council: HAMPSHIRE } },
    },
    ['council', 'entry-authority'],
  ],
  'case-held': [
    'referral-held',
    {
      'a possible duplicate': {
        data: {
          reasons: ['possible-duplicate:NTS-0000-0001', 'possible-duplicate:NTS-0000-0002', 'x'].map(
            (code) => ({ code, words: '' }),
          ),
        },
      },
      'two reasons in the same words': {
        data: {
          reasons: ['turned-18', 'turns-18-this-month:1', 'large-group', ''].map((code) => ({
            code,
            words: '',
          })),
        },
      },
      'no deadline': { of: waitingForNobody },
      'a deadline of somebody else': { of: group },
      'held with others alike': { of: heldWithOthers },
      'a move that waits': { data: { council: HAMPSHIRE }, of: moveHeld },
    },
    ['entry-authority', 'coordinators', 'smp-lead'],
  ],
  'case-escalated': [
    'case-escalated',
    {
      ...each('because', ['no-candidate', 'all-declined', 'no-answer']),
      'nobody asked': { of: { ...one, offers: [] } },
      'one asked twice': { of: { ...one, offers: [anOffer(), anOffer({ id: '2-1', round: 2 })] } },
    },
    ['entry-authority', 'coordinators', 'smp-lead'],
  ],
  'case-paused': [
    'case-paused',
    {
      ...both,
      'one of a group': { of: group, data: { children: [2] } },
      'since the handover': { data: { council: LEEDS } },
      'some of a group, since the handover': { of: group, data: { council: LEEDS, children: [1, 3] } },
    },
  ],
  'group-decided': [
    'group-decided',
    {
      'they go on': { of: group, data: { goOn: true, missing: [2] } },
      'they wait': { of: group, data: { goOn: false, missing: [2, 3] } },
      'nobody is missing': { of: group, data: { goOn: true, missing: [] } },
    },
  ],
  'case-resumed': [
    'case-resumed',
    {
      ...both,
      'no deadline': { of: waitingForNobody },
      'some of a group': { of: group, data: { children: [1, 3] } },
      'one of a group, elsewhere': { of: group, data: { children: [2], elsewhere: true, foundIn: KENT } },
      'found elsewhere': {
        data: { elsewhere: true, foundIn: KENT },
        of: { ...one, foundElsewhere: { council: KENT, decided: false } },
      },
      'found elsewhere, and placed there in the same step': { data: { elsewhere: true, foundIn: KENT } },
      'since the handover': { data: { council: LEEDS } },
      'elsewhere since the handover': { data: { council: LEEDS, elsewhere: true, foundIn: KENT } },
    },
  ],
  'found-decided': [
    'found-decided',
    {
      ...each('decision', ['brought-back', 'lives-there']),
      'some brought back': { of: group, data: { decision: 'brought-back', children: [1, 3] } },
      'some live there': { of: group, data: { children: [1, 3] } },
    },
    ['council', 'coordinators'],
  ],
  'area-child-missing': ['case-paused', { one: { data: { council: LEEDS, livesIn: KENT } } }, ['council']],
  'area-child-found': ['case-resumed', { one: { data: { council: LEEDS, livesIn: KENT } } }, ['council']],
  'case-stayed': [
    'case-stayed',
    each('reason', ['settled', 'best-interests', 'child-refused', 'no-place-found'], {
      ...closed,
      status: 'stayed',
    }),
  ],
  'case-waiting': [
    'case-waiting',
    {
      'a council': { data: { missing: undefined, party: { kind: 'council', code: LEEDS } } },
      'the entry authority': { data: { missing: undefined, party: { kind: 'entry-authority', code: KENT } } },
      'the coordinators': { data: { missing: undefined, party: { kind: 'coordinators' } } },
      missing: { of: { ...one, status: 'paused' }, data: { missing: true } },
      'missing, and the police have it': {
        of: {
          ...one,
          status: 'paused',
          missingDetails: [{ child: 1, field: 'policeReference', mark: 'm'.repeat(22), keptAs: 'a page' }],
        },
        data: { missing: true, reminder: 1, party: { kind: 'entry-authority', code: KENT } },
      },
      'missing, reminded again': {
        of: { ...one, status: 'paused' },
        data: { missing: true, reminder: 2, party: { kind: 'entry-authority', code: KENT } },
      },
      'missing, and the others of the group are placed meanwhile': {
        of: { ...group, stillMissing: { at: NOW, children: [2] } },
        data: { missing: true, reminder: 2, party: { kind: 'entry-authority', code: KENT } },
      },
      'all of a group are missing': {
        of: { ...group, status: 'paused' },
        data: { missing: true, reminder: 2, party: { kind: 'entry-authority', code: KENT } },
      },
      'two of a group are missing, and the others wait': {
        of: { ...group, status: 'paused', pause: { from: 'offered', at: NOW, children: [1, 3] } },
        data: { missing: true, reminder: 2, party: { kind: 'entry-authority', code: KENT } },
      },
      'missing since the handover': {
        of: afterHandover,
        data: { missing: true, reminder: 3, party: { kind: 'council', code: LEEDS } },
      },
    },
  ],
  'places-lapsed': [
    'places-lapsed',
    {
      ...both,
      'nobody had accepted': { data: { concerned: [] } },
      'two councils': { data: { concerned: [LEEDS, HAMPSHIRE] } },
    },
    ['council', 'entry-authority', 'coordinators'],
  ],
  'places-kept': ['places-kept', both, ['council', 'entry-authority']],
  'left-care': ['left-care', both, ['council', 'coordinators']],
  'care-moved': ['care-moved', both, ['council', 'coordinators']],
  'placement-moved': [
    'placement-moved',
    { ...both, 'in its own area': { data: { placedIn: undefined } } },
    ['council'],
  ],
  'child-lives-there': [
    'placement-moved',
    {
      ...both,
      'with another council responsible': { context: { event: careMovedElsewhere } },
      'some of a group, where they were found': { of: group, context: { event: foundToLiveThere } },
    },
    ['council'],
  ],
  'areas-avoided': [
    'areas-avoided',
    { ...both, 'the child lives elsewhere': { data: { livesThere: undefined } } },
    ['council', 'coordinators'],
  ],
  'council-succeeded': [
    'council-succeeded',
    {
      ...both,
      'a referral': { data: { parts: ['entry-authority'] } },
      'an offer': { data: { parts: ['asked-council'] } },
      'a place in its area': { data: { parts: ['area'] } },
    },
    ['council', 'entry-authority'],
  ],
  'case-reopened': [
    'case-reopened',
    { ...both, 'after the handover': { data: { countedAgainst: LEEDS } } },
    ['council', 'entry-authority'],
  ],
  'family-joined': ['family-joined', ended, ['entry-authority']],
  'child-refused': ['child-refused', { ...both, 'no deadline': { of: waitingForNobody } }],
  'child-turned-18': [
    'child-turned-18',
    {
      ...both,
      closed: { of: { ...one, status: 'turned-18', turned18: [1] } },
      'after the handover': { of: { ...one, status: 'transferred' } },
    },
  ],
  'age-in-question': [
    'age-in-question',
    { ...both, 'nobody leads it': { data: { ledBy: undefined } } },
    ['council', 'entry-authority', 'coordinators'],
  ],
  'age-decided': [
    'age-decided',
    { ...both, 'one more of a group': { data: { takes: LEEDS } } },
    ['council', 'entry-authority'],
  ],
  'deadline-approaching': [
    'deadline-approaching',
    {
      ...each('deadline', ['answer', 'arrange', 'move', 'complete', 'decide', 'facts']),
      ...each('council', [undefined, LEEDS]),
      ...heldAlike,
    },
  ],
  'deadline-passed': [
    'deadline-passed',
    {
      ...each('deadline', ['answer', 'arrange', 'move', 'complete', 'decide', 'facts']),
      'of a council': { data: { deadline: 'arrange', council: LEEDS } },
      ...heldAlike,
      'of nobody': { data: { deadline: 'move', council: undefined } },
      'of the entry authority': { data: { deadline: 'facts', council: undefined } },
      'of the check': {
        data: { deadline: 'decide', council: undefined },
        of: { ...one, status: 'eligible' },
      },
      'of the move, while the check is on': {
        data: { deadline: 'move', council: undefined },
        of: { ...one, status: 'eligible' },
      },
    },
  ],
  'more-time-given': [
    'more-time-given',
    {
      ...each('because', moreTimeReasons),
      'to arrange': {
        data: { deadline: 'arrange', offerId: undefined },
        of: { ...one, status: 'accepted', placement },
        context: { offer: undefined },
      },
    },
    ['council', 'entry-authority'],
  ],
  'deadlines-moved': [
    'deadlines-moved',
    {
      ...both,
      'of who stands by': {
        data: { moved: [{ ...movedTo('answer'), council: LEICESTER, offerId: '1-2' }] },
        context: { offer: offers[1] },
      },
      'two days': { data: { holidays: ['2026-12-01', '2026-12-02'] } },
      'of the move that is arranged': {
        data: {
          moved: [
            { ...movedTo('arrange'), council: LEICESTER },
            { ...movedTo('move'), council: LEICESTER },
          ],
        },
        of: { ...closed, status: 'accepted', placement },
        context: { offer: undefined },
      },
      'what is missing, and an e-mail': {
        data: { moved: [movedTo('facts'), movedTo('confirm'), movedTo('search')] },
      },
      'a hold': { data: { moved: [movedTo('decide')] }, of: { ...one, status: 'held' } },
      'places that are held while the child is missing': {
        data: { clocksStand: true, moved: [movedTo('move'), movedTo('places')] },
      },
    },
    ['council', 'entry-authority', 'coordinators'],
  ],
};

const eventOf = (type: string, data: object = {}, policy?: string): AnyEvent => {
  const path = new URL(`../../events/examples/${type}.v1.json`, import.meta.url);
  const event = JSON.parse(readFileSync(path, 'utf8')) as AnyEvent;
  const { trail } = event;
  return {
    ...event,
    ...(policy === undefined || trail === undefined ? {} : { trail: { ...trail, policy } }),
    data: { ...event.data, ...data },
  } as AnyEvent;
};

const partWords = (part: Block): string => {
  switch (part.kind) {
    case 'paragraph':
      return part.text;
    case 'notice':
      return `! ${part.text}`;
    case 'heading':
      return `## ${part.text}`;
    case 'list':
      return part.items.map((item, at) => `${part.numbered ? `${at + 1}.` : '-'} ${item}`).join('\n');
    case 'facts':
      return part.facts.map(({ label, value }) => `${label}: ${value}`).join('\n');
    case 'item':
      return `* [${part.title}] ${part.url}\n  ${part.text}`;
    case 'action':
      return `[${part.label}] ${part.url}`;
  }
};
const inWords = ({ subject, preview, heading, blocks, help: helped, quote }: Letter): string =>
  [
    `Subject: ${subject}`,
    `Preview: ${preview}`,
    `# ${heading}`,
    ...blocks.map(partWords),
    `(${helped}, ${quote})`,
  ].join('\n');

/** Each e-mail once, under the names of all variants that lead to it. */
function chapter(title: string, variants: readonly (readonly [string, () => Letter])[]): string {
  const told = Map.groupBy(variants, ([, write]) => inWords(write()));
  const parts = [...told].map(([words, of]) => `${of.map(([name]) => `~ ${name}`).join('\n')}\n${words}`);
  return `=== ${title}\n\n${parts.join('\n\n')}\n`;
}

/** An e-mail in each of its variants to each that it goes to, of the variant's case or of one that `changed` makes of it. */
const writtenOf = (
  template: CaseTemplate,
  changed = (variant: Variant & { readonly of: Case }): Variant & { readonly of: Case } => variant,
): readonly (readonly [string, () => Letter])[] => {
  const [type, variants, roles = everyRole] = cases[template];
  return Object.entries(variants).flatMap(([name, variant]) =>
    roles.map(
      (role) =>
        [
          `${role}: ${name}`,
          () => {
            const { data, of, context, policy } = changed({ ...variant, of: variant.of ?? one });
            const reader =
              role === 'council' ? 'Hampshire' : role === 'entry-authority' ? 'Kent' : 'the coordinators';
            const offer = of.offers.find(
              ({ id }) => id === (template === 'backup-request' ? '1-2' : `${of.round}-1`),
            );
            return caseEmails[template]({
              kind: 'case',
              event: presentForm(eventOf(type, data, policy)),
              subject: of,
              offer,
              verdict: undefined,
              role,
              reader,
              url,
              help,
              ...context,
            });
          },
        ] as const,
    ),
  );
};
const ofCase = (template: CaseTemplate): string => chapter(template, writtenOf(template));

const council = aCouncil();
/** What the council had declared when it was written to, by the variant of the e-mail. */
const declarations: Readonly<Record<string, Declaration>> = {
  second: aDeclaration({ used: { fosterCare: 4, supportedAccommodation: 0 } }),
  tenth: aDeclaration({ supports: ['trained-carers', 'medical-care'] }),
  'with a pause that does not count': aDeclaration({ pausedUntil: '2026-12-07' }),
  'third, to one that is full': aDeclaration({ used: { fosterCare: 4, supportedAccommodation: 0 } }),
};
/** Who is on the way to it. */
const onTheWay: Readonly<Record<string, number>> = { 'third, to one that is full': 3 };
const mail = { outcome: 'read', problems: [], referrals: [] };
const missing = [{ field: 'arrivedOn', problem: 'missing', words: 'Give the day.' }];
const referral = (number: number, more: object = {}) => ({
  row: number,
  caseId: `NTS-0000-000${number}`,
  did: 'referred',
  missing: [],
  ...more,
});
const problems = [{ where: 'Row 1, Sex', words: 'Choose.' }];
const ofCouncil: Readonly<
  Record<keyof typeof councilEmails, readonly [string, Readonly<Record<string, object>>]>
> = {
  'capacity-reminder': [
    'capacity-reminder-due',
    {
      first: { reminder: 1, lastDeclaredOn: undefined },
      second: { reminder: 2, lastDeclaredOn: '2026-10-01' },
      tenth: { reminder: 10, lastDeclaredOn: '2026-10-01' },
      'with a pause that does not count': { reminder: 1, lastDeclaredOn: '2026-10-01' },
      'first, to one that is full': { reminder: 1, lastDeclaredOn: undefined, askedUpTo: 90 },
      'third, to one that is full': { reminder: 3, lastDeclaredOn: '2026-10-01', askedUpTo: 93 },
    },
  ],
  'capacity-unusual': [
    'capacity-declared',
    Object.fromEntries(
      oddFigureNames.map((figure) => [figure, { meantSo: [figure], caredForNow: 900, volunteersUpTo: 901 }]),
    ),
  ],
  'capacity-declared': [
    'capacity-declared',
    {
      short: { caredForNow: undefined, pausedUntil: undefined },
      long: { caredForNow: 7, pausedUntil: '2026-12-01', volunteersUpTo: 52 },
    },
  ],
  'mail-answered': [
    'mail-received',
    {
      'one, all read': { ...mail, referrals: [referral(1)] },
      'two, all read': { ...mail, referrals: [referral(1), referral(2)] },
      'three children in two new cases': {
        ...mail,
        referrals: [referral(1, { children: 1 }), referral(2, { children: 2 })],
      },
      'an addition to a case of three': {
        ...mail,
        referrals: [referral(1, { did: 'amended', children: 3 })],
      },
      'a new case, and an addition to another': {
        ...mail,
        referrals: [referral(1, { children: 1 }), referral(2, { did: 'amended', children: 3 })],
      },
      'one with questions': { ...mail, problems, referrals: [referral(1, { missing })] },
      'two with questions': { ...mail, referrals: [referral(1, { missing }), referral(2)] },
      'one that waits': { ...mail, referrals: [referral(1, { toConfirm: ['identity'] })] },
      'two of which one waits': {
        ...mail,
        referrals: [referral(1), referral(2, { toConfirm: ['identity'] })],
      },
      ...Object.fromEntries(
        ['not-accepted', 'shared-domain', 'too-big', 'nothing-read'].map((outcome) => [
          outcome,
          { ...mail, outcome },
        ]),
      ),
      'nothing read, and why': { ...mail, outcome: 'nothing-read', problems },
    },
  ],
  'api-key-changed': [
    'api-key-changed',
    {
      given: { change: 'given', oldUntil: undefined },
      replaced: { change: 'replaced', oldUntil: BY },
      'replaced at once': { change: 'replaced', oldUntil: undefined },
      'taken away': { change: 'taken-away', oldUntil: undefined },
    },
  ],
  'contacts-changed': [
    'contacts-changed',
    Object.fromEntries(
      (['duty-desk', 'second'] as const).flatMap((contact) =>
        (['given', 'replaced', 'taken-away', 'works-again'] as const)
          .filter((change) => contact === 'second' || change !== 'taken-away')
          .map((change) => [`${contact} ${change}`, { contact, change }]),
      ),
    ),
  ],
  'exemptions-in-question': [
    'exemptions-in-question',
    {
      'a pause': { exemptions: [{ what: 'pause', since: '2026-11-20', until: '2027-02-01' }] },
      'needs left out': {
        exemptions: [
          { what: 'trained-carers', since: '2026-09-28' },
          { what: 'step-free-access', since: '2026-09-28' },
        ],
      },
      'no places': { exemptions: [{ what: 'no-places', since: '2026-09-28' }] },
    },
  ],
  'exemptions-decided': [
    'exemptions-decided',
    {
      agreed: { exemptions: ['pause', 'medical-care'], agreedUntil: '2027-01-04' },
      'does not count': { exemptions: ['step-free-access'], agreedUntil: undefined },
    },
  ],
  'council-closed': [
    'council-closed',
    {
      ...Object.fromEntries(
        closingReasons.map((because) => [because, { because, until: undefined, note: undefined }]),
      ),
      'with an end': { because: 'inspection' },
      'ahead of time': { from: '2027-01-04', until: '2027-02-01' },
    },
  ],
  'council-reopened': ['council-reopened', { reopened: {} }],
  'council-took-over': [
    'council-took-over',
    {
      'with all': { systemKey: true, drafts: 2 },
      'a referral that was not sent': { systemKey: false, drafts: 1 },
      'neither key nor referrals': { systemKey: false, drafts: 0 },
    },
  ],
};
const councilChapter = (template: keyof typeof councilEmails): string => {
  const [type, variants] = ofCouncil[template];
  const context = { kind: 'council', council, role: 'council', reader: 'Hampshire', url, help } as const;
  const written = Object.entries(variants).map(
    ([name, data]) =>
      [
        name,
        () =>
          councilEmails[template]({
            ...context,
            council: {
              ...council,
              ...defined({ declaration: declarations[name], incoming: onTheWay[name] }),
            },
            event: eventOf(type, data),
          } satisfies CouncilEmailContext),
      ] as const,
  );
  return chapter(template, written);
};

const others: Readonly<Record<string, readonly (readonly [string, () => Letter])[]>> = {
  'sign-in': ['Kent', 'the coordinators'].map((reader) => [
    reader,
    () => signIn({ reader, url, until: BY, help }),
  ]),
  'person-asks': ['Kent'].map((reader) => [reader, () => personAsks({ reader, url, until: BY, help })]),
  'person-decided': (['let-in', 'let-in-finance', 'refused', 'taken-away'] as const).map((state) => [
    state,
    () => personDecided({ reader: 'Kent', url, until: BY, help, state }),
  ]),
  'reader-decided': (['let-in', 'taken-away'] as const).map((state) => [
    state,
    () => readerDecided({ url, until: BY, help, state }),
  ]),
  'sign-in-stopped': [
    ...(['new-devices', 'known-devices', 'wrong-codes', 'strangers'] as const).map(
      (who) =>
        [
          who,
          () =>
            signInStopped({
              reader: 'the coordinators',
              who,
              until: '2026-11-24T00:00:00.000Z',
              help: undefined,
              whose: 'coordinators',
            }),
        ] as const,
    ),
    ...(['new-devices', 'known-devices'] as const).map(
      (who) =>
        [
          `${who}, Kent`,
          () =>
            signInStopped({ reader: 'Kent', who, until: '2026-11-24T00:00:00.000Z', help, whose: 'council' }),
        ] as const,
    ),
  ],
  'coordinator-access': (['let-in', 'set-up', 'reset', 'taken-off'] as const).map((change) => [
    change,
    () => coordinatorAccess({ change, help: undefined }),
  ]),
  'capacity-unasked': [['Kent'], ['Kent', 'Leeds', 'Surrey']].map((councils) => [
    `${councils.length}`,
    () => capacityUnasked({ councils, on: '2026-11-23', help }),
  ]),
  'alarms-unheard': [['once', () => alarmsUnheard({ on: '2026-11-23', help })]],
  'mail-set-aside': (
    [
      'unknown-sender',
      'mail-not-proved',
      'shared-domain',
      'automatic-referral',
      'too-many-answers',
      'about-a-merger',
    ] as const
  ).map((reason, at) => [
    reason,
    () =>
      mailSetAside({
        reason,
        councils: ['Kent', 'Leeds'].slice(0, at),
        mail: 'kept-as-this',
        receivedAt: at % 2 === 0 ? '2026-11-23T15:00:00.000Z' : '2026-11-23T15:01:00.000Z',
        moreUntil: at < 2 ? BY : undefined,
        help,
      }),
  ]),
  'document-not-cleared': (['THREATS_FOUND', 'UNSUPPORTED', 'ACCESS_DENIED', 'FAILED'] as const).flatMap(
    (found) =>
      [undefined, BY].map(
        (moveBy) =>
          [
            `${found}, ${moveBy === undefined ? 'after' : 'before'} the move`,
            () => documentNotCleared({ found, caseId: one.id, addedAt: NOW, moveBy, url, help }),
          ] as const,
      ),
  ),
};

const chapters: Readonly<Record<string, () => string>> = {
  ...Object.fromEntries(
    (Object.keys(caseEmails) as CaseTemplate[]).map((name) => [name, () => ofCase(name)]),
  ),
  ...Object.fromEntries(
    (Object.keys(councilEmails) as (keyof typeof councilEmails)[]).map((name) => [
      name,
      () => councilChapter(name),
    ]),
  ),
  ...Object.fromEntries(
    Object.entries(others).map(([name, variants]) => [name, () => chapter(name, variants)]),
  ),
};

const KEPT = new URL('./fixtures/emails-in-words.txt', import.meta.url);
if (process.env.KEEP_EMAILS)
  writeFileSync(
    KEPT,
    Object.values(chapters)
      .map((write) => write())
      .join('\n'),
  );
const kept = new Map(
  readFileSync(KEPT, 'utf8')
    .split(/\n(?==== )/)
    .map((words) => [/^=== (.*)/.exec(words)?.[1] ?? '', words] as const),
);

test.each(Object.keys(chapters))('the e-mail "%s" says in every variant what is kept of it', (name) => {
  expect(chapters[name]?.()).toBe(kept.get(name));
});

const [LINKED, UNSAFE] = [['family-link', 'community-link'] as const, [LEEDS, 'E09000009', KENT]];
/** What is known of a child's family, links, health, and of what is not safe for it: always something. */
const known = fc.record({
  facts: fc.record({
    areasToAvoid: fc.subarray(UNSAFE, { minLength: 1 }),
    links: fc.uniqueArray(
      fc.record({ council: fc.constantFrom(...UNSAFE), kind: fc.constantFrom(...linkKinds) }),
      { selector: ({ council: code }) => code },
    ),
    familyInUk: fc.constantFrom('none', 'may-care', 'cannot-care', 'not-known'),
    // Without a plan a move is not safe then, which e-mails say, whatever the areas are.
    trafficking: fc.constantFrom('indicators', 'nrm-referred', 'nrm-positive'),
  }),
  child: fc.record({
    needs: fc.subarray([...Need.options], { minLength: 1 }),
    healthKinds: fc.subarray([...healthKinds]),
    fitToMove: fc.constantFrom('fit', 'not-fit', 'not-known'),
    missingHistory: fc.constantFrom('none', 'has-been-missing', 'not-known'),
  }),
  because: fc.constantFrom(...LINKED),
  hold: fc.constantFrom(
    'not-fit-to-move:1',
    'family-may-care',
    'link-where-the-child-is',
    'link-in-area-to-avoid',
    `link-at-full-council:${LEEDS}`,
    `link-to-another-council:${LEEDS}`,
  ),
});

type Known = typeof known extends fc.Arbitrary<infer One> ? One : never;

test.each(Object.keys(cases) as CaseTemplate[])(
  'the e-mail "%s" is the same whatever is known of the family, links, health and safety of the child',
  (template) => {
    const lettersWith = ({ facts, child, because, hold }: Known): readonly string[] =>
      writtenOf(template, ({ of, context, data, ...variant }) => ({
        ...variant,
        of: {
          ...of,
          facts: {
            ...of.facts,
            ...facts,
            children: of.facts.children.map((one) => ({ ...one, ...child })),
          } as Case['facts'],
        },
        ...defined({
          context:
            context?.verdict && LINKED.includes(context.verdict.because as never)
              ? { ...context, verdict: { ...context.verdict, because } }
              : context,
          data: data?.reasons === undefined ? data : { ...data, reasons: [{ code: hold, words: '' }] },
        }),
      })).map(([, write]) => inWords(write()));
    fc.assert(
      fc.property(known, known, (some, others) => {
        expect(lettersWith(some)).toEqual(lettersWith(others));
      }),
      { numRuns: 20 },
    );
  },
);

test('no e-mail about a case has words for family, links, health or what is not safe, but for the answers that it asks for', () => {
  const telling =
    /famil|sibling|brother|sister|uncle|\baunt|cousin|relative|parent|communit|\blinks?\b|traffick|exploit|health|medic|fit to|disab|avoid|unsafe/i;
  expect(telling.test('The child has family there')).toBe(true);
  const lines = (Object.keys(cases) as CaseTemplate[]).flatMap((template) =>
    writtenOf(template).flatMap(([, write]) =>
      inWords(write())
        .replaceAll(/In a reply: "[^"]*"/g, '')
        .split('\n'),
    ),
  );
  expect([...new Set(lines)].filter((line) => telling.test(line))).toEqual([]);
  expect(Object.values(holdWords).filter(({ about }) => telling.test(about))).toEqual([]);
});

/** Families of one to six, with what stands in a case and in an event of children of these numbers alone. */
const sized = (of: Case, size: number): Case => ({
  ...of,
  facts: {
    ...of.facts,
    children: Array.from({ length: size }, (_, at) => ({
      ...(of.facts.children[at] ?? aChild()),
      number: at + 1,
    })),
  },
  turned18: [],
});

test.each(Object.keys(cases) as CaseTemplate[])(
  'the e-mail "%s" counts the children of its case, and says which where it means one of several',
  (template) => {
    // Of a case of one nobody decides whether others wait.
    for (const size of template === 'group-decided' ? [2, 3, 6] : [1, 2, 3, 6]) {
      const written = writtenOf(template, (variant) => ({ ...variant, of: sized(variant.of, size) }));
      for (const [name, write] of written)
        expect.soft(miscounted(inWords(write()), size), `${name}, ${size} in the case`).toEqual([]);
    }
  },
);

test('of every e-mail there is what is kept, and of nothing else', () => {
  expect([...kept.keys()]).toEqual(Object.keys(chapters));
});
