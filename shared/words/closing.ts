import { dateWords } from '../core/calendar/working-days.ts';
import type { Closing } from '../core/council/closing.ts';
import type { Words } from './reasons.ts';

/** Why a council is closed, as whoever closes it says. */
export const closingWords: Words<Closing['because']> = {
  'cannot-care': 'It cannot care for more children now',
  inspection: 'An inspection found that children are not safe enough there',
  emergency: 'There is an emergency in its area',
  ended: 'The council has ended, or its duties have passed to another',
  'not-in-file': 'The published list of councils no longer has it',
  other: 'Another reason',
};

/** From when until when: "from Monday 30 November 2026 until it is opened again". */
export const closedWords = ({ from, until }: Pick<Closing, 'from' | 'until'>): string =>
  `from ${dateWords(from)} until ${until === undefined ? 'it is opened again' : dateWords(until)}`;
