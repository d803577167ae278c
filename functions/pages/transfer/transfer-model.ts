import { dateWords, deadlineWords, londonDate } from '../../../shared/core/calendar/working-days.ts';
import type { Case } from '../../../shared/core/case/case.ts';
import { mayBeAsked } from '../../../shared/core/case/commands/may-be-asked.ts';
import { handedOver } from '../../../shared/core/case/responsible.ts';
import {
  areaInQuestion,
  isHoldInQuestion,
  lacksSafetyPlan,
  livesWhereUnsafe,
} from '../../../shared/core/case/safe-move.ts';
import { concernsChildren } from '../../../shared/core/case/safety.ts';
import { holdOfMove, isMoveAhead, moveDeadline } from '../../../shared/core/case/standing.ts';
import { defined } from '../../../shared/core/defined.ts';
import { authorityName } from '../../../shared/words/authority-names.ts';
import { capitalised, childrenWords, counted, theChildren } from '../../../shared/words/counting.ts';
import { againstWords, overruleWords } from '../../../shared/words/overruled.ts';
import { distanceWords, momentWords, moveByWords } from '../../../shared/words/times.ts';
import type { Row } from '../forms/answer-words.ts';
import type { PageModel, Section } from '../views/page-model.ts';
import { statusTag, waitingForRow } from '../words/case-words.ts';
import { consultedSection } from '../words/consulted-words.ts';
import { childRows, stillCounted } from '../words/fact-words.ts';
import { fundingSection } from '../words/funding-words.ts';
import { handoverRows } from '../words/handover-words.ts';
import { safetySection } from '../words/safety-words.ts';
import { statusWords } from '../words/status-words.ts';

function stands(theCase: Case, council: string): Row[] {
  const { placement } = theCase;
  return [
    ...waitingForRow(theCase, { kind: 'council', code: council }),
    ...(placement === undefined
      ? []
      : [
          { label: 'Accepted', value: momentWords(placement.acceptedAt) },
          placement.moveOn === undefined
            ? { label: 'Arrange the move by', value: deadlineWords(placement.arrangeBy) }
            : { label: 'Day of the move', value: dateWords(placement.moveOn) },
          ...(placement.placedIn === undefined
            ? []
            : [
                {
                  label:
                    placement.handedOverAt === undefined
                      ? 'Where the child will live'
                      : 'Where the child lives',
                  value: `In the area of ${authorityName(placement.placedIn)}`,
                },
              ]),
          ...handoverRows(placement.handover),
          ...(placement.socialWorker === undefined
            ? []
            : [{ label: 'Social worker', value: 'Named. Sign in to see who it is' }]),
          ...(placement.handedOverAt === undefined
            ? []
            : [{ label: 'Handed over', value: momentWords(placement.handedOverAt) }]),
        ]),
    { label: 'Move by', value: moveByWords(moveDeadline(theCase)) },
  ];
}

/**
 * The referral, and what spoke against the council when a coordinator placed the children with it, each with the reason: it says what the children need.
 *
 * @param whole whether what is known of the children may be said
 */
const referralSections = (theCase: Case, whole: boolean): readonly Section[] => {
  const { overruled, council = '' } = theCase.placement ?? {};
  return [
    {
      heading: 'The referral',
      rows: [
        { label: 'Entry authority', value: authorityName(theCase.facts.entryAuthority) },
        { label: 'Children', value: childrenWords(stillCounted(theCase)) },
        ...(whole ? childRows(theCase) : []),
      ],
    },
    ...(overruled === undefined || !whole
      ? []
      : [
          {
            heading: 'What a coordinator overruled',
            rows: overruled.map((one) => ({
              label: `${authorityName(council)} ${againstWords(one)}`,
              value: overruleWords[one.because],
            })),
          },
        ]),
  ];
};

const beforeTheMove = ({ placement }: Case, children: string): Section => ({
  heading: 'Before the move',
  points: [
    ...(placement?.socialWorker === undefined
      ? [`Name a social worker for ${children}. Responsibility passes only once one is named.`]
      : []),
    `Agree the day and the journey with the entry authority, and tell ${children}.`,
    'Responsibility passes to you at the handover, not before.',
  ],
});

/** What to heed now; undefined when no time presses. */
function pressing(theCase: Case, now: string): string | undefined {
  const { placement } = theCase;
  if (placement === undefined) return undefined;
  const { council, placedIn = council } = placement;
  if (holdOfMove(theCase) !== undefined)
    return `Do not move the child yet. Something was said after you had said yes, and a coordinator has to look at it first. You are told what is decided. The facts as they are now stand below.`;
  const inQuestion = areaInQuestion(theCase);
  if (isMoveAhead(theCase) && inQuestion !== undefined) {
    const area = inQuestion === council ? 'your area' : `the area of ${authorityName(placedIn)}`;
    return `Do not move the child yet. An email in the name of ${authorityName(theCase.facts.entryAuthority)} says that ${area} may not be safe. It has been asked whether that is so, and a coordinator has been told.`;
  }
  if (isMoveAhead(theCase) && isHoldInQuestion(theCase))
    return `Do not move the child yet. An email in the name of ${authorityName(theCase.facts.entryAuthority)} says something that has to be looked at before the move. It has been asked whether that is so, and a coordinator has been told.`;
  const may = (kind: 'complete-transfer' | 'arrange-transfer') =>
    mayBeAsked(theCase, { kind }, { kind: 'council', code: council });
  if (may('complete-transfer') && livesWhereUnsafe(theCase))
    return `Do not move the child there. ${authorityName(placement.placedIn ?? '')}, where the child was to live, is now an area to avoid. Find a placement elsewhere, and arrange the move anew.`;
  if (may('complete-transfer') && lacksSafetyPlan(theCase))
    return 'Do not move the child yet. There are signs of trafficking, and no safety plan is recorded. Make one, then say so below.';
  if (may('complete-transfer'))
    return placement.moveOn !== undefined && placement.moveOn <= londonDate(now)
      ? 'Confirm the handover as soon as the child is with you, or say that the move failed.'
      : undefined;
  if (!may('arrange-transfer')) return undefined;
  const { arrangeBy } = placement;
  const late = Date.parse(arrangeBy) <= Date.parse(now);
  return `${late ? 'The move should have been arranged' : 'Arrange the move'} by ${deadlineWords(arrangeBy)} (${distanceWords(arrangeBy, now)}).`;
}

/**
 * The page behind the receiving authority's link, as things stand now: in the order of every party's.
 *
 * @param known whether somebody is signed in for the council: a link alone says nothing of the children once the case is closed
 */
export function transferModel(theCase: Case, council: string, now: string, known: boolean): PageModel {
  const caption = `Reference ${theCase.id}`;
  const merged = theCase.merged?.findLast((referral) => referral.council === council);
  if (theCase.placement?.council !== council && merged?.undone)
    return {
      title: 'Your referral has a case of its own again',
      caption,
      lead: [
        `Your referral ${merged.reference} had been joined to ${theCase.id}. A coordinator has found that the two are about different children. Use ${merged.reference} from now on.`,
      ],
    };
  if (theCase.placement?.council !== council && merged !== undefined)
    return {
      title: 'Your referral was joined to an earlier one',
      caption,
      lead: [
        `Your referral ${merged.reference} is about a child who had been referred before. The case ${theCase.id} goes on for both.`,
      ],
      sections: [
        {
          heading: 'What follows',
          text: [
            'What you sent is kept. A coordinator compares it with the case and calls you if there is a question. You need not send it again.',
            'If these are two different children, reply to the email that brought you here at once.',
          ],
        },
      ],
    };
  const earlier = theCase.earlier?.find(({ responsible }) => responsible === council);
  if (theCase.placement?.council !== council && earlier !== undefined)
    return {
      title: 'A child may have been referred again',
      caption,
      lead: [
        `${authorityName(theCase.facts.entryAuthority)} has referred a child who may be the child of ${earlier.reference}, which you know. A coordinator compares the two and calls you if there is a question.`,
      ],
    };
  if (theCase.placement?.council !== council)
    return {
      title: counted(stillCounted(theCase), 'You do not take this child any more'),
      caption,
      status: { text: 'Closed', colour: 'grey' },
      lead: [
        'The placement with your council was undone, and your place is free again. You need do nothing more.',
      ],
      sections: [
        {
          heading: 'If this is not what you expected',
          text: ['Reply to the email that brought you here, and quote the reference.'],
        },
      ],
    };
  const done = handedOver(theCase);
  const children = theChildren(stillCounted(theCase));
  return {
    title: done ? 'The transfer is complete' : `${capitalised(children)}’s move to you`,
    caption,
    status: statusTag(theCase.status),
    lead: [statusWords(theCase)],
    ...defined({ warning: counted(stillCounted(theCase), pressing(theCase, now) ?? '') || undefined }),
    sections: [
      { heading: 'Where it stands', rows: stands(theCase, council) },
      ...((known ? concernsChildren : isMoveAhead)(theCase) ? safetySection(theCase, now) : []),
      ...(done ? [] : [beforeTheMove(theCase, children)]),
    ],
    formHeading: 'Tell us',
    after: [
      ...referralSections(theCase, known || isMoveAhead(theCase)),
      ...consultedSection(theCase),
      ...(known ? fundingSection(theCase) : []),
    ],
  };
}
