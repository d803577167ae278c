import * as z from 'zod';
import { presentCode } from '../../../events/former-codes.ts';
import { directReasons, type Overruling, overruleReasons } from '../../../events/place-directed.v1.ts';
import { placesFor } from '../../../shared/core/allocation/candidates.ts';
import type { SchemeView } from '../../../shared/core/allocation/scheme.ts';
import { didNotAnswer, owingCouncils } from '../../../shared/core/allocation/silence.ts';
import { isInForce } from '../../../shared/core/calendar/in-force.ts';
import { dateWords, londonDate } from '../../../shared/core/calendar/working-days.ts';
import type { Case } from '../../../shared/core/case/case.ts';
import {
  declaredFor,
  type Overruled,
  roomFor,
  speaksAgainst,
} from '../../../shared/core/case/speaks-against.ts';
import { clocksStand } from '../../../shared/core/case/standing.ts';
import { isClosed } from '../../../shared/core/council/closing.ts';
import type { Council } from '../../../shared/core/council/council.ts';
import { isSpared } from '../../../shared/core/council/exemptions.ts';
import type { Policy } from '../../../shared/core/policy.ts';
import { isToAvoid } from '../../../shared/core/referral/areas-to-avoid.ts';
import { authorityName } from '../../../shared/words/authority-names.ts';
import { closedWords } from '../../../shared/words/closing.ts';
import {
  capitalised,
  childrenWords,
  listWords,
  plural,
  theChildren,
} from '../../../shared/words/counting.ts';
import { againstWords, overruleWords } from '../../../shared/words/overruled.ts';
import { directWords } from '../../../shared/words/reasons.ts';
import { leftUnansweredWords, shareWords } from '../../../shared/words/verdicts.ts';
import { type Action, action } from '../case/case-actions.ts';
import { momentAsked } from '../case/handover.ts';
import { note, noteText } from '../case/note.ts';
import { oneOf } from '../forms/answers.ts';
import { choicesOf, type Question } from '../forms/question.ts';
import type { Step } from '../forms/walk.ts';
import { notInList } from '../refer/part.ts';
import { stillCounted } from '../words/fact-words.ts';

/** What a council said of its places, for whoever places a child there directly. */
function saidOfPlaces(theCase: Case, council: Council, today: string, policy: Policy): readonly string[] {
  const { declaration, closing } = council;
  const left = declaredFor(theCase, council);
  const closed =
    isClosed(council, today) && closing !== undefined ? [`is closed ${closedWords(closing)}`] : [];
  if (declaration === undefined || left === undefined) return closed;
  const paused = isSpared(council, 'pause', today, policy) ? declaration.pausedUntil : undefined;
  return [
    ...closed,
    `declared ${declaration.places.fosterCare} in foster care and ${declaration.places.supportedAccommodation} in supported accommodation, ${left.fosterCare} and ${left.supportedAccommodation} left`,
    ...(paused === undefined ? [] : [`no offers before ${dateWords(paused)}`]),
  ];
}

/** What a council has by the scheme's figures and by its own word, for whoever reads why it has declined; nothing where it was not read. */
export function whatItHas(
  theCase: Case,
  { councils }: Scheme,
  code: string,
  policy: Policy,
  now: string,
): readonly string[] {
  const council = councils.find((one) => one.code === code);
  if (council === undefined) return [];
  const today = londonDate(now);
  const room = roomFor(theCase, council, policy, today);
  const said = saidOfPlaces(theCase, council, today, policy);
  return [
    `By our figures ${council.name} has ${room > 0 ? `room for ${childrenWords(room)}` : 'no room'} below its threshold now.`,
    said.length === 0 ? 'It has not declared its places.' : `By its own word: ${said.join('; ')}.`,
  ];
}

/** What speaks against a council, as exactly as it is known, said after its name. */
function inDetail(one: Overruled, theCase: Case, council: Council, today: string, policy: Policy): string {
  const { closing, declaration } = council;
  if (one.what === 'closed' && closing !== undefined) return `is closed ${closedWords(closing)}`;
  if (one.what === 'paused' && declaration?.pausedUntil !== undefined)
    return `asked for no offers before ${dateWords(declaration.pausedUntil)}`;
  if (one.what === 'no-room') {
    const room = roomFor(theCase, council, policy, today);
    return room > 0 ? `has room for ${childrenWords(room)} only` : 'has no room below its threshold';
  }
  const left = declaredFor(theCase, council);
  if (one.what !== 'too-few-places' || left === undefined) return againstWords(one);
  const needed = placesFor(theCase);
  const short = [
    ...(left.fosterCare < needed.fosterCare ? [`${plural(left.fosterCare, 'place')} in foster care`] : []),
    ...(left.supportedAccommodation < needed.supportedAccommodation
      ? [`${plural(left.supportedAccommodation, 'place')} in supported accommodation`]
      : []),
  ];
  return `has only ${listWords(short)} left of what it declared`;
}

/** What a coordinator looks at to place a child: every council, and what each is behind its share. */
export type Scheme = Pick<SchemeView, 'councils' | 'regions'>;

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

/** A council with which the children can be placed, with what speaks against it. */
interface Destination {
  readonly code: string;
  readonly name: string;
  readonly room: number;
  readonly said: readonly string[];
  readonly against: readonly (Overruled & { readonly words: string })[];
  /** It has left offers unanswered since it was last heard of. */
  readonly isSilent: boolean;
}

/** Every council but the entry authority and those whose areas are to be avoided, by name. */
const destinationsFor = (
  theCase: Case,
  among: readonly Council[],
  policy: Policy,
  today: string,
): readonly Destination[] =>
  among
    .map((council) => ({
      code: council.code,
      name: council.name,
      room: roomFor(theCase, council, policy, today),
      isSilent: didNotAnswer(council, policy),
      said: saidOfPlaces(theCase, council, today, policy),
      against: speaksAgainst(theCase, council, policy, today).map((one) => ({
        ...one,
        words: inDetail(one, theCase, council, today, policy),
      })),
    }))
    .sort((a, b) => a.name.localeCompare(b.name, 'en-GB'));

const directAnswers = {
  council: z.string(),
  directReason: oneOf(directReasons, 'Select why you place the child there'),
  directNote: noteText,
};

function directSchema(destinations: readonly Destination[], today: string) {
  const named = (council: string) => destinations.find(({ code }) => code === council);
  const council = z
    .string()
    .overwrite(presentCode)
    .refine((code) => named(code) !== undefined, {
      error: ({ input }) => notInList(String(input), today, 'Choose a council from the list'),
    });
  return z
    .object({ ...directAnswers, council })
    .check(({ value: { council: code, directReason }, issues }) => {
      const chosen = named(code);
      if (directReason === 'did-not-answer' && chosen !== undefined && !chosen.isSilent)
        issues.push({
          code: 'custom',
          input: directReason,
          path: ['directReason'],
          message: `${authorityName(code)} has left no offer unanswered since it was last heard of. Select another reason, or choose another council`,
        });
    });
}

const directQuestions = (destinations: readonly Destination[], needed: number): readonly Question[] => [
  {
    kind: 'select',
    name: 'council',
    label: 'Council',
    hint: `Places needed: ${needed}`,
    choices: destinations.map(({ code, name, room, said, isSilent }) => ({
      value: code,
      text: `${name} (${[`room for ${Math.max(0, room)}`, ...said, ...(isSilent ? ['does not answer'] : [])].join('; ')})`,
    })),
  },
  {
    kind: 'radios',
    name: 'directReason',
    label: 'Reason',
    choices: choicesOf(
      directReasons.filter(
        (reason) => reason !== 'did-not-answer' || destinations.some(({ isSilent }) => isSilent),
      ),
      directWords,
    ),
  },
  note('directNote'),
];

/** Name of the question why one thing is overruled: a reason that was given for one council is none for another. */
const overruleField = (code: string, { what, need }: Overruled): string =>
  `over-${code}-${what}${need === undefined ? '' : `-${need}`}`;

/** Asks the reason of each thing that speaks against the council; undefined where nothing does. */
function overruleStep({ code, name, against }: Destination): Step | undefined {
  if (against.length === 0) return undefined;
  return {
    name: `overrules-${code}`,
    title: 'Why place there all the same?',
    text: [
      `Give a reason for each, or go back and choose another council. ${name} and the record of this case show what you say.`,
    ],
    questions: against.map((one) => ({
      kind: 'radios',
      name: overruleField(code, one),
      label: `${name} ${one.words}`,
      choices: choicesOf(overruleReasons, overruleWords),
    })),
    schema: z.object(
      Object.fromEntries(
        against.map((one) => [
          overruleField(code, one),
          oneOf(overruleReasons, `Select why you place there although ${name} ${one.words}`),
        ]),
      ),
    ),
    button: 'Continue',
  };
}

/** Places the child with a council that is not asked. `scheme`: where there are councils to choose among. */
export function placeDirectly(theCase: Case, scheme: Scheme, policy: Policy, now: string): Action {
  const found = momentAsked({ name: 'found', day: 'Day found', time: 'Time found' }, now);
  const isMissing = clocksStand(theCase);
  const { facts } = theCase;
  const needed = stillCounted(theCase);
  const avoid = facts.areasToAvoid ?? [];
  const among = scheme.councils.filter(
    ({ code }) =>
      isInForce(code, londonDate(now)) && code !== facts.entryAuthority && !isToAvoid(facts, code),
  );
  const destinations = destinationsFor(theCase, among, policy, londonDate(now));
  const chosen = (code: string) => destinations.find((one) => one.code === code);
  const text = [
    ...(avoid.length === 0
      ? []
      : [`Not in the list, because the area is one to avoid: ${listWords(avoid.map(authorityName))}.`]),
    ...owingWords({ ...scheme, councils: among }, policy),
  ];
  const schema = directSchema(destinations, londonDate(now));
  return action({
    value: 'place',
    text: isMissing ? 'Place the child where the child was found' : 'Place directly with a council',
    hint: 'The council is not asked; it is told',
    asks: {
      title: `Where do you place ${theChildren(needed)}?`,
      ...(text.length === 0 ? {} : { text }),
      questions: [...directQuestions(destinations, needed), ...(isMissing ? found.questions : [])],
      schema: isMissing ? z.intersection(schema, found.schema) : schema,
    },
    asksBack: ({ council }) => {
      const destination = chosen(council);
      return destination && overruleStep(destination);
    },
    means: [
      `${capitalised(theChildren(needed))} ${needed === 1 ? 'is' : 'are'} placed with that council at once, whatever was offered before. The council and the entry authority are told.`,
    ],
    command: ({ council, directReason, directNote, ...given }, reasons) => {
      const overruled = (chosen(council)?.against ?? []).map(({ words: _, ...one }) => ({
        ...one,
        because: reasons[overruleField(council, one)] as Overruling['because'],
      }));
      return {
        kind: 'place-directly',
        council,
        reason: directReason,
        note: directNote,
        overCapacity: overruled.some(({ what }) => what === 'no-room'),
        ...(overruled.length === 0 ? {} : { overruled }),
        ...(isMissing ? { foundAt: found.instant(given as z.output<typeof found.schema>) } : {}),
      };
    },
  });
}
