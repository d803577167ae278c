import type { partsOf } from '../../../shared/core/case/succession.ts';
import { listWords } from '../../../shared/words/counting.ts';

type Parts = ReturnType<typeof partsOf>;

const partWords: Readonly<Record<Parts[number], string>> = {
  'entry-authority': 'the referral',
  'receiving-authority': 'the placement',
  'asked-council': 'an open offer',
  area: 'where the child is',
};

/** The parts that a council has in a case, those that somebody takes over when it ends. */
export const partsInWords = (parts: Parts): string => listWords(parts.map((part) => partWords[part]));
