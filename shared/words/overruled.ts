import type { Overruling } from '../../events/place-directed.v1.ts';
import { needWords } from './facts.ts';
import type { Words } from './reasons.ts';

/** What speaks against a council, said after its name and naming no need: "asked for no offers". */
export const spokeAgainst: Words<Overruling['what']> = {
  'not-participating': 'does not take part in the scheme',
  'through-its-hub': 'is asked only through the hub of its region',
  closed: 'is closed',
  'area-in-question': 'has an area that an e-mail calls unsafe for the child, and nobody has confirmed that',
  'said-no': 'said no to this case',
  paused: 'asked for no offers',
  'no-room': 'has too little room below its threshold',
  'too-few-places': 'declared too few places of the kind',
  'need-not-met': 'says that it cannot meet a need',
};

/** The same with the need that it is about: "says that it cannot meet a need: medical care". */
export const againstWords = ({ what, need }: Omit<Overruling, 'because'>): string =>
  need === undefined ? spokeAgainst[what] : `${spokeAgainst[what]}: ${needWords[need]}`;

/** Why that is overruled. */
export const overruleWords: Words<Overruling['because']> = {
  'council-agrees': 'The council was asked, and agrees',
  'best-for-child': 'It is best for the child',
  'nobody-else': 'No other council can take the child in time',
  'out-of-date': 'What is recorded of the council is out of date or wrong',
  'court-order': 'A court ordered it',
  other: 'Another reason, which stands in the note',
};
