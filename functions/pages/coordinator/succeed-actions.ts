import * as z from 'zod';
import { successorsOf } from '../../../shared/core/calendar/in-force.ts';
import type { Case } from '../../../shared/core/case/case.ts';
import type { PossibleCommand } from '../../../shared/core/case/command.ts';
import { partsOf } from '../../../shared/core/case/succession.ts';
import { defined } from '../../../shared/core/defined.ts';
import { authorityName } from '../../../shared/words/authority-names.ts';
import { type Action, action } from '../case/case-actions.ts';
import { maybeText, oneOf } from '../forms/answers.ts';
import { partsInWords } from '../words/parts-of-councils.ts';
import { oneBoxFor, othersAnswer } from './decided-together.ts';

/** What passes on in each of the other cases that the council that ended has left. */
const leftIn = (others: readonly Case[], from: string): string =>
  others.map((one) => `${one.id} (${partsInWords(partsOf(one, from))})`).join(', ');

/** A council of the case has ended: a coordinator says which one takes over. `others`: cases in which that is still to be said too. */
export const succeedActions = (
  possible: readonly PossibleCommand[],
  others: readonly Case[],
): readonly Action[] =>
  possible.flatMap((command) => {
    if (command.kind !== 'succeed') return [];
    const { from } = command;
    const [first = '', ...more] = successorsOf(from);
    const name = authorityName(from);
    return [
      action({
        value: `succeed-${from}`,
        text: `Say which council takes over from ${name}`,
        hint: `${name} has ended`,
        asks: {
          title: `Which council takes over from ${name}?`,
          questions: [
            {
              kind: 'radios',
              name: 'successor',
              label: 'Council',
              choices: [first, ...more].map((code) => ({ value: code, text: authorityName(code) })),
            },
            {
              kind: 'long-text',
              name: 'successionNote',
              label: 'What they should know (optional)',
              hint: 'Do not name the child or anybody else.',
            },
            ...oneBoxFor(
              'succeedOthers',
              others,
              `${name} has left others in which nobody has taken over: ${leftIn(others, from)}.`,
            ),
          ],
          schema: z.object({
            successor: oneOf([first, ...more], 'Select the council that takes over'),
            successionNote: maybeText('What you write'),
            succeedOthers: othersAnswer(others),
          }),
        },
        means: [
          `That council has the part that ${name} has in this case: the referral, the offer or the placement, and what counts with it. What is sealed opens to it as it did to ${name}. It is told, and so is the other council of the placement. Earlier entries keep the name of ${name}.`,
        ],
        command: ({ successor, successionNote }) => ({
          kind: 'succeed',
          from,
          to: successor,
          ...defined({ note: successionNote }),
        }),
      }),
    ];
  });
