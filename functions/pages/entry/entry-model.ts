import { bearsOn } from '../../../shared/core/allocation/earlier-referrals.ts';
import { dateWords, deadlineWords } from '../../../shared/core/calendar/working-days.ts';
import type { Case } from '../../../shared/core/case/case.ts';
import { cannotConfirm } from '../../../shared/core/case/commands/confirm.ts';
import { isMoveUnsafe } from '../../../shared/core/case/safe-move.ts';
import { clocksStand, holdOfMove, isMoveAhead, moveDeadline } from '../../../shared/core/case/standing.ts';
import { defined } from '../../../shared/core/defined.ts';
import { type ChildParticulars, isParticular } from '../../../shared/core/referral/particulars.ts';
import { authorityName } from '../../../shared/words/authority-names.ts';
import { capitalised, childrenWords, counted } from '../../../shared/words/counting.ts';
import { earlierWords } from '../../../shared/words/earlier-referrals.ts';
import { labelOf } from '../../../shared/words/fact-labels.ts';
import { momentWords, moveByWords } from '../../../shared/words/times.ts';
import type { Row } from '../forms/answer-words.ts';
import type { PageModel, Section } from '../views/page-model.ts';
import { statusTag, waitingForRow } from '../words/case-words.ts';
import { consultedSection } from '../words/consulted-words.ts';
import { stillCounted } from '../words/fact-words.ts';
import { handoverRows } from '../words/handover-words.ts';
import { proposalRows } from '../words/proposal-words.ts';
import { statusWords } from '../words/status-words.ts';

function missingFacts(theCase: Case): Section[] {
  const { missing, stepBy } = theCase;
  if (missing === undefined || missing.length === 0) return [];
  return [
    {
      heading: 'What is missing',
      text: [
        `Give these facts${stepBy === undefined || clocksStand(theCase) ? '' : ` by ${deadlineWords(stepBy)}`}: choose “Give what is missing” below. What you sent before is kept.`,
      ],
      points: missing.map(({ words }) => capitalised(words)),
    },
  ];
}

/** What came in the council's name and waits for its word: a warning at the top leads to it. */
const toConfirm = (theCase: Case, now: string): Section[] =>
  (theCase.proposals ?? []).map((one) => ({
    heading: `Did your council send this email?`,
    text: [
      `Nothing has changed yet. Please answer below by ${deadlineWords(one.confirmBy)}: an email can be forged, and whoever sent this knew your reference.`,
      ...[cannotConfirm(theCase, one, now)].flatMap((never) => (never === undefined ? [] : [never.words])),
    ],
    rows: proposalRows(theCase, one),
  }));

/** Of an earlier referral it learns how it ended where that bears on this child, and else whom to ask. */
const earlier = ({ earlier: found = [], facts }: Case): Section[] =>
  found.length === 0
    ? []
    : [
        {
          heading: 'May have been referred before',
          text: [
            'By reference, or by name and date of birth, this may be the same child. Ask that council what it knows.',
          ],
          points: found.map((one) =>
            bearsOn(one, facts.entryAuthority)
              ? earlierWords(one, authorityName)
              : `An earlier referral by ${authorityName(one.council)}, ${one.reference}, has ended.`,
          ),
        },
      ];

function stands(theCase: Case): Row[] {
  const { placement, facts } = theCase;
  return [
    ...waitingForRow(theCase, { kind: 'entry-authority', code: facts.entryAuthority }),
    {
      label: 'Referred',
      value: facts.referredOn === undefined ? momentWords(theCase.openedAt) : dateWords(facts.referredOn),
    },
    ...(isMoveAhead(theCase) ? [{ label: 'Move by', value: moveByWords(moveDeadline(theCase)) }] : []),
    ...(placement === undefined
      ? []
      : [
          { label: 'Receiving authority', value: authorityName(placement.council) },
          ...(placement.moveOn === undefined
            ? []
            : [{ label: 'Day of the move', value: dateWords(placement.moveOn) }]),
          ...handoverRows(placement.handover),
          ...(placement.socialWorker === undefined
            ? []
            : [{ label: 'Social worker', value: 'Named. Sign in to see who it is' }]),
          ...(placement.handedOverAt === undefined
            ? []
            : [{ label: 'Handed over', value: momentWords(placement.handedOverAt) }]),
        ]),
  ];
}

/** Which answers are sealed, never what they say: the link alone opens none of them. */
const sealedRows = ({ facts }: Case, sealed: readonly ChildParticulars[]): Row[] =>
  sealed.flatMap(({ number, ...said }) => {
    const labels = Object.keys(said)
      .filter(isParticular)
      .map((field) => labelOf(field) ?? field);
    return labels.length === 0
      ? []
      : [
          {
            label: facts.children.length > 1 ? `Sealed, of child ${number}` : 'Sealed',
            value: labels.join(', '),
          },
        ];
  });

/** What to heed now; undefined when nothing presses. */
function pressing(theCase: Case): string | undefined {
  const { placement, proposals } = theCase;
  if (proposals !== undefined) return 'An email in your council’s name waits for your answer.';
  if (holdOfMove(theCase) !== undefined)
    return `Do not hand the child over yet. What was said after a council had said yes has to be looked at first, by a coordinator. You are told what is decided.`;
  return placement !== undefined && isMoveAhead(theCase) && isMoveUnsafe(theCase)
    ? `Do not hand the child over yet. What is known now bears on the child’s safety, and ${authorityName(placement.council)} has to see to it first.`
    : undefined;
}

/** The page behind the entry authority's link, as things stand now: in the order of every party's, what presses first and what was said before last. */
export function entryModel(theCase: Case, sealed: readonly ChildParticulars[], now: string): PageModel {
  return {
    title: 'Your referral',
    caption: `Reference ${theCase.id}`,
    status: statusTag(theCase.status),
    lead: [statusWords(theCase)],
    ...defined({ warning: counted(stillCounted(theCase), pressing(theCase) ?? '') || undefined }),
    sections: [
      { heading: 'Where it stands', rows: stands(theCase) },
      ...toConfirm(theCase, now),
      ...missingFacts(theCase),
      ...earlier(theCase),
      ...(isMoveAhead(theCase)
        ? [
            {
              heading: 'What you are responsible for',
              text: [
                counted(
                  stillCounted(theCase),
                  'You stay responsible for the child until the handover. If [the child goes missing, refuses to move, or no longer needs a transfer|a child goes missing, or the children refuse to move or no longer need a transfer], say so here.',
                ),
              ],
            },
          ]
        : []),
    ],
    links: [{ text: 'See a record to print or save', href: `/refer/${theCase.referralId}/record` }],
    formHeading: theCase.proposals === undefined ? 'Tell us what has happened' : 'Your answer',
    after: [
      {
        heading: 'The referral',
        rows: [
          { label: 'Children', value: childrenWords(stillCounted(theCase)) },
          ...sealedRows(theCase, sealed),
        ],
      },
      ...consultedSection(theCase),
    ],
  };
}
