import * as z from 'zod';
import {
  ageAssessments,
  diets,
  educationStages,
  faiths,
  fitnesses,
  healthKinds,
  healthScreenings,
  missingHistories,
  Need,
  type PlacementKind,
  yesNoNotKnown,
} from '../../../events/referral.ts';
import { yearsOld } from '../../../shared/core/calendar/ages.ts';
import { nationOf } from '../../../shared/core/calendar/nation.ts';
import { dateWords } from '../../../shared/core/calendar/working-days.ts';
import { defined } from '../../../shared/core/defined.ts';
import { assessedBeforeAssessment } from '../../../shared/core/referral/dates-of-birth.ts';
import { declaredKind, kindsIn } from '../../../shared/core/referral/declared-kind.ts';
import { particularsShape } from '../../../shared/core/referral/particulars.ts';
import { NOT_ASSESSED_WORDS } from '../../../shared/core/referral/referral-request.ts';
import { capitalised } from '../../../shared/words/counting.ts';
import {
  assessmentWords,
  dietWords,
  educationWords,
  faithWords,
  fitnessWords,
  healthWords,
  kindWords,
  missingAnswers,
  needWords,
  screeningWords,
  yesNoWords,
} from '../../../shared/words/facts.ts';
import {
  anyOf,
  maybeAnyOf,
  maybeDate,
  maybeDayOrMonth,
  maybeOneOf,
  maybeText,
  maybeWholeNumber,
  oneOf,
} from '../forms/answers.ts';
import { exampleBy } from '../forms/date-example.ts';
import { choicesOf, type Question } from '../forms/question.ts';
import type { Step } from '../forms/walk.ts';
import type { OneChild } from './one-child.ts';
import {
  boxesOf,
  chosen,
  chosenIfKnown,
  councilChoices,
  KEPT_SEALED,
  maybeCouncil,
  oneQuestion,
  type Part,
  page,
  SEEN_WHEN_ASKED,
  someCouncil,
  textOf,
  WHAT_IS_KNOWN,
} from './part.ts';

/** Who leads an assessment has to be said; who has made one, where it is known: that council is told of the child, and can say what it found. */
function assessorStep({ name, who, today }: OneChild, stands: string | undefined): readonly Step[] {
  const asks = (title: string, label: string, holds: () => z.ZodType) => [
    oneQuestion(
      name('assessor'),
      title,
      {
        kind: 'select',
        name: name('assessor'),
        label,
        key: 'Council of the age assessment',
        choices: councilChoices(today),
      },
      holds,
    ),
  ];
  if (stands === 'under-way')
    return asks(`Who leads the age assessment of ${who}?`, 'Council', () =>
      someCouncil(today, 'Select the council that leads the age assessment'),
    );
  return stands === 'complete'
    ? asks(`Who made the age assessment of ${who}?`, 'Council, if you know (optional)', () =>
        maybeCouncil(today),
      )
    : [];
}

const ageAssessment = (child: OneChild): Part => {
  const { name, who, given, part } = child;
  return part(
    'assessment',
    'Age assessment',
    ['ageAssessment', 'ageAssessmentLedBy'],
    (answered) => [
      oneQuestion(
        name('assessment'),
        `Where does the age assessment of ${who} stand?`,
        {
          kind: 'radios',
          name: name('assessment'),
          label: 'Age assessment',
          hint: 'A dispute about age does not stop a transfer by itself.',
          choices: choicesOf(ageAssessments, assessmentWords),
        },
        () =>
          oneOf(ageAssessments, 'Select where the age assessment stands').refine(
            (stands) =>
              !assessedBeforeAssessment({
                assessedBirth: textOf(given(answered, 'otherBirths', 'assessedBirth')),
                ageAssessment: stands,
              }),
            { error: NOT_ASSESSED_WORDS },
          ),
      ),
      ...assessorStep(child, textOf(given(answered, 'assessment'))),
    ],
    (answered) => ({
      ageAssessment: textOf(given(answered, 'assessment')),
      ageAssessmentLedBy: textOf(given(answered, 'assessor')),
    }),
    (held) => ({ assessment: held.ageAssessment, assessor: held.ageAssessmentLedBy }),
  );
};

const isFrom16 = (kind: PlacementKind): boolean => declaredKind[kind] === 'supported-accommodation';

const placement = ({ name, who, given, part, own, today }: OneChild): Part =>
  part(
    'placement',
    'Placement',
    ['placementKind'],
    (answered) => {
      const born = textOf(given(answered, 'born'));
      const kinds = kindsIn(nationOf(own));
      // Of a month alone, its first day: whoever may be 16 is not refused here.
      const age = born === undefined ? undefined : yearsOld(born.length === 7 ? `${born}-01` : born, today);
      return [
        oneQuestion(
          name('placement'),
          `Which placement does ${who} need?`,
          {
            kind: 'radios',
            name: name('placement'),
            label: 'Placement',
            choices: choicesOf(kinds, kindWords).map((choice) =>
              isFrom16(choice.value as PlacementKind)
                ? { ...choice, hint: 'Only from the age of 16' }
                : choice,
            ),
          },
          () =>
            oneOf(kinds, 'Select the placement that is needed').refine(
              (kind) => !isFrom16(kind) || age === undefined || age >= 16,
              {
                error: ({ input }) =>
                  `${capitalised(kindWords[input as PlacementKind])} is only for children of 16 or over. By the date of birth the child is ${age ?? ''}`,
              },
            ),
        ),
      ];
    },
    (answered) => ({ placementKind: textOf(given(answered, 'placement')) }),
    (held) => ({ placement: held.placementKind }),
  );

const needs = ({ name, who, given, part }: OneChild): Part =>
  part(
    'needs',
    'Needs',
    ['needs'],
    () => [
      oneQuestion(
        name('needs'),
        `What particular needs does ${who} have?`,
        {
          kind: 'checkboxes',
          name: name('needs'),
          label: 'Needs',
          hint: 'Select all that apply. Only councils that can meet them are asked.',
          choices: [...choicesOf(Need.options, needWords), { value: 'none', text: 'None of these' }],
        },
        () =>
          maybeAnyOf(Need.options, 'Select the needs, or only “None of these”').min(1, {
            error: 'Select the needs, or “None of these”',
          }),
      ),
    ],
    (answered) => ({ needs: chosen(given(answered, 'needs')) }),
    (held) => ({ needs: boxesOf(held.needs) }),
  );

const care = ({ name, who, given, part, note }: OneChild): Part =>
  part(
    'care',
    'What carers should know',
    ['health', 'disability', 'education', 'faithAndCulture'],
    () => [
      page(name('care'), `What should carers of ${who} know?`, [
        note('health', 'Health'),
        note('disability', 'Disability'),
        note('education', 'Education'),
        note('faith', 'Faith and culture'),
      ]),
    ],
    (answered) => ({
      health: textOf(given(answered, 'care', 'health')),
      disability: textOf(given(answered, 'care', 'disability')),
      education: textOf(given(answered, 'care', 'education')),
      faithAndCulture: textOf(given(answered, 'care', 'faith')),
    }),
    ({ health, disability, education, faithAndCulture }) => ({
      health,
      disability,
      education,
      faith: faithAndCulture,
    }),
  );

const missingBefore = ({ name, who, given, part, today }: OneChild): Part =>
  part(
    'missing',
    'Missing before',
    ['missingHistory', 'timesMissing', 'lastMissingOn', 'lastMissingMonth'],
    (answered) => [
      oneQuestion(
        name('missing'),
        `Has ${who} gone missing before?`,
        {
          kind: 'radios',
          name: name('missing'),
          label: 'Missing before',
          hint: SEEN_WHEN_ASKED,
          choices: choicesOf(missingHistories, missingAnswers),
        },
        () => oneOf(missingHistories, 'Select whether the child has gone missing before'),
      ),
      ...(given(answered, 'missing') === 'has-been-missing'
        ? [
            page(
              name('wentMissing'),
              `When did ${who} go missing?`,
              [
                [
                  {
                    kind: 'number',
                    name: name('timesMissing'),
                    label: 'How many times (optional)',
                    key: 'Times missing',
                    hint: SEEN_WHEN_ASKED,
                  },
                  () =>
                    maybeWholeNumber('How many times', 99).refine((times) => times !== 0, {
                      error: 'How many times must be 1 or more',
                    }),
                ],
                [
                  {
                    kind: 'date',
                    name: name('lastMissing'),
                    label: 'The last time (optional)',
                    key: 'Last time missing',
                    hint: `For example, ${exampleBy(today)}. If you do not know the day, leave it empty. A council that is asked sees the month; the day is kept sealed.`,
                  },
                  () =>
                    maybeDayOrMonth('The last time', {
                      to: {
                        day: today,
                        message: `The last time must not be after today, ${dateWords(today)}`,
                      },
                    }),
                ],
              ],
              [WHAT_IS_KNOWN],
            ),
          ]
        : []),
    ],
    (answered) => {
      const last = textOf(given(answered, 'wentMissing', 'lastMissing'));
      const times = given(answered, 'wentMissing', 'timesMissing');
      return {
        missingHistory: textOf(given(answered, 'missing')),
        timesMissing: typeof times === 'number' ? times : undefined,
        ...(last?.length === 7 ? { lastMissingMonth: last } : { lastMissingOn: last }),
      };
    },
    (held) => ({
      missing: held.missingHistory,
      timesMissing: held.timesMissing,
      lastMissing: held.lastMissingOn ?? held.lastMissingMonth,
    }),
  );

const OPTIONAL = ' (optional)';

/** A question that nobody has to answer, with "not known yet" among its answers. */
const maybeRadios = <const Options extends readonly string[]>(
  name: string,
  label: string,
  options: Options,
  words: Readonly<Record<Options[number], string>>,
  hint?: string,
): readonly [Question, () => z.ZodType] => [
  {
    kind: 'radios',
    name,
    label: `${label}${OPTIONAL}`,
    choices: choicesOf<Options[number]>(options, words),
    ...defined({ hint }),
  },
  () => maybeOneOf(options, `Select an answer under “${label}” from the list`),
];

/** Boxes of which any may be ticked, with one for none of them. */
const maybeBoxes = <const Options extends readonly string[]>(
  name: string,
  label: string,
  options: Options,
  words: Readonly<Record<Options[number], string>>,
  none: string,
): readonly [Question, () => z.ZodType] => [
  {
    kind: 'checkboxes',
    name,
    label: `${label}${OPTIONAL}`,
    hint: 'Select all that apply.',
    choices: [...choicesOf<Options[number]>(options, words), { value: 'none', text: none }],
  },
  () => maybeAnyOf(options, `Under “${label}”, select what applies, or only “${none}”`),
];

const health = ({ name, who, given, part, text, today }: OneChild): Part =>
  part(
    'fitness',
    'Health and fitness to move',
    ['healthScreening', 'fitToMove', 'fitToMoveOn', 'healthKinds', 'nhsNumber'],
    () => [
      page(
        name('fitness'),
        `Is ${who} well, and fit to move?`,
        [
          maybeRadios(name('screening'), 'Health assessment', healthScreenings, screeningWords),
          maybeRadios(name('fit'), 'Fit to move', fitnesses, fitnessWords),
          [
            {
              kind: 'date',
              name: name('fitOn'),
              label: 'Day on which that was found (optional)',
              key: 'Day fitness was found',
              hint: `For example, ${exampleBy(today)}.`,
            },
            () =>
              maybeDate('Day on which that was found', {
                to: {
                  day: today,
                  message: `Day on which that was found must not be after today, ${dateWords(today)}`,
                },
              }),
          ],
          maybeBoxes(name('healthKinds'), 'Health needs', healthKinds, healthWords, 'None known'),
          [
            text('nhs', 'NHS number (optional)', `Or CHI, or health and care number. ${KEPT_SEALED}`),
            () =>
              z
                .string()
                .transform((given) => given || undefined)
                .pipe(particularsShape().nhsNumber),
          ],
        ],
        [WHAT_IS_KNOWN],
      ),
    ],
    (answered) => ({
      healthScreening: textOf(given(answered, 'fitness', 'screening')),
      fitToMove: textOf(given(answered, 'fitness', 'fit')),
      fitToMoveOn: textOf(given(answered, 'fitness', 'fitOn')),
      healthKinds: chosenIfKnown(given(answered, 'fitness', 'healthKinds')),
      nhsNumber: textOf(given(answered, 'fitness', 'nhs')),
    }),
    (held) => ({
      screening: held.healthScreening,
      fit: held.fitToMove,
      fitOn: held.fitToMoveOn,
      healthKinds: boxesOf(held.healthKinds),
      nhs: held.nhsNumber,
    }),
  );

const faith = ({ name, who, given, part }: OneChild): Part =>
  part(
    'faithGroup',
    'Faith',
    ['faithGroup'],
    () => [
      page(name('faithGroup'), `What is the faith of ${who}?`, [
        maybeRadios(name('faithGroup'), 'Faith', faiths, faithWords, SEEN_WHEN_ASKED),
      ]),
    ],
    (answered) => ({ faithGroup: textOf(given(answered, 'faithGroup')) }),
    (held) => ({ faithGroup: held.faithGroup }),
  );

const dailyLife = ({ name, who, given, part }: OneChild): Part =>
  part(
    'life',
    'Daily life',
    ['diet', 'educationStage', 'canShare', 'smokes', 'withPets'],
    () => [
      page(
        name('life'),
        `How does ${who} live?`,
        [
          maybeBoxes(name('diet'), 'Food', diets, dietWords, 'Eats anything'),
          maybeRadios(name('stage'), 'School so far', educationStages, educationWords),
          maybeRadios(name('share'), 'Can live with other young people', yesNoNotKnown, yesNoWords),
          maybeRadios(name('smokes'), 'Smokes', yesNoNotKnown, yesNoWords),
          maybeRadios(name('pets'), 'Can live where there are pets', yesNoNotKnown, yesNoWords),
        ],
        [SEEN_WHEN_ASKED],
      ),
    ],
    (answered) => ({
      diet: chosenIfKnown(given(answered, 'life', 'diet')),
      educationStage: textOf(given(answered, 'life', 'stage')),
      canShare: textOf(given(answered, 'life', 'share')),
      smokes: textOf(given(answered, 'life', 'smokes')),
      withPets: textOf(given(answered, 'life', 'pets')),
    }),
    (held) => ({
      diet: boxesOf(held.diet),
      stage: held.educationStage,
      share: held.canShare,
      smokes: held.smokes,
      pets: held.withPets,
    }),
  );

/** Who speaks for a child beside the council: the sealed line about them, and whether there is anybody. */
const supporters = [
  ['Solicitor', 'solicitor', 'hasSolicitor'],
  ['Independent guardian', 'guardian', 'hasGuardian'],
  ['Advocate', 'advocate', 'hasAdvocate'],
  ['Independent reviewing officer', 'reviewingOfficer', 'hasReviewingOfficer'],
] as const;

const whoSpeaks = ({ name, who, given, part, text }: OneChild): Part =>
  part(
    'supporters',
    'Solicitor and others',
    supporters.flatMap(([, ...both]) => both),
    () => [
      page(
        name('supporters'),
        `Who speaks for ${who}?`,
        [
          ...supporters.map(
            ([label, sealed]) =>
              [
                text(sealed, `${label} (optional)`, 'A name and how to reach them.'),
                () => maybeText(label, 200),
              ] as const,
          ),
          [
            {
              kind: 'checkboxes',
              name: name('nobody'),
              label: 'Who is not there yet? (optional)',
              key: 'Not there yet',
              choices: supporters.map(([label, sealed]) => ({
                value: sealed,
                text: `No ${label.toLowerCase()} yet`,
              })),
            },
            () =>
              anyOf(
                supporters.map(([, sealed]) => sealed),
                'Select who is not there from the list',
              ),
          ],
        ],
        [
          'Who they are is kept sealed: no other council sees it until one takes the child. A council that is asked sees whether there is somebody.',
          WHAT_IS_KNOWN,
        ],
      ),
    ],
    (answered) => {
      const nobody = chosen<string>(given(answered, 'supporters', 'nobody')) ?? [];
      return Object.fromEntries(
        supporters.flatMap(([, sealed, open]): readonly (readonly [string, string | undefined])[] => {
          const line = textOf(given(answered, 'supporters', sealed));
          return line === undefined && nobody.includes(sealed) ? [[open, 'no']] : [[sealed, line]];
        }),
      );
    },
    (held) => ({
      // Who left since is still sealed under their name; that there is nobody now was said later.
      ...Object.fromEntries(
        supporters.map(([, sealed, open]) => [sealed, held[open] === 'no' ? undefined : held[sealed]]),
      ),
      nobody: supporters.flatMap(([, sealed, open]) => (held[open] === 'no' ? [sealed] : [])),
    }),
  );

/** What a child needs, by the matter. */
export const careParts = (child: OneChild) => ({
  assessment: ageAssessment(child),
  placement: placement(child),
  needs: needs(child),
  care: care(child),
  health: health(child),
  faith: faith(child),
  life: dailyLife(child),
  missing: missingBefore(child),
  supporters: whoSpeaks(child),
});
