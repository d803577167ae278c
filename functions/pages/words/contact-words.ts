import type { DataOf } from '../../../events/catalogue.ts';

type Bounced = DataOf<'email-bounced.v1'>;
type Changed = DataOf<'contacts-changed.v1'>;

/** Why an e-mail came back, and what that means for the next. */
export const cameBackWords: Readonly<Record<Bounced['why'], string>> = {
  'no-such-mailbox': 'There is no such mailbox',
  unwanted: 'Nothing more is sent there until a coordinator has looked',
  'not-delivered': 'The mailbox may be full',
  'not-carried': 'The mail service did not carry it',
};

export const contactWords: Readonly<Record<Changed['contact'], string>> = {
  'duty-desk': 'the duty desk',
  second: 'the second contact',
};

const changeWords: Readonly<Record<Changed['change'], string>> = {
  given: 'has an address now',
  replaced: 'has another address',
  'taken-away': 'was taken away',
  'works-again': 'gets email again',
};

/** What was changed of a council's contacts: "the duty desk has another address". */
export const changedWords = ({ contact, change }: Pick<Changed, 'contact' | 'change'>): string =>
  `${contactWords[contact]} ${changeWords[change]}`;
