import * as z from 'zod';
import { stayReasons } from '../../../events/case-stayed.v1.ts';
import { directReasons } from '../../../events/place-directed.v1.ts';
import {
  askedForPause,
  declaredLeft,
  type Places,
  placesFor,
} from '../../../shared/core/allocation/candidates.ts';
import type { SchemeView } from '../../../shared/core/allocation/scheme.ts';
import { didNotAnswer, owingCouncils } from '../../../shared/core/allocation/silence.ts';
import { dateWords, londonDate } from '../../../shared/core/calendar/working-days.ts';
import type { Case } from '../../../shared/core/case/case.ts';
import type { PossibleCommand } from '../../../shared/core/case/command.ts';
import { handedOver } from '../../../shared/core/case/responsible.ts';
import { clocksStand } from '../../../shared/core/case/standing.ts';
import type { Council } from '../../../shared/core/council/council.ts';
import { headroom } from '../../../shared/core/council/headroom.ts';
import type { Policy } from '../../../shared/core/policy.ts';
import { isToAvoid } from '../../../shared/core/referral/areas-to-avoid.ts';
import { authorityName } from '../../../shared/words/authority-names.ts';
import {
  capitalised,
  childrenWords,
  listWords,
  plural,
  theChildren,
  uncapitalised,
} from '../../../shared/words/counting.ts';
import { directWords, reasonOfDecline, reopenWords, stayWords } from '../../../shared/words/reasons.ts';
import { leftUnansweredWords, shareWords } from '../../../shared/words/verdicts.ts';
import { type Action, action, type CaseActions } from '../case/case-actions.ts';
import { amendmentActions } from '../case/confirm-amendment.ts';
import { momentAsked } from '../case/handover.ts';
import { foundAction, keepPlaces, missingAction } from '../case/missing-child.ts';
import { leftCareAction, movedCareAction } from '../case/since-handover.ts';
import { anyOf, oneOf, someText } from '../forms/answers.ts';
import { choicesOf, type Question } from '../forms/question.ts';
import type { Answered } from '../forms/walk.ts';
import { stillCounted } from '../words/fact-words.ts';
import { ageActions } from './age-actions.ts';

const noteHint =
  'Kept in the record of this case and read by whoever looks at it later. Do not name the child.';

const note = (name: string, label = 'Note'): Question => ({ kind: 'long-text', name, label, hint: noteHint });
const noteText = someText('Write a note that says why', 'Your note');

/** The box that takes a decision on this hold for every other of the same cause; none where there is no other. */
const forTheOthers = (name: string, others: readonly Case[], { facts }: Case): readonly Question[] => {
  const [first] = others;
  if (first === undefined) return [];
  const count = others.length === 1 ? 'the other one' : `all ${others.length} others`;
  return [
    {
      kind: 'checkboxes',
      name,
      label: 'Decide others with it?',
      hint: `${authorityName(facts.entryAuthority)} has referred others that are held for the same reason: ${others.map(({ id }) => id).join(', ')}.`,
      choices: [{ value: idsOf(others), text: `Decide the same, with the same note, for ${count}` }],
    },
  ];
};

/** Stands for exactly these cases, so that nothing is decided of one that the person did not see named. */
const idsOf = (others: readonly Case[]): string => others.map(({ id }) => id).join(' ');

/** The other cases for which the same was decided, by the answers. */
export const decidedWith = (answered: Answered, others: readonly Case[]): readonly Case[] =>
  ['releaseOthers', 'keepOthers'].some((name) =>
    Object.values(answered).some((given) => {
      const ticked = (given as Readonly<Record<string, unknown>>)[name];
      return Array.isArray(ticked) && ticked.includes(idsOf(others));
    }),
  )
    ? others
    : [];

function holdActions(theCase: Case, others: readonly Case[]): Action[] {
  const { hold } = theCase;
  if (hold === undefined) return [];
  const reasons = hold.reasons.map(({ words }) => words);
  const othersAnswer = anyOf([idsOf(others)], 'The others have changed. Look at the list again');
  return [
    action({
      value: 'release',
      text: 'Release the hold',
      hint: 'The reasons no longer stop the case, and councils are asked',
      asks: {
        title: 'Why do you release the hold?',
        text: ['You clear these reasons:', ...reasons],
        questions: [note('releaseNote'), ...forTheOthers('releaseOthers', others, theCase)],
        schema: z.object({ releaseNote: noteText, releaseOthers: othersAnswer.optional() }),
      },
      means: ['The case goes to the allocation check at once.'],
      command: ({ releaseNote }) => ({ kind: 'release-hold', note: releaseNote }),
    }),
    action({
      value: 'keep',
      text: 'Keep the hold',
      hint: 'You are asked again',
      asks: {
        title: 'Why do you keep the hold?',
        questions: [note('keepNote'), ...forTheOthers('keepOthers', others, theCase)],
        schema: z.object({ keepNote: noteText, keepOthers: othersAnswer.optional() }),
      },
      means: ['No council is asked. You get a new day by which to look at it again.'],
      command: ({ keepNote }) => ({ kind: 'keep-hold', note: keepNote }),
    }),
  ];
}

function reviewActions(theCase: Case): Action[] {
  return theCase.offers
    .filter(({ review }) => review === 'pending')
    .map(({ id, council, declineReason }) => {
      const reason = reasonOfDecline(declineReason);
      const who = authorityName(council);
      // A field name carries no digits first, and every offer needs its own: what was typed for one is not taken for another.
      const suffix = id.replace(/\D+/g, '-').replace(/\d/g, (digit) => 'abcdefghij'[Number(digit)] ?? '');
      const [outcome, why] = [`review-${suffix}`, `reviewNote-${suffix}`];
      const schema = z.object({
        [outcome]: oneOf(['accepted', 'refused'], 'Select whether you accept the reason'),
        [why]: noteText,
      });
      return action({
        value: `review-${id}`,
        text: `Decide about ${who}’s decline`,
        ...(reason === undefined ? {} : { hint: `Their reason: ${reason}` }),
        asks: {
          title: `Do you accept ${who}’s reason?`,
          text: [
            ...(reason === undefined
              ? []
              : [`Their reason: ${reason}. What they wrote is under “What has happened”.`]),
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
            note(why),
          ],
          schema,
        },
        means: [`${who} is told what you decided, not your note.`],
        command: (given) => ({
          kind: 'review-decline',
          offerId: id,
          outcome: given[outcome] === 'accepted' ? 'accepted' : 'refused',
          note: given[why] ?? '',
        }),
      });
    });
}

/** What a council said of its places, for whoever places a child there directly, and what in it speaks against these children. */
function saidOfPlaces(
  council: Council,
  needed: Places,
  today: string,
): { readonly said: readonly string[]; readonly conflict?: string } {
  const { declaration } = council;
  const left = declaredLeft(council);
  if (declaration === undefined || left === undefined) return { said: [] };
  const paused = askedForPause(council, today) ? declaration.pausedUntil : undefined;
  const short = [
    ...(left.fosterCare < needed.fosterCare ? [`${plural(left.fosterCare, 'place')} in foster care`] : []),
    ...(left.supportedAccommodation < needed.supportedAccommodation
      ? [`${plural(left.supportedAccommodation, 'place')} in supported accommodation`]
      : []),
  ];
  const conflicts = [
    ...(paused === undefined ? [] : [`asked for no offers before ${dateWords(paused)}`]),
    ...(short.length === 0 ? [] : [`has only ${listWords(short)} left of what it declared`]),
  ];
  return {
    said: [
      `declared ${declaration.places.fosterCare} in foster care and ${declaration.places.supportedAccommodation} in supported accommodation, ${left.fosterCare} and ${left.supportedAccommodation} left`,
      ...(paused === undefined ? [] : [`no offers before ${dateWords(paused)}`]),
    ],
    ...(conflicts.length === 0 ? {} : { conflict: conflicts.join(' and ') }),
  };
}

/** What a coordinator looks at to place a child: every council, and what each is behind its share. */
type Scheme = Pick<SchemeView, 'councils' | 'regions'>;

/** So many of those who do not answer are named above the list of all councils, where each is marked. */
const OWING_NAMED = 10;

/** Who did not answer and what that council owes, so that a child can be placed there in one step. */
function owingWords(scheme: Scheme, policy: Policy): readonly string[] {
  const owing = owingCouncils(scheme, policy);
  if (owing.length === 0) return [];
  const more = owing.length - OWING_NAMED;
  return [
    `Councils that do not answer still owe the places that they did not take. You can place with one of them for the reason “${directWords['did-not-answer']}”:`,
    ...owing
      .slice(0, OWING_NAMED)
      .map(
        ({ council, unanswered, owes }) =>
          `${council.name}: ${shareWords(owes)} of its region’s turns, ${leftUnansweredWords(unanswered)}.`,
      ),
    ...(more > 0
      ? [`${more} more ${more === 1 ? 'owes' : 'owe'} less; the list says which do not answer.`]
      : []),
  ];
}

function placeDirectly(theCase: Case, scheme: Scheme, policy: Policy, now: string): Action {
  const found = momentAsked({ name: 'found', day: 'Day found', time: 'Time found' }, now);
  const isMissing = clocksStand(theCase);
  const needed = stillCounted(theCase.facts, theCase.turned18);
  const avoid = theCase.facts.areasToAvoid ?? [];
  const among = scheme.councils.filter(
    ({ code }) => code !== theCase.facts.entryAuthority && !isToAvoid(theCase.facts, code),
  );
  const silent = new Set(among.filter((one) => didNotAnswer(one, policy)).map(({ code }) => code));
  const text = [
    ...(avoid.length === 0
      ? []
      : [`Not in the list, because the area is one to avoid: ${listWords(avoid.map(authorityName))}.`]),
    ...owingWords({ ...scheme, councils: among }, policy),
  ];
  const possible = among
    .map((council) => ({
      code: council.code,
      name: council.name,
      room: headroom(council, policy, londonDate(now)),
      ...saidOfPlaces(council, placesFor(theCase), londonDate(now)),
    }))
    .sort((a, b) => a.name.localeCompare(b.name, 'en-GB'));
  const rooms = new Map(possible.map(({ code, room }) => [code, room]));
  const against = new Map(
    possible.flatMap(({ code, conflict }) => (conflict === undefined ? [] : [[code, conflict]])),
  );
  const schema = z
    .object({
      council: z.string().refine((code) => rooms.has(code), { error: 'Choose a council from the list' }),
      directReason: oneOf(directReasons, 'Select why you place the child there'),
      directNote: noteText,
      overCapacity: anyOf(['yes'], 'Tick the box or leave it empty'),
      againstDeclared: anyOf(['yes'], 'Tick the box or leave it empty').optional(),
    })
    .check((context) => {
      const { council, directReason, overCapacity, againstDeclared = [] } = context.value;
      if (directReason === 'did-not-answer' && rooms.has(council) && !silent.has(council))
        context.issues.push({
          code: 'custom',
          input: directReason,
          path: ['directReason'],
          message: `${authorityName(council)} has left no offer unanswered since it was last heard of. Select another reason, or choose another council`,
        });
      const conflict = against.get(council);
      if (conflict !== undefined && againstDeclared.length === 0)
        context.issues.push({
          code: 'custom',
          input: againstDeclared,
          path: ['againstDeclared'],
          message: `${authorityName(council)} ${conflict}. Choose another council, or tick the box to say that you place there all the same`,
        });
      const room = rooms.get(council) ?? 0;
      if (rooms.has(council) && room < needed && overCapacity.length === 0)
        context.issues.push({
          code: 'custom',
          input: overCapacity,
          path: ['overCapacity'],
          message: `${authorityName(council)} has ${room > 0 ? `room for ${childrenWords(room)} only` : 'no room'}. Choose another council, or tick the box to say that you knowingly go over its room`,
        });
    });
  return action({
    value: 'place',
    text: isMissing ? 'Place the child where the child was found' : 'Place directly with a council',
    hint: 'The council is not asked; it is told',
    asks: {
      title: `Where do you place ${theChildren(needed)}?`,
      ...(text.length === 0 ? {} : { text }),
      questions: [
        {
          kind: 'select',
          name: 'council',
          label: 'Council',
          hint: `Places needed: ${needed}`,
          choices: possible.map(({ code, name, room, said }) => ({
            value: code,
            text: `${name} (${[`room for ${Math.max(0, room)}`, ...said, ...(silent.has(code) ? ['does not answer'] : [])].join('; ')})`,
          })),
        },
        {
          kind: 'radios',
          name: 'directReason',
          label: 'Reason',
          choices: choicesOf(
            directReasons.filter((reason) => reason !== 'did-not-answer' || silent.size > 0),
            directWords,
          ),
        },
        note('directNote'),
        {
          kind: 'checkboxes',
          name: 'overCapacity',
          label: 'If the council has too little room',
          choices: [{ value: 'yes', text: 'I knowingly go over the council’s room' }],
        },
        ...(against.size === 0
          ? []
          : [
              {
                kind: 'checkboxes',
                name: 'againstDeclared',
                label: 'If the council has declared too few places of the kind, or asked for no offers',
                choices: [{ value: 'yes', text: 'I know what it declared, and place there all the same' }],
              } as const,
            ]),
        ...(isMissing ? found.questions : []),
      ],
      schema: isMissing ? z.intersection(schema, found.schema) : schema,
    },
    means: [
      `${capitalised(theChildren(needed))} ${needed === 1 ? 'is' : 'are'} placed with that council at once, whatever was offered before. The council and the entry authority are told.`,
    ],
    command: ({ council, directReason, directNote, overCapacity, ...given }) => ({
      kind: 'place-directly',
      council,
      reason: directReason,
      note: directNote,
      overCapacity: overCapacity.length > 0,
      ...(isMissing ? { foundAt: found.instant(given as z.output<typeof found.schema>) } : {}),
    }),
  });
}

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
        askAgain: anyOf(['yes'], 'Tick the box or leave it empty'),
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
  text: 'The child stays with the entry authority',
  hint: 'This closes the case',
  asks: {
    title: 'Why does the child stay?',
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
      stayReason: oneOf(stayReasons, 'Select why the child stays'),
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

/** A case that ended is opened again: what was arranged broke down, or was recorded in error. */
const reopenActions = (possible: readonly PossibleCommand[]): readonly Action[] =>
  possible.flatMap((command) =>
    command.kind === 'reopen'
      ? [
          action({
            value: `reopen-${command.because}`,
            text: `Open the case again: ${uncapitalised(reopenWords[command.because])}`,
            hint: 'Whoever was responsible is again, and is told',
            asks: {
              title: 'Why do you open the case again?',
              questions: [note('reopenNote')],
              schema: z.object({ reopenNote: noteText }),
            },
            means: [
              'The case goes on. Before a handover the search for a council begins anew; after one the children count again where they were in care.',
            ],
            command: ({ reopenNote }) => ({ kind: 'reopen', because: command.because, note: reopenNote }),
          }),
        ]
      : [],
  );

/** What a coordinator can decide as the case stands; undefined when nothing is left to decide. `scheme`: read where a child can be placed. */
export function coordinatorActions(
  theCase: Case,
  possible: readonly PossibleCommand[],
  scheme: Scheme,
  policy: Policy,
  now: string,
  others: readonly Case[] = [],
): CaseActions | undefined {
  const may = (kind: PossibleCommand['kind']) => possible.some((command) => command.kind === kind);
  const sinceHandover = handedOver(theCase);
  const actions = [
    ...amendmentActions(theCase, possible, {
      yes: 'The entry authority says that it sent the e-mail: make the change',
      no: 'The entry authority says that it did not send the e-mail',
    }),
    ...ageActions(theCase, possible, now),
    ...(may('release-hold') ? holdActions(theCase, others) : []),
    ...(may('review-decline') ? reviewActions(theCase) : []),
    ...(may('child-found') ? [foundAction(now, { sinceHandover })] : []),
    ...(may('place-directly') ? [placeDirectly(theCase, scheme, policy, now)] : []),
    ...(may('keep-places') ? [keepPlaces] : []),
    ...possible.flatMap((one) => (one.kind === 'reallocate' ? [reallocate(theCase, one)] : [])),
    ...(may('stay') ? [stays] : []),
    ...(may('family-joined') ? [joinedFamily] : []),
    ...(may('child-missing') ? [missingAction(now, { sinceHandover, own: false })] : []),
    ...(may('leave-care') ? [leftCareAction(theCase, now)] : []),
    ...(may('move-care') ? [movedCareAction(theCase, now)] : []),
    ...reopenActions(possible),
  ];
  if (actions.length === 0) return undefined;
  return {
    question: 'What do you decide?',
    actions,
    confirmation: {
      title: 'Check your decision',
      declares: 'This is my decision, and I may take it',
      ifNot: 'Tick the box to say that this is your decision',
      name: 'required',
      button: 'Record the decision',
    },
  };
}
