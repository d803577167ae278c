import * as z from 'zod';
import { stayReasons } from '../../../events/case-stayed.v1.ts';
import { refusalReasons } from '../../../events/decline-reviewed.v1.ts';
import { londonDate } from '../../../shared/core/calendar/working-days.ts';
import type { Case, Offer } from '../../../shared/core/case/case.ts';
import type { PossibleCommand } from '../../../shared/core/case/command.ts';
import { whoComeBack } from '../../../shared/core/case/commands/reopen.ts';
import { childrenInCare, handedOver } from '../../../shared/core/case/responsible.ts';
import { clocksStand } from '../../../shared/core/case/standing.ts';
import { defined } from '../../../shared/core/defined.ts';
import type { Policy } from '../../../shared/core/policy.ts';
import { authorityName } from '../../../shared/words/authority-names.ts';
import { listWords, uncapitalised } from '../../../shared/words/counting.ts';
import { reasonOfDecline, refusalWords, reopenWords, stayWords } from '../../../shared/words/reasons.ts';
import { type Action, action, type CaseActions, ofSoMany } from '../case/case-actions.ts';
import { amendmentActions } from '../case/confirm-amendment.ts';
import { foundAction, groupAction, keepPlaces, missingAction } from '../case/missing-child.ts';
import { note, noteText } from '../case/note.ts';
import {
  avoidAreasAction,
  foundDecisionAction,
  leftCareAction,
  movedCareAction,
  movedPlacementAction,
} from '../case/since-handover.ts';
import { whichChildren } from '../case/which-children.ts';
import { maybeText, maybeTicked, oneOf } from '../forms/answers.ts';
import { choicesOf } from '../forms/question.ts';
import type { Answered, Step } from '../forms/walk.ts';
import { stillCounted } from '../words/fact-words.ts';
import { ageActions } from './age-actions.ts';
import { assignAction, type Colleagues } from './assign.ts';
import { oneBoxFor, othersAnswer } from './decided-together.ts';
import { legalHoldActions } from './legal-hold.ts';
import { moreTimeActions } from './more-time.ts';
import { placeDirectly, type Scheme, whatItHas } from './place-directly.ts';
import { succeedActions } from './succeed-actions.ts';

function holdActions(theCase: Case, others: readonly Case[]): Action[] {
  const { hold, placement } = theCase;
  const moving = placement !== undefined;
  if (hold === undefined) return [];
  const reasons = hold.reasons.map(({ words }) => words);
  const forTheOthers = (name: string) =>
    oneBoxFor(
      name,
      others,
      `${authorityName(theCase.facts.entryAuthority)} has referred others that are held for the same reason: ${others.map(({ id }) => id).join(', ')}.`,
    );
  return [
    action({
      value: 'release',
      text: 'Release the hold',
      hint: moving
        ? 'The reasons no longer stop the move'
        : 'The reasons no longer stop the case, and councils are asked',
      asks: {
        title: 'Why do you release the hold?',
        text: ['You clear these reasons:', ...reasons],
        questions: [note('releaseNote'), ...forTheOthers('releaseOthers')],
        schema: z.object({ releaseNote: noteText, releaseOthers: othersAnswer(others) }),
      },
      means: [
        moving
          ? `${authorityName(placement.council)} and the entry authority are told that the move goes on.`
          : 'The case goes to the allocation check at once.',
      ],
      command: ({ releaseNote }) => ({ kind: 'release-hold', note: releaseNote }),
    }),
    action({
      value: 'keep',
      text: 'Keep the hold',
      hint: 'You are asked again',
      asks: {
        title: 'Why do you keep the hold?',
        questions: [note('keepNote'), ...forTheOthers('keepOthers')],
        schema: z.object({ keepNote: noteText, keepOthers: othersAnswer(others) }),
      },
      means: [
        `${moving ? 'The child is not moved' : 'No council is asked'}. You get a new day by which to look at it again.`,
      ],
      command: ({ keepNote }) => ({ kind: 'keep-hold', note: keepNote }),
    }),
  ];
}

/** For the names of fields: each offer or referral needs its own, with no digits, so that what was typed for one is not taken for another. */
export const inLetters = (id: string): string =>
  id.replace(/[^0-9A-Z]+/g, '-').replace(/\d/g, (digit) => 'abcdefghij'[Number(digit)] ?? '');

/** Asked where a reason is not accepted: the council reads why. */
const refusalStep = (who: string, why: string, text: string): Step => ({
  name: why,
  title: `Why do you not accept ${who}’s reason?`,
  text: [`${who} reads this: the reason in an email and on its page, your words on its page alone.`],
  questions: [
    { kind: 'radios', name: why, label: 'Reason', choices: choicesOf(refusalReasons, refusalWords) },
    {
      kind: 'long-text',
      name: text,
      label: 'What should they know? (optional)',
      hint: 'Do not name the child or anybody else.',
    },
  ],
  schema: z.object({
    [why]: oneOf(refusalReasons, 'Select why you do not accept it'),
    [text]: maybeText('What they should know'),
  }),
  button: 'Continue',
});

/** The choice to decide about the decline of an offer. */
export const reviewOf = (offerId: string): string => `review-${offerId}`;

function reviewAction(
  { id, council, declineReason }: Offer,
  has: (code: string) => readonly string[],
): Action {
  const reason = reasonOfDecline(declineReason);
  const who = authorityName(council);
  const suffix = inLetters(id);
  const [outcome, notes, why, text] = [
    `review-${suffix}`,
    `reviewNote-${suffix}`,
    `refusal-${suffix}`,
    `refusalText-${suffix}`,
  ];
  const value = reviewOf(id);
  const given = (answered: Answered): Readonly<Record<string, unknown>> => ({
    ...answered[value],
    ...answered[why],
  });
  const isRefused = (answered: Answered): boolean => given(answered)[outcome] === 'refused';
  const decide: Step = {
    name: value,
    button: 'Continue',
    title: `Do you accept ${who}’s reason?`,
    text: [
      ...(reason === undefined
        ? []
        : [`Their reason: ${reason}. What they wrote is under “What has happened”.`]),
      ...has(council),
      'If you do not accept it and no council has the child yet, they are asked again as the next candidate.',
    ],
    questions: [
      {
        kind: 'radios',
        name: outcome,
        label: 'Your decision',
        choices: [
          { value: 'accepted', text: 'Accept the reason' },
          { value: 'refused', text: 'Do not accept the reason' },
        ],
      },
      note(notes),
    ],
    schema: z.object({
      [outcome]: oneOf(['accepted', 'refused'], 'Select whether you accept the reason'),
      [notes]: noteText,
    }),
  };
  return {
    value,
    text: `Decide about ${who}’s decline`,
    ...defined({ hint: reason && `Their reason: ${reason}` }),
    steps: (answered) => [decide, ...(isRefused(answered) ? [refusalStep(who, why, text)] : [])],
    means: (answered) => [
      isRefused(answered)
        ? `${who} reads your decision and why, not your note.`
        : `${who} is told what you decided, not your note.`,
    ],
    command: (answered) => {
      const said = given(answered);
      const about = { kind: 'review-decline', offerId: id, note: String(said[notes]) } as const;
      const because = refusalReasons.find((one) => one === said[why]);
      return because === undefined
        ? { ...about, outcome: 'accepted' }
        : {
            ...about,
            outcome: 'refused',
            reason: because,
            ...defined({ text: said[text] as string | undefined }),
          };
    },
  };
}

const reviewActions = ({ offers }: Case, has: (code: string) => readonly string[]): Action[] =>
  offers.filter(({ review }) => review === 'pending').map((offer) => reviewAction(offer, has));

function reallocate(theCase: Case, { because }: Extract<PossibleCommand, { kind: 'reallocate' }>): Action {
  const before = theCase.excluded.map(authorityName);
  const childRefuses = because === 'child-refused';
  return action({
    value: 'reallocate',
    text: childRefuses
      ? 'Look for another council'
      : clocksStand(theCase)
        ? 'Let go of whoever has accepted or is asked'
        : 'Run the allocation check again',
    hint: 'Open offers and any acceptance are undone first',
    asks: {
      title: childRefuses ? 'Why look for another council?' : 'Why run the allocation check again?',
      questions: [
        note('reallocateNote'),
        {
          kind: 'checkboxes',
          name: 'askAgain',
          label: 'Councils that were asked before',
          ...(before.length === 0 ? {} : { hint: `So far: ${listWords(before)}` }),
          choices: [{ value: 'yes', text: 'They may be asked again' }],
        },
      ],
      schema: z.object({
        reallocateNote: noteText,
        askAgain: maybeTicked,
      }),
    },
    means: ['Open offers are withdrawn and the next councils are asked.'],
    command: ({ reallocateNote, askAgain }) => ({
      kind: 'reallocate',
      because,
      note: reallocateNote,
      ...(askAgain.length > 0 ? { askAgain: true } : {}),
    }),
  });
}

const stays = action({
  value: 'stays',
  text: 'The child [stays|stay] with the entry authority',
  hint: 'This closes the case',
  asks: {
    title: 'Why [does the child|do the children] stay?',
    questions: [
      {
        kind: 'radios',
        name: 'stayReason',
        label: 'Reason',
        choices: choicesOf(stayReasons, stayWords),
      },
      note('stayNote'),
    ],
    schema: z.object({
      stayReason: oneOf(stayReasons, 'Select the reason'),
      stayNote: noteText,
    }),
  },
  means: ['The case is closed. Whoever was asked or had accepted is told.'],
  command: ({ stayReason, stayNote }) => ({ kind: 'stay', reason: stayReason, note: stayNote }),
});

const joinedFamily = action({
  value: 'family',
  text: 'The child joined family in the UK',
  hint: 'This closes the case',
  asks: {
    title: 'What was arranged with the family?',
    questions: [note('familyNote')],
    schema: z.object({ familyNote: noteText }),
  },
  means: ['The case is closed. Whoever was asked or had accepted is told.'],
  command: ({ familyNote }) => ({ kind: 'family-joined', note: familyNote }),
});

/** A case that ended is opened again, or children of it are in care again: what was arranged broke down, or was recorded in error. */
const reopenActions = (theCase: Case, possible: readonly PossibleCommand[], now: string): readonly Action[] =>
  possible.flatMap((command) => {
    if (command.kind !== 'reopen') return [];
    const { because } = command;
    const which = whichChildren(`reopenWho-${because}`, whoComeBack(theCase, because, londonDate(now)));
    return [
      action({
        value: `reopen-${because}`,
        text: `${handedOver(theCase) && childrenInCare(theCase).length > 0 ? 'A child is in care again' : 'Open the case again'}: ${uncapitalised(reopenWords[because])}`,
        hint: 'Whoever was responsible is again, and is told',
        asks: {
          title: 'Why do you open the case again?',
          questions: [...which.questions, note('reopenNote')],
          schema: z.intersection(z.object({ reopenNote: noteText }), which.schema),
        },
        means: [
          'The case goes on. Before a handover the search for a council begins anew; after one [the child counts|the children count] again where they were in care.',
        ],
        command: (given) => ({ kind: 'reopen', because, note: given.reopenNote, ...which.command(given) }),
      }),
    ];
  });

/** A referral that was joined to this case is another child's. */
const partActions = (theCase: Case, possible: readonly PossibleCommand[]): readonly Action[] =>
  possible.flatMap((command) => {
    if (command.kind !== 'undo-merger') return [];
    const { reference } = command;
    const { placement } = theCase;
    const why = `partNote-${inLetters(reference)}`;
    return [
      action({
        value: `part-${reference}`,
        text: `${reference} is another child: undo the merger`,
        hint: 'It gets a case of its own again',
        asks: {
          title: `How do you know that ${reference} is another child?`,
          text: [
            'Ask both councils before you decide. What each has said since is under “What has happened”.',
            ...(placement === undefined
              ? []
              : [
                  `The place at ${authorityName(placement.council)} stays with ${theCase.id}. Is it right for that child by what the case says now? If not, decide that separately, with the council.`,
                ]),
          ],
          questions: [note(why)],
          schema: z.object({ [why]: noteText }),
        },
        means: [
          `${reference} is a case of its own again, as it was sent. The search for a council begins, and its time for the move counts from the day on which it came.`,
          `${theCase.id} stays as it is. Both councils are told.`,
        ],
        command: (given) => ({ kind: 'undo-merger', reference, note: given[why] ?? '' }),
      }),
    ];
  });

/** What a coordinator can decide as the case stands; undefined when nothing is left to decide. `scheme`: read where a child can be placed, and of it the council whose decline is looked at; `colleagues`: of whoever is signed in. */
export function coordinatorActions(
  theCase: Case,
  possible: readonly PossibleCommand[],
  scheme: Scheme,
  policy: Policy,
  now: string,
  others: readonly Case[] = [],
  colleagues?: Colleagues,
): CaseActions | undefined {
  const may = (kind: PossibleCommand['kind']) => possible.some((command) => command.kind === kind);
  const actions = [
    ...amendmentActions(theCase, possible, {
      yes: 'The entry authority says that it sent the email: make the change',
      no: 'The entry authority says that it did not send the email',
    }),
    ...ageActions(theCase, possible, now),
    ...succeedActions(possible, others),
    ...(may('release-hold') ? holdActions(theCase, others) : []),
    ...(may('review-decline')
      ? reviewActions(theCase, (code) => whatItHas(theCase, scheme, code, policy, now))
      : []),
    ...moreTimeActions(theCase, possible, policy, now),
    ...foundDecisionAction(theCase, possible),
    ...(may('child-found') ? [foundAction(theCase, now)] : []),
    ...(may('place-directly') ? [placeDirectly(theCase, scheme, policy, now)] : []),
    ...groupAction(theCase, possible),
    ...(may('keep-places') ? [keepPlaces] : []),
    ...possible.flatMap((one) => (one.kind === 'reallocate' ? [reallocate(theCase, one)] : [])),
    ...(may('stay') ? [stays] : []),
    ...(may('family-joined') ? [joinedFamily] : []),
    ...(may('child-missing') ? [missingAction(theCase, now)] : []),
    ...(may('leave-care') ? [leftCareAction(theCase, now)] : []),
    ...(may('move-placement') ? [movedPlacementAction(theCase, now)] : []),
    ...(may('avoid-areas') ? [avoidAreasAction(theCase, now)] : []),
    ...(may('move-care') ? [movedCareAction(theCase, now)] : []),
    ...reopenActions(theCase, possible, now),
    ...partActions(theCase, possible),
    ...assignAction(theCase, possible, colleagues),
    ...legalHoldActions(possible),
  ].map((made) => ofSoMany(stillCounted(theCase), made));
  if (actions.length === 0) return undefined;
  return {
    question: 'What do you decide?',
    actions,
    confirmation: {
      title: 'Check your decision',
      declares: 'This is my decision, and I may take it',
      ifNot: 'Tick the box to say that this is your decision',
      who: 'coordinator',
      button: 'Record the decision',
    },
  };
}
