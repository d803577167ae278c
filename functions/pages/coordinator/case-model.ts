import { dateWords, deadlineWords } from '../../../shared/core/calendar/working-days.ts';
import type { Case } from '../../../shared/core/case/case.ts';
import { cannotConfirm } from '../../../shared/core/case/commands/confirm.ts';
import { mayBeAsked } from '../../../shared/core/case/commands/may-be-asked.ts';
import {
  agesToDecide,
  councilsThatDeclined,
  declinesToReview,
  foundElsewhereIn,
  isSettled,
} from '../../../shared/core/case/declines-to-review.ts';
import { mergersOf } from '../../../shared/core/case/mergers.ts';
import { handedOver } from '../../../shared/core/case/responsible.ts';
import { concernsChildren, warningsOf } from '../../../shared/core/case/safety.ts';
import { moveDeadline } from '../../../shared/core/case/standing.ts';
import { authorityName } from '../../../shared/words/authority-names.ts';
import { capitalised, listWords } from '../../../shared/words/counting.ts';
import { earlierWords } from '../../../shared/words/earlier-referrals.ts';
import { careOutcomeWords } from '../../../shared/words/reasons.ts';
import { distanceWords, momentWords, moveByWords } from '../../../shared/words/times.ts';
import type { Row } from '../forms/answer-words.ts';
import type { PageModel, Section } from '../views/page-model.ts';
import { statusTag, whoActsWords } from '../words/case-words.ts';
import { referralRows } from '../words/fact-words.ts';
import { fundingSection } from '../words/funding-words.ts';
import { proposalRows } from '../words/proposal-words.ts';
import { statusWords, whoWasFound } from '../words/status-words.ts';
import { legalHoldSection } from './legal-hold.ts';

function deadlines(theCase: Case, assigned: readonly Row[]): Section {
  const whoActs = whoActsWords(theCase);
  const { placement } = theCase;
  return {
    heading: 'Where it stands',
    rows: [
      ...(whoActs === undefined ? [] : [{ label: 'Who has to act', value: whoActs }]),
      ...assigned,
      { label: 'Opened', value: momentWords(theCase.openedAt) },
      { label: 'Move by', value: moveByWords(moveDeadline(theCase)) },
      ...(theCase.round === 0 ? [] : [{ label: 'Rounds of offers', value: String(theCase.round) }]),
      ...(placement === undefined
        ? []
        : [
            { label: 'Receiving authority', value: authorityName(placement.council) },
            ...(placement.moveOn === undefined
              ? []
              : [{ label: 'Day of the move', value: dateWords(placement.moveOn) }]),
          ]),
      ...lived(theCase),
      { label: 'Policy', value: theCase.policy },
    ],
  };
}

/** What the child, and councils about the child, have said and done so far. */
function lived(theCase: Case): readonly Row[] {
  const { pause, refusals, left = [] } = theCase;
  const declined = councilsThatDeclined(theCase);
  return [
    ...(pause?.missingSince === undefined
      ? []
      : [{ label: 'Missing since', value: momentWords(pause.missingSince) }]),
    ...(pause?.placesUntil === undefined
      ? []
      : [{ label: 'Places are held until', value: deadlineWords(pause.placesUntil) }]),
    ...(refusals === undefined
      ? []
      : [{ label: 'The child refused to move', value: refusals === 1 ? 'Once' : `${refusals} times` }]),
    ...(declined.length < 2
      ? []
      : [
          {
            label: 'Declined by',
            value: `${declined.length} councils: ${listWords(declined.map(authorityName))}`,
          },
        ]),
    ...left.map(({ child, outcome, on }) => ({
      label: `Child ${child}`,
      value: `${careOutcomeWords[outcome]}, on ${dateWords(on)}`,
    })),
  ];
}

function waitingFor(theCase: Case): Section[] {
  const { hold, missing } = theCase;
  return [
    ...(hold !== undefined && mayBeAsked(theCase, { kind: 'release-hold' }, { kind: 'coordinator' })
      ? [
          {
            heading: theCase.placement === undefined ? 'Why it is on hold' : 'Why the move waits',
            points: hold.reasons.map(({ words }) => words),
          },
        ]
      : []),
    ...(missing === undefined || missing.length === 0
      ? []
      : [{ heading: 'What is missing', points: missing.map(({ words }) => capitalised(words)) }]),
  ];
}

/** Referrals that were taken for the same child, and are a coordinator's to part. */
const joined = (theCase: Case): Section[] => {
  const mergers = mergersOf(theCase);
  return mergers.length === 0
    ? []
    : [
        {
          heading: 'Joined to this case',
          rows: mergers.map(({ reference, council }) => ({
            label: reference,
            value: `Referred by ${authorityName(council)}, as the same ${theCase.facts.children.length === 1 ? 'child' : 'children'}`,
          })),
        },
      ];
};

/** Referrals that ended before, of a child who may be one of these. */
const earlier = ({ earlier: found = [] }: Case): Section[] =>
  found.length === 0
    ? []
    : [
        {
          heading: 'May have been referred before',
          points: found.map((one) => earlierWords(one, authorityName)),
        },
      ];

/** Areas, family and links stand with the referral. */
const toKnow = (theCase: Case, now: string): Section[] => {
  const points = concernsChildren(theCase) ? warningsOf(theCase, now).map(({ words }) => words) : [];
  return points.length === 0
    ? []
    : [
        {
          heading: handedOver(theCase) ? 'What to know of the children' : 'What to know before you decide',
          points,
        },
      ];
};

/** What came by e-mail and acts only once the entry authority has said that it sent it. */
const unconfirmed = (theCase: Case, now: string): Section[] =>
  (theCase.proposals ?? []).map((one) => ({
    heading: 'An email waits for confirmation',
    text: [
      `${authorityName(theCase.facts.entryAuthority)} has been asked whether it sent it, and answers by ${deadlineWords(one.confirmBy)}. Nothing has changed. If it does not answer, call it, and record below what it says.`,
      ...(cannotConfirm(theCase, one, now) === undefined
        ? []
        : [
            'It can no longer be made as it was sent. Ask the council to make the change on its own page, if it still wants it.',
          ]),
      ...(one.holdsMove
        ? [
            'It says something that you would have to look at before the child is moved. Until it is answered no handover is confirmed. Call now.',
          ]
        : []),
      ...(one.unsafe === undefined
        ? []
        : [
            `It says that ${listWords(one.unsafe.map(authorityName))} is not safe for the child. Until it is answered nobody is newly asked there and no move there is arranged. Call now.`,
          ]),
    ],
    rows: proposalRows(theCase, one).filter(({ label }) => label !== 'Sent from'),
  }));

/**
 * The page behind a coordinator's link, as things stand now.
 *
 * @param assigned which coordinator deals with it: for coordinators alone
 */
export function caseModel(theCase: Case, now: string, assigned: readonly Row[] = []): PageModel {
  const { needs, facts } = theCase;
  const yours = needs?.party.kind === 'coordinators';
  const toReview = declinesToReview(theCase).map(({ council }) => authorityName(council));
  const foundIn = foundElsewhereIn(theCase);
  const found = whoWasFound(theCase);
  return {
    title: `Referral by ${authorityName(facts.entryAuthority)}`,
    caption: `Reference ${theCase.id}`,
    status: statusTag(theCase.status),
    lead: [
      statusWords(theCase),
      ...(toReview.length === 0
        ? []
        : [`${listWords(toReview)} declined. Read the reason and decide whether to accept it.`]),
      ...(foundIn.length === 0
        ? []
        : [
            `${found.who} ${found.was} missing, and ${found.was} found in the area of ${listWords(foundIn.map(authorityName))}. A child who is found is cared for there first. ${theCase.foundElsewhere?.by === undefined ? 'Decide whether that council takes the child: place the child there directly, or let the move go on.' : 'Decide with the council that is responsible what follows: the child is brought back, lives there, or another council becomes responsible.'}`,
          ]),
      ...(agesToDecide(theCase).length === 0
        ? []
        : [
            'By the date that was given first somebody here is 18, and the age assessment is open. That date closes nothing. Decide by the evidence whether they count as a child.',
          ]),
    ],
    ...(yours
      ? {
          warning: `A coordinator has to ${needs.what} by ${deadlineWords(needs.by)} (${distanceWords(needs.by, now)}).`,
        }
      : {}),
    sections: [
      deadlines(theCase, assigned),
      ...legalHoldSection(theCase),
      ...unconfirmed(theCase, now),
      ...waitingFor(theCase),
      ...toKnow(theCase, now),
      ...earlier(theCase),
      ...joined(theCase),
    ],
    formHeading: 'Your decision',
    formText: ['Every decision is recorded with your name and your note.'],
    after: [{ heading: 'The referral', rows: referralRows(theCase) }, ...fundingSection(theCase)],
  };
}

/** What a mailed link still says of a case once nothing is left to decide in it; undefined before. */
export function whatBecameOf(theCase: Case): PageModel | undefined {
  const { id, status } = theCase;
  if (!isSettled(theCase)) return undefined;
  return {
    title: 'This case is closed',
    caption: `Reference ${id}`,
    status: statusTag(status),
    lead: [statusWords(theCase)],
    sections: [
      {
        heading: 'If you need its record',
        text: [
          'Nothing is left to decide here. Coordinators see the whole record when they have signed in and open this link again.',
        ],
      },
    ],
    links: [{ text: 'Sign in', href: '/sign-in' }],
  };
}
