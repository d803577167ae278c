import { ageAssessments, missingHistories, Need, PlacementKind } from '../../../events/referral.ts';
import { yearsOld } from '../../../shared/core/calendar/ages.ts';
import { type Nation, nationOf } from '../../../shared/core/calendar/nation.ts';
import { declaredKind } from '../../../shared/core/referral/declared-kind.ts';
import { capitalised } from '../../../shared/words/counting.ts';
import { assessmentWords, kindWords, missingAnswers, needWords } from '../../../shared/words/facts.ts';
import { anyOf, oneOf } from '../forms/answers.ts';
import { choicesOf } from '../forms/question.ts';
import type { OneChild } from './one-child.ts';
import {
  chosen,
  councilChoices,
  KEPT_SEALED,
  oneQuestion,
  type Part,
  page,
  someCouncil,
  textOf,
} from './part.ts';

const ageAssessment = ({ name, who, given, part, today }: OneChild): Part =>
  part(
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
        () => oneOf(ageAssessments, 'Select where the age assessment stands'),
      ),
      ...(given(answered, 'assessment') === 'under-way'
        ? [
            oneQuestion(
              name('assessor'),
              `Who leads the age assessment of ${who}?`,
              { kind: 'select', name: name('assessor'), label: 'Council', choices: councilChoices(today) },
              () => someCouncil(today, 'Select the council that leads the age assessment'),
            ),
          ]
        : []),
    ],
    (answered) => ({
      ageAssessment: textOf(given(answered, 'assessment')),
      ageAssessmentLedBy: textOf(given(answered, 'assessor')),
    }),
  );

const isFrom16 = (kind: PlacementKind): boolean => declaredKind[kind] === 'supported-accommodation';

/** Kinds of placement that there are where a council is: what the law of England calls supported accommodation is nowhere else. */
const kindsIn = (nation: Nation): readonly PlacementKind[] =>
  PlacementKind.options.filter((kind) => kind !== 'supported-accommodation' || nation === 'England');

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
  );

const needs = ({ name, who, given, part }: OneChild): Part =>
  part(
    'needs',
    'Needs',
    ['needs'],
    () => [
      oneQuestion(
        name('needs'),
        `Which particular needs has ${who}?`,
        {
          kind: 'checkboxes',
          name: name('needs'),
          label: 'Needs',
          hint: 'Select all that apply. Only councils that can meet them are asked.',
          choices: [...choicesOf(Need.options, needWords), { value: 'none', text: 'None of these' }],
        },
        () =>
          anyOf(['none', ...Need.options], 'Select needs from the list')
            .min(1, { error: 'Select the needs, or “None of these”' })
            .refine((needs) => !needs.includes('none') || needs.length === 1, {
              error: 'Select the needs, or only “None of these”',
            }),
      ),
    ],
    (answered) => ({ needs: chosen(given(answered, 'needs')) }),
  );

const care = ({ name, who, given, part, note }: OneChild): Part =>
  part(
    'care',
    'What carers should know',
    ['health', 'disability', 'education', 'faithAndCulture'],
    () => [
      page(
        name('care'),
        `What should carers of ${who} know?`,
        [
          note('health', 'Health'),
          note('disability', 'Disability'),
          note('education', 'Education'),
          note('faith', 'Faith and culture'),
        ],
        [KEPT_SEALED],
      ),
    ],
    (answered) => ({
      health: textOf(given(answered, 'care', 'health')),
      disability: textOf(given(answered, 'care', 'disability')),
      education: textOf(given(answered, 'care', 'education')),
      faithAndCulture: textOf(given(answered, 'care', 'faith')),
    }),
  );

const missingBefore = ({ name, who, given, part }: OneChild): Part =>
  part(
    'missing',
    'Missing before',
    ['missingHistory'],
    () => [
      oneQuestion(
        name('missing'),
        `Has ${who} gone missing before?`,
        {
          kind: 'radios',
          name: name('missing'),
          label: 'Missing before',
          hint: 'A council that is asked to take the child sees this.',
          choices: choicesOf(missingHistories, missingAnswers),
        },
        () => oneOf(missingHistories, 'Select whether the child has gone missing before'),
      ),
    ],
    (answered) => ({ missingHistory: textOf(given(answered, 'missing')) }),
  );

/** What a child needs: age assessment, placement, care, and whether the child went missing. */
export const careParts = (child: OneChild): readonly Part[] => [
  ageAssessment(child),
  placement(child),
  needs(child),
  care(child),
  missingBefore(child),
];
