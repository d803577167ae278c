import * as z from 'zod';
import { careOutcomes } from '../../../events/left-care.v1.ts';
import { dateWords, londonDate } from '../../../shared/core/calendar/working-days.ts';
import type { Case } from '../../../shared/core/case/case.ts';
import type { PossibleCommand } from '../../../shared/core/case/command.ts';
import { childrenInCare, findsToDecide } from '../../../shared/core/case/responsible.ts';
import { councilsOfRegions } from '../../../shared/core/council/whole-regions.ts';
import { defined } from '../../../shared/core/defined.ts';
import { isToAvoid } from '../../../shared/core/referral/areas-to-avoid.ts';
import { authorityName } from '../../../shared/words/authority-names.ts';
import { capitalised, listWords, numberedChildren } from '../../../shared/words/counting.ts';
import { careOutcomeWords } from '../../../shared/words/reasons.ts';
import { regionCodes, regionNames } from '../../../shared/words/regions.ts';
import { anyOf, maybeText, oneOf, someDate } from '../forms/answers.ts';
import { dateExample } from '../forms/date-example.ts';
import { choicesOf, type Question } from '../forms/question.ts';
import { councilChoices, maybeCouncil, someCouncil } from '../refer/part.ts';
import { type Action, action } from './case-actions.ts';
import { whichChildren } from './which-children.ts';

const note = (name: string): Question => ({
  kind: 'long-text',
  name,
  label: 'What a coordinator should know (optional)',
  hint: 'Do not name the child or anybody else.',
});

/** A day since the handover, today at the latest. */
const dayOf = ({ placement }: Case, now: string) => {
  const today = londonDate(now);
  const first = londonDate(placement?.handedOverAt ?? now);
  return someDate('Day', 'Enter the day', {
    from: { day: first, message: `Day must be ${dateWords(first)}, the day of the handover, or later` },
    to: { day: today, message: 'Day must be today or in the past' },
  });
};
const dayQuestion = (name: string, now: string): Question => ({
  kind: 'date',
  name,
  label: 'Day',
  hint: `For example, ${dateExample(londonDate(now))}`,
});

/** Children left care since the handover: all who are in care, or some of a group. */
export function leftCareAction(theCase: Case, now: string): Action {
  const which = whichChildren(
    'leftChildren',
    childrenInCare(theCase).map(({ number }) => number),
  );
  const council = authorityName(theCase.placement?.council ?? '');
  return action({
    value: 'left-care',
    text: '[The child has|Children have] left care',
    hint: 'Joined family, was assessed as an adult, or care ended',
    asks: {
      title: 'What has become of [the child|them]?',
      questions: [
        ...which.questions,
        {
          kind: 'radios',
          name: 'leftOutcome',
          label: 'What happened',
          choices: choicesOf(careOutcomes, careOutcomeWords),
        },
        dayQuestion('leftOn', now),
        note('leftNote'),
      ],
      schema: z.intersection(
        z.object({
          leftOutcome: oneOf(careOutcomes, 'Select what happened'),
          leftOn: dayOf(theCase, now),
          leftNote: maybeText('What you write'),
        }),
        which.schema,
      ),
    },
    means: [
      `They no longer count in the figures of ${council}. What is sealed of them closes with the last.`,
    ],
    command: (given) => ({
      kind: 'leave-care',
      outcome: given.leftOutcome,
      on: given.leftOn,
      ...which.command(given),
      ...defined({ note: given.leftNote }),
    }),
  });
}

/** Said where the child would live, or lives, in an area to avoid. */
export const notSafeThere = (area: string): string =>
  `${authorityName(area)} is an area to avoid: it is not safe there. Find a placement elsewhere`;

/** Another council has become responsible since the handover. */
export function movedCareAction(theCase: Case, now: string): Action {
  const from = theCase.placement?.council ?? '';
  return action({
    value: 'moved-care',
    text: 'Another council has become responsible',
    hint: `${authorityName(from)} no longer counts the child`,
    asks: {
      title: 'Which council is responsible now?',
      questions: [
        {
          kind: 'select',
          name: 'movedTo',
          label: 'Council',
          choices: councilChoices(londonDate(now)).filter(({ value }) => value !== from),
        },
        {
          kind: 'select',
          name: 'movedLivesIn',
          label: 'Council in whose area the child [lives|live] now',
          hint: 'Leave empty if it is the same. That council is told that [a child lives|children live] there, not who',
          choices: councilChoices(londonDate(now)),
        },
        dayQuestion('movedOn', now),
        note('movedNote'),
      ],
      schema: z
        .object({
          movedTo: someCouncil(londonDate(now), 'Choose a council from the list'),
          movedLivesIn: maybeCouncil(londonDate(now)),
          movedOn: dayOf(theCase, now),
          movedNote: maybeText('What you write'),
        })
        .check(({ value, issues }) => {
          const { movedTo, movedLivesIn: livesIn = movedTo } = value;
          if (isToAvoid(theCase.facts, livesIn))
            issues.push({
              code: 'custom',
              input: value.movedLivesIn,
              path: ['movedLivesIn'],
              message: notSafeThere(livesIn),
            });
        }),
    },
    means: ['That council counts the child, and is told. The sealed details open to it alone from then on.'],
    command: ({ movedTo, movedLivesIn, movedOn, movedNote }) => ({
      kind: 'move-care',
      to: movedTo,
      on: movedOn,
      ...defined({ placedIn: movedLivesIn, note: movedNote }),
    }),
  });
}

/** The child lives in another area since the handover, under the same council. */
export function movedPlacementAction(theCase: Case, now: string): Action {
  const today = londonDate(now);
  const { council = '', placedIn = council } = theCase.placement ?? {};
  return action({
    value: 'moved-placement',
    text: 'The child [lives|live] in another area now',
    hint: `${authorityName(council)} stays responsible`,
    asks: {
      title: 'Where [does the child|do the children] live now?',
      text: [`As recorded, in the area of ${authorityName(placedIn)}.`],
      questions: [
        {
          kind: 'select',
          name: 'livesIn',
          label: 'Council in whose area the child [lives|live]',
          choices: councilChoices(today).filter(({ value }) => value !== placedIn),
        },
        dayQuestion('livesInOn', now),
        note('livesInNote'),
      ],
      schema: z
        .object({
          livesIn: someCouncil(today, 'Choose a council from the list'),
          livesInOn: dayOf(theCase, now),
          livesInNote: maybeText('What you write'),
        })
        .check(({ value: { livesIn }, issues }) => {
          if (isToAvoid(theCase.facts, livesIn))
            issues.push({
              code: 'custom',
              input: livesIn,
              path: ['livesIn'],
              message: notSafeThere(livesIn),
            });
        }),
    },
    means: [
      'The council of that area is told that [a child lives|children live] there, not who. The one of the area before is told that no child of this case lives there any more.',
    ],
    command: ({ livesIn, livesInOn, livesInNote }) => ({
      kind: 'move-placement',
      livesIn,
      on: livesInOn,
      ...defined({ note: livesInNote }),
    }),
  });
}

/** Areas that the child is to be kept from, known since the handover. */
export function avoidAreasAction(theCase: Case, now: string): Action {
  const today = londonDate(now);
  const { areasToAvoid = [] } = theCase.facts;
  return action({
    value: 'avoid-areas',
    text: 'Add an area to avoid',
    hint: 'Where the child would not be safe',
    asks: {
      title: 'Where would the child not be safe?',
      text: areasToAvoid.length === 0 ? [] : [`So far: ${listWords(areasToAvoid.map(authorityName))}.`],
      questions: [
        {
          kind: 'select',
          name: 'avoidCouncil',
          label: 'Area of one council (optional)',
          choices: councilChoices(today).filter(({ value }) => !areasToAvoid.includes(value)),
        },
        {
          kind: 'checkboxes',
          name: 'avoidRegions',
          label: 'Whole regions (optional)',
          choices: choicesOf(regionCodes, regionNames),
        },
        note('avoidNote'),
      ],
      schema: z
        .object({
          avoidCouncil: maybeCouncil(today),
          avoidRegions: anyOf(regionCodes, 'Select from the list').optional(),
          avoidNote: maybeText('What you write'),
        })
        .check(({ value: { avoidCouncil, avoidRegions = [] }, issues }) => {
          if (avoidCouncil === undefined && avoidRegions.length === 0)
            issues.push({
              code: 'custom',
              input: avoidCouncil,
              path: ['avoidCouncil'],
              message: 'Choose a council from the list, or select a region',
            });
        }),
    },
    means: [
      'Nobody can record from now on that the child [lives|live] there. If the child [lives|live] there today, a coordinator is told.',
    ],
    command: ({ avoidCouncil, avoidRegions = [], avoidNote }) => ({
      kind: 'avoid-areas',
      areas: [...(avoidCouncil === undefined ? [] : [avoidCouncil]), ...councilsOfRegions(avoidRegions)],
      ...defined({ note: avoidNote }),
    }),
  });
}

/** A child who was found elsewhere since the handover: what follows, where the council that is responsible stays so. */
export function foundDecisionAction(theCase: Case, possible: readonly PossibleCommand[]): Action[] {
  const finds = findsToDecide(theCase);
  const isGroup = childrenInCare(theCase).length > 1;
  const decisions = possible.flatMap((one) => {
    if (one.kind !== 'decide-found') return [];
    const { foundIn, decision } = one;
    const children = finds.find(({ council }) => council === foundIn)?.children ?? [];
    const who = isGroup ? capitalised(numberedChildren(children)) : 'The child';
    const [is, lives] = children.length > 1 ? ['are', 'live'] : ['is', 'lives'];
    const text =
      decision === 'lives-there'
        ? `${who} ${lives} in the area of ${authorityName(foundIn)} from now on`
        : `${who} ${is} brought back to where they lived`;
    return [{ value: `${decision}-${foundIn}`, text, command: { kind: one.kind, foundIn, decision } }];
  });
  const [first, ...more] = decisions;
  if (first === undefined) return [];
  const areas = listWords(finds.map(({ council }) => authorityName(council)));
  return [
    action({
      value: 'found-decided',
      text: 'Say what follows for [the child who was|those who were] found',
      hint: `Found in the area of ${areas}. If another council becomes responsible, or [the child moves|they move] elsewhere, choose that below`,
      asks: {
        title: 'What follows for [the child|them]?',
        text: ['A child who is found is cared for there first. Ask [the child|them], and both councils.'],
        questions: [
          {
            kind: 'radios',
            name: 'foundDecision',
            label: 'What you have decided',
            choices: decisions.map(({ value, text }) => ({ value, text })),
          },
          note('foundNote'),
        ],
        schema: z.object({
          foundDecision: oneOf([first.value, ...more.map(({ value }) => value)], 'Select what follows'),
          foundNote: maybeText('What you write'),
        }),
      },
      means: [
        'The council that is responsible stays so. If [the child lives|they live] there from now on, the council of that area is told.',
      ],
      command: ({ foundDecision, foundNote }) => ({
        ...(decisions.find(({ value }) => value === foundDecision) ?? first).command,
        ...defined({ note: foundNote }),
      }),
    }),
  ];
}
