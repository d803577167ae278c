import type { MissingField } from '../core/referral/missing-details.ts';
import { capitalised, listWords } from './counting.ts';

/** What each detail of a missing child is called. */
export const missingLabels: Readonly<Record<MissingField, string>> = {
  policeReference: 'Police reference',
  lastSeenAt: 'Last seen',
  lastSeenWhere: 'Where last seen',
};

const inSentence: Readonly<Record<MissingField, string>> = {
  policeReference: 'the police reference',
  lastSeenAt: 'when the child was last seen',
  lastSeenWhere: 'where the child was last seen',
};

/** Which of them were given, never what they say: "The police reference and when the child was last seen." */
export const givenOfMissing = (given: readonly MissingField[]): string =>
  `${capitalised(listWords(given.map((field) => inSentence[field])))}.`;
