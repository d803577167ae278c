import type { Case } from '../../../shared/core/case/case.ts';
import { anyOf } from '../forms/answers.ts';
import type { Question } from '../forms/question.ts';
import type { Answered } from '../forms/walk.ts';

/** Stands for exactly these cases, so that nothing is decided of one that the person did not see named. */
const idsOf = (others: readonly Case[]): string => others.map(({ id }) => id).join(' ');

/** The box that takes a decision for every other case alike; none where there is no other. `hint` names each of them. */
export const oneBoxFor = (name: string, others: readonly Case[], hint: string): readonly Question[] =>
  others.length === 0
    ? []
    : [
        {
          kind: 'checkboxes',
          name,
          label: 'Decide others with it?',
          hint,
          choices: [
            {
              value: idsOf(others),
              text: `Decide the same, with the same note, for ${others.length === 1 ? 'the other one' : `all ${others.length} others`}`,
            },
          ],
        },
      ];

/** What that box may answer. */
export const othersAnswer = (others: readonly Case[]) =>
  anyOf([idsOf(others)], 'The others have changed. Look at the list again').optional();

const boxes = ['releaseOthers', 'keepOthers', 'succeedOthers'] as const;

/** The other cases for which the same was decided, by the answers. */
export const decidedWith = (answered: Answered, others: readonly Case[]): readonly Case[] =>
  boxes.some((name) =>
    Object.values(answered).some((given) => {
      const ticked = (given as Readonly<Record<string, unknown>>)[name];
      return Array.isArray(ticked) && ticked.includes(idsOf(others));
    }),
  )
    ? others
    : [];
